import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";

/**
 * A whole percentage; nothing where there is nothing to tell. Odoo's own formatter writes 0 % for a total
 * that has no value, which reads like a bad result.
 *
 * @param {number | false | null} value
 * @param {Object} [options] as of `formatPercentage`
 * @returns {string}
 */
export function formatBlankPercentage(value, options = {}) {
    const isBlank = value === false || value === null || value === undefined;
    return isBlank ? "" : formatPercentage(value, { ...options, digits: options.digits || [16, 0] });
}
formatBlankPercentage.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("blank_percentage", formatBlankPercentage);
