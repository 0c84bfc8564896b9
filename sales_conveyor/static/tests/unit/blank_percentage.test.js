import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";

defineMailModels();

test("a percentage that is not there is blank, zero is zero", async () => {
    await makeMockEnv();
    const format = registry.category("formatters").get("blank_percentage");
    expect([false, null, undefined].map((value) => format(value))).toEqual(["", "", ""]);
    expect([0, 0.125, 1.337].map((value) => format(value, { field: {} }))).toEqual(["0%", "13%", "134%"]);
});
