import { _t } from "@web/core/l10n/translation";
import { hoursUntil, humanHours } from "../../utils/duration";

/**
 * The one clock of a card that matters now: the decision, else the first contact, else its time in the section.
 *
 * @param {Object} relay the value of the field
 * @returns {{ text: string, at: string, isLate: boolean } | null}
 */
export function getClock({ waiting, contact_due, since, closed }) {
    if (closed) {
        return null;
    }
    if (waiting) {
        return countDown(waiting.due, (span) => _t("%s left", span), (span) => _t("late %s", span));
    }
    if (contact_due) {
        return countDown(
            contact_due,
            (span) => _t("first contact in %s", span),
            (span) => _t("first contact late %s", span)
        );
    }
    return since ? { text: humanHours(-hoursUntil(since)), at: since, isLate: false } : null;
}

function countDown(at, early, late) {
    const hours = hoursUntil(at);
    const isLate = hours < 0;
    return { text: (isLate ? late : early)(humanHours(Math.abs(hours))), at, isLate };
}
