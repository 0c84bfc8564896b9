import { describe, expect, test } from "@odoo/hoot";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class Gate extends models.Model {
    _name = "gate";

    goal = fields.Float({ digits: [16, 4] });
    is_share = fields.Boolean();

    _records = [
        { id: 1, goal: 0.95, is_share: true },
        { id: 2, goal: 12, is_share: false },
    ];
}

defineMailModels();
defineModels([Gate]);

const ARCH = `<list editable="bottom">
    <field name="goal" widget="motivation_share" options="{'share_field': 'is_share'}"/>
</list>`;

test("a share is shown as per cent, a number as a number", async () => {
    await mountView({ type: "list", resModel: "gate", arch: ARCH });
    expect(".o_data_row:eq(0) [name=goal]").toHaveText("95%");
    expect(".o_data_row:eq(1) [name=goal]").toHaveText("12");
});

test("5 is typed for 5 %, and 5 for 5", async () => {
    onRpc("gate", "web_save", ({ args }) => expect.step([args[0][0], args[1].goal]));
    await mountView({ type: "list", resModel: "gate", arch: ARCH });
    await contains(".o_data_row:eq(0) [name=goal]").click();
    await contains(".o_data_row:eq(0) [name=goal] input").edit("5");
    await contains(".o_data_row:eq(1) [name=goal]").click();
    await contains(".o_data_row:eq(1) [name=goal] input").edit("5");
    await contains(".o_control_panel").click();
    expect.verifySteps([
        [1, 0.05],
        [2, 5],
    ]);
});
