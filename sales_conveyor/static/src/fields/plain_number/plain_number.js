import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
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

/** With the option `hide_zero` a cell that is only read stays empty instead of 0: in a grid the figures stand out. */
export class PlainNumberField extends FloatField {
    static props = { ...FloatField.props, isZeroHidden: { type: Boolean, optional: true } };

    get formattedValue() {
        const { isZeroHidden, readonly } = this.props;
        return isZeroHidden && readonly && !this.value ? "" : super.formattedValue;
    }
}

export const plainNumberField = {
    ...floatField,
    component: PlainNumberField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...floatField.extractProps(fieldInfo, dynamicInfo),
        trailingZeros: false,
        isZeroHidden: Boolean(fieldInfo.options.hide_zero),
    }),
};

registry.category("formatters").add("plain_number", formatPlainNumber);
registry.category("fields").add("plain_number", plainNumberField);
