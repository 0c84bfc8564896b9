import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { parsePercentage } from "@web/views/fields/parsers";

/**
 * A number that is a share on some rows and a plain number on others: 95 % is typed as 95 where the field named by the
 * option `share_field` is set, and 12 stays 12 where it is not.
 */
export class MotivationShareField extends FloatField {
    static props = { ...FloatField.props, shareField: { type: String } };

    get isShare() {
        return Boolean(this.props.record.data[this.props.shareField]);
    }

    get formattedValue() {
        if (!this.isShare) {
            return super.formattedValue;
        }
        const { name, readonly, record } = this.props;
        return formatPercentage(this.value, { field: record.fields[name], noSymbol: !readonly });
    }

    parse(value) {
        return this.isShare ? parsePercentage(value) : super.parse(value);
    }
}

export const motivationShareField = {
    ...floatField,
    component: MotivationShareField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...floatField.extractProps(fieldInfo, dynamicInfo),
        trailingZeros: false,
        shareField: fieldInfo.options.share_field,
    }),
    fieldDependencies: ({ options }) => [{ name: options.share_field, type: "boolean" }],
};

registry.category("fields").add("motivation_share", motivationShareField);
