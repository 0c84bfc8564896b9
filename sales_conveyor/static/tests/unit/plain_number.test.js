import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";

class Target extends models.Model {
    _name = "target";
    value = fields.Float({ digits: [16, 4], aggregator: "sum" });
    team = fields.Char();
    _records = [
        { id: 1, value: 1200, team: "North" },
        { id: 2, value: 0.3333, team: "North" },
    ];
}

defineMailModels();
defineModels([Target]);

const ARCH = `<list editable="bottom"><field name="value" widget="plain_number"/></list>`;

test("a number has no zeros behind its last digit", async () => {
    await mountView({ type: "list", resModel: "target", arch: ARCH });
    expect([...document.querySelectorAll("td[name=value]")].map((cell) => cell.textContent)).toEqual([
        "1,200",
        "0.3333",
    ]);
});

test("nor has the sum of a group", async () => {
    await mountView({ type: "list", resModel: "target", arch: ARCH, groupBy: ["team"] });
    expect(".o_group_header .o_list_number").toHaveText("1,200.3333");
    const format = registry.category("formatters").get("plain_number");
    expect(format(167500, { digits: [16, 4] })).toBe("167,500");
    expect(format(false)).toBe("");
});

test("what is typed is kept in full", async () => {
    onRpc("target", "web_save", ({ args }) => expect.step(args[1].value));
    await mountView({ type: "list", resModel: "target", arch: ARCH });
    await contains("td[name=value]").click();
    await contains("td[name=value] input").edit("0.125");
    await contains(".o_list_view").click();
    expect.verifySteps([0.125]);
});

test("a zero may stay unsaid until it is edited", async () => {
    Target._records = [{ id: 1, value: 0 }];
    const arch = `<list editable="bottom"><field name="value" widget="plain_number" options="{'hide_zero': true}"/></list>`;
    await mountView({ type: "list", resModel: "target", arch });
    expect("td[name=value]").toHaveText("");
    await contains("td[name=value]").click();
    expect("td[name=value] input").toHaveValue("0");
});
