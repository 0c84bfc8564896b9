import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/** Say a span of hours in the one unit that a person would use for it. */
export function humanHours(hours) {
    if (hours < 1) {
        return _t("%s min", Math.max(1, Math.round(hours * 60)));
    }
    if (hours < 48) {
        return _t("%s h", Math.round(hours));
    }
    return _t("%s d", Math.round(hours / 24));
}

/** Hours from now until an instant of the server; negative when it has passed. */
export function hoursUntil(value) {
    return deserializeDateTime(value).diffNow("hours").hours;
}
