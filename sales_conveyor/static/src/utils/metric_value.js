import { formatCurrency } from "@web/core/currency";
import { formatFloat } from "@web/core/utils/numbers";
import { formatPercentage } from "@web/views/fields/formatters";

/** What there is nothing to tell of: never a zero. */
export const NOTHING = "—";

const isNothing = (value) => value === null || value === undefined || value === false;

/**
 * A value of a metric as its readers write it.
 *
 * @param {number | null} value
 * @param {{ is_money?: boolean, is_percentage?: boolean }} metric
 * @param {number} currencyId
 * @param {{ isShort?: boolean }} [options] short: 1.2M instead of 1,234,567
 */
export function formatMetric(value, metric, currencyId, { isShort = false } = {}) {
    if (isNothing(value)) {
        return NOTHING;
    }
    if (metric.is_percentage) {
        return formatPercentage(value, { digits: [16, 0] });
    }
    const humanReadable = isShort && Math.abs(value) >= 100000;
    const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
    const options = { digits: [16, digits], humanReadable, decimals: 2, trailingZeros: false };
    return metric.is_money ? formatCurrency(value, currencyId, options) : formatFloat(value, options);
}

/** A share as a whole percentage. */
export function formatShare(share) {
    return isNothing(share) ? NOTHING : formatPercentage(share, { digits: [16, 0] });
}

/** The colour of a share of the plan: on it, near it, behind it. */
export function toneOf(share, isLessBetter = false) {
    if (isNothing(share)) {
        return "muted";
    }
    const reached = isLessBetter ? 2 - share : share;
    return reached >= 1 ? "success" : reached >= 0.8 ? "warning" : "danger";
}
