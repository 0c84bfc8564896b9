import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Card extends models.Model {
    _name = "card";
    hint = fields.Json();
    _records = [
        {
            id: 1,
            hint: [
                { model: "crm.lead", id: 4, name: "Mill", owner: "Anna", state: "Won", can_open: false },
                { model: "res.partner", id: 5, name: "Mill Ltd", owner: false, state: false, can_open: true },
            ],
        },
        { id: 2, hint: false },
    ];
}

defineMailModels();
defineModels([Card]);

const mountCard = (resId) =>
    mountView({
        type: "form",
        resModel: "card",
        resId,
        arch: `<form><field name="hint" widget="conveyor_duplicates"/></form>`,
    });

test("what is here already is named, and opened only by who may", async () => {
    await mountCard(1);
    expect(".o_conveyor_duplicates li").toHaveCount(2);
    expect(".o_conveyor_duplicates li:eq(0)").toHaveText("Mill — Anna, Won");
    expect(".o_conveyor_duplicates li:eq(0) a").toHaveCount(0);
    expect(".o_conveyor_duplicates li:eq(1)").toHaveText(/^Mill Ltd\s*Open$/);
    expect(".o_conveyor_duplicates a").toHaveAttribute("href", "/odoo/res.partner/5");
});

test("nothing is said where nothing is found", async () => {
    await mountCard(2);
    expect(".o_conveyor_duplicates .alert").toHaveCount(0);
});
