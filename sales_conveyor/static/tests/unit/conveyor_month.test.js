import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { queryAllTexts } from "@odoo/hoot-dom";

class Share extends models.Model {
    _name = "share";
    month_on = fields.Date();
    _records = [
        { id: 1, month_on: "2026-11-01" },
        { id: 2, month_on: false },
    ];
}

defineMailModels();
defineModels([Share]);

test("a month is told by its name and year, not by its first day", async () => {
    const arch = `<list><field name="month_on" widget="conveyor_month"/></list>`;
    await mountView({ type: "list", resModel: "share", arch });
    expect(queryAllTexts("td[name=month_on]")).toEqual(["November 2026", ""]);
});
