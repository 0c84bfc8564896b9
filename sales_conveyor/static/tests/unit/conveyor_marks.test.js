import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, press, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, defineModels, fields, models } from "@web/../tests/web_test_helpers";
import { mountView, onRpc } from "@web/../tests/web_test_helpers";

const criterion = (id, values) => ({
    id,
    name: `Criterion ${id}`,
    hint: "",
    weight: 1,
    best: 5,
    critical: false,
    mark: false,
    ...values,
});

class Review extends models.Model {
    _name = "review";
    sheet = fields.Json();
    player = fields.Json();
    note = fields.Char();
    _records = [{ id: 1 }];
}

defineMailModels();
defineModels([Review]);

function mountSheet(open = true, player = {}) {
    const sections = [
        { name: "Opening", criteria: [criterion(11, { best: 1 }), criterion(12)] },
        { name: "End", criteria: [criterion(13, { critical: true })] },
    ];
    Object.assign(Review._records[0], { sheet: { sections, open }, player });
    onRpc("review", "set_mark", ({ args }) => {
        expect.step(`${args[1]}: ${args[2]}`);
        return { score: 0.75, failed: false };
    });
    onRpc("review", "action_publish", () => {
        expect.step("published");
        return true;
    });
    const arch = `<form><field name="player" widget="conveyor_player"/><field name="sheet" widget="conveyor_marks"/>
        <field name="note"/></form>`;
    return mountView({ type: "form", resModel: "review", resId: 1, arch });
}

test("criteria stand under their sections, each a group of marks", async () => {
    await mountSheet();
    expect(".o_conveyor_marks section").toHaveCount(2);
    expect("[role=radiogroup]").toHaveCount(3);
    expect("[data-criterion='11'] button").toHaveCount(3);
    expect("[data-criterion='12'] button").toHaveCount(7);
    expect("[data-criterion='13'] .badge").toHaveText("Critical");
    expect(".o_conveyor_left").toHaveText("3 to mark");
});

test("a touch marks at once", async () => {
    await mountSheet();
    await contains("[data-criterion='12'] [data-mark='4']").click();
    expect.verifySteps(["12: 4"]);
    expect("[data-criterion='12'] [data-mark='4']").toHaveAttribute("aria-checked", "true");
    expect(".o_conveyor_left").toHaveText("2 to mark");
    expect(".o_conveyor_score").toHaveText("75%");
});

test("keys mark one criterion after another, Enter publishes what is whole", async () => {
    await mountSheet();
    await press("Enter");
    expect.verifySteps([]);
    await press("1");
    await animationFrame();
    await press("7");
    await press("5");
    await animationFrame();
    await press("n");
    await animationFrame();
    expect.verifySteps(["11: 1", "12: 5", "13: na"]);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["published"]);
});

test("typing in a field marks nothing", async () => {
    await mountSheet();
    await contains(".o_field_widget[name=note] input").edit("5 n", { confirm: false });
    expect.verifySteps([]);
});

test("a published sheet is only read", async () => {
    await mountSheet(false);
    expect("[role=radio]:not(:disabled)").toHaveCount(0);
    await press("5");
    expect.verifySteps([]);
});

test("only https opens beside the player", async () => {
    await mountSheet(true, { file: "/web/content/5", link: "javascript:alert(1)" });
    expect("audio").toHaveAttribute("src", "/web/content/5");
    expect(".o_conveyor_player a").toHaveCount(0);
});
