import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

class Deal extends models.Model {
    _name = "deal";
    industry = fields.Selection({ selection: [["timber", "Timber"], ["trade", "Trade"]] });
    size = fields.Selection({ selection: [["small", "Small"], ["large", "Large"]] });
    won = fields.Integer();
    _records = [
        { id: 1, industry: "timber", size: "small", won: 1 },
        { id: 2, industry: "timber", size: "large", won: 2 },
        { id: 3, industry: "trade", size: "small", won: 4 },
    ];
    _views = {
        pivot: `<pivot js_class="conveyor_portrait_pivot"><field name="industry" type="row"/>
            <field name="won" type="measure"/></pivot>`,
        search: `<search><filter name="size" string="Size" context="{'group_by': 'size'}"/></search>`,
    };
}

defineMailModels();
defineModels([Deal]);

const rows = () => queryAllTexts("tbody tr").map((text) => text.replace(/\s+/g, " "));

test("a group that is opened is asked for together with everything", async () => {
    onRpc("deal", "formatted_read_grouping_sets", ({ args, kwargs }) => {
        expect.step(JSON.stringify(args[0] || kwargs.domain));
    });
    await mountView({ type: "pivot", resModel: "deal" });
    expect(rows()).toEqual(["Total 7", "Timber 3", "Trade 4"]);
    await contains("tbody .o_pivot_header_cell_closed:contains(Timber)").click();
    await contains(".o-dropdown--menu .dropdown-item:contains(Size)").click();
    expect(rows()).toEqual(["Total 7", "Timber 3", "Small 1", "Large 2", "Trade 4"]);
    await contains("tbody .o_pivot_header_cell_closed:contains(Trade)").click();
    expect(rows()).toEqual(["Total 7", "Timber 3", "Small 1", "Large 2", "Trade 4", "Small 4"]);
    expect.verifySteps(["[]", "[]", "[]"]);
});
