import { registry } from "@web/core/registry";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";

const isNothing = (value) => value === false || value === null || value === undefined;

/**
 * A whole percentage of pivots and graphs; blank where there is nothing to divide by. Odoo's own formatter writes
 * 0 % there, which reads like a bad result.
 *
 * @param {number | false | null} value
 * @param {Object} [options] as of `formatPercentage`
 * @returns {string}
 */
export function formatBlankPercentage(value, options = {}) {
    return isNothing(value) ? "" : formatPercentage(value, { ...options, digits: options.digits || [16, 0] });
}
formatBlankPercentage.extractOptions = formatPercentage.extractOptions;

/** A number of a pivot where calls, money and rates stand below each other: the larger, the fewer decimals. */
export function formatConveyorNumber(value, options = {}) {
    if (isNothing(value)) {
        return "";
    }
    const size = Math.abs(value);
    const decimals = size >= 1000 ? 0 : size >= 10 ? 1 : 2;
    return formatFloat(value, { ...options, digits: [16, decimals], trailingZeros: false });
}

registry.category("formatters").add("blank_percentage", formatBlankPercentage);
registry.category("formatters").add("conveyor_number", formatConveyorNumber);
