import { beforeEach, expect, test } from "@odoo/hoot";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";

const formatters = registry.category("formatters");

beforeEach(() => {
    allowTranslations();
    patchWithCleanup(localization, { decimalPoint: ".", thousandsSep: ",", grouping: [3, 0] });
});

test("a share is a whole percentage, and blank where there is nothing to divide by", () => {
    const format = formatters.get("blank_percentage");
    expect(format(0.4242)).toBe("42%");
    expect(format(1.195)).toBe("120%");
    expect(format(-1)).toBe("-100%");
    expect(format(0)).toBe("0%");
    expect(format(false)).toBe("");
    expect(format(null)).toBe("");
    expect(format(undefined)).toBe("");
    expect(format(0.125, { field: { digits: [16, 4] } })).toBe("13%");
    expect(format(0.125, { digits: [16, 1] })).toBe("12.5%");
});

test("a number has the fewer decimals the larger it is", () => {
    const format = formatters.get("conveyor_number");
    expect(format(284800.55)).toBe("284,801");
    expect(format(37.64)).toBe("37.6");
    expect(format(54)).toBe("54");
    expect(format(0.2833)).toBe("0.28");
    expect(format(0)).toBe("0");
    expect(format(false)).toBe("");
});
