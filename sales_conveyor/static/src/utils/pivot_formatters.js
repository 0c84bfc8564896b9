import { registry } from "@web/core/registry";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";

const isNothing = (value) => value === false || value === null || value === undefined;

/** A share in pivots and graphs: nothing to divide by is blank, where Odoo's own percentage shows 0%. */
export function formatConveyorShare(value, options = {}) {
    return isNothing(value) ? "" : formatPercentage(value, { ...options, digits: [16, 0] });
}

/** A number of a pivot where calls, money and rates stand below each other: the larger, the fewer decimals. */
export function formatConveyorNumber(value, options = {}) {
    if (isNothing(value)) {
        return "";
    }
    const size = Math.abs(value);
    const decimals = size >= 1000 ? 0 : size >= 10 ? 1 : 2;
    return formatFloat(value, { ...options, digits: [16, decimals], trailingZeros: false });
}

registry.category("formatters").add("conveyor_share", formatConveyorShare);
registry.category("formatters").add("conveyor_number", formatConveyorNumber);
