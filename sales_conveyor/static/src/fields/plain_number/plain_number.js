import { registry } from "@web/core/registry";
import { floatField } from "@web/views/fields/float/float_field";
import { formatFloat } from "@web/views/fields/formatters";

/**
 * A number without zeros behind its last digit. Odoo's own option does it in a cell, but not in the sum of a group.
 *
 * @param {number | false} value
 * @param {Object} [options] as of `formatFloat`
 * @returns {string}
 */
export function formatPlainNumber(value, options = {}) {
    return formatFloat(value, { ...options, trailingZeros: false });
}
formatPlainNumber.extractOptions = formatFloat.extractOptions;

export const plainNumberField = {
    ...floatField,
    extractProps: (...info) => ({ ...floatField.extractProps(...info), trailingZeros: false }),
};

registry.category("formatters").add("plain_number", formatPlainNumber);
registry.category("fields").add("plain_number", plainNumberField);
