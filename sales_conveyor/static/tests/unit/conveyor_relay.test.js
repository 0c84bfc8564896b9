import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { animationFrame, Deferred, mockDate } from "@odoo/hoot-mock";
import { contains, defineModels, fields, MockServer, models } from "@web/../tests/web_test_helpers";
import { mountView, onRpc } from "@web/../tests/web_test_helpers";

const PEOPLE = [
    { role: "scout", id: 7, name: "Anna" },
    { role: "hunter", id: false, name: false },
    { role: "farmer", id: false, name: false },
];

class Card extends models.Model {
    _name = "card";
    name = fields.Char();
    relay = fields.Json();
    _records = [{ id: 1, name: "Mill" }];
}

defineMailModels();
defineModels([Card]);

function mountCard(relay, type = "kanban") {
    mockDate("2026-03-02 12:00:00", 0);
    Card._records[0].relay = { role: "scout", people: PEOPLE, waiting: false, since: "2026-03-01 12:00:00", ...relay };
    const field = `<field name="relay" widget="conveyor_relay"/>`;
    const arch =
        type === "kanban"
            ? `<kanban><templates><t t-name="card"><field name="name"/>${field}</t></templates></kanban>`
            : `<form><field name="name"/>${field}</form>`;
    return mountView({ type, resModel: "card", resId: 1, arch });
}

const waiting = (values) => ({ id: 8, name: "Victor", mine: false, due: "2026-03-02 14:00:00", ...values });

test("the card shows its people and how long it is in the section", async () => {
    await mountCard({});
    expect(".o_conveyor_person").toHaveCount(3);
    expect(".o_conveyor_lit img").toHaveAttribute("data-src", "/web/image/res.users/7/avatar_128");
    expect(".o_conveyor_person[data-role=scout]").toHaveAttribute("data-tooltip", "Scout: Anna");
    expect(".o_conveyor_person[data-role=hunter]").toHaveAttribute("data-tooltip", "Hunter: nobody yet");
    expect(".o_conveyor_empty").toHaveCount(2);
    expect(".o_conveyor_clock").toHaveText("24 h");
    expect(".o_conveyor_relay button").toHaveCount(0);
});

test("a card that waits for somebody else tells for whom and how long", async () => {
    await mountCard({ waiting: waiting() });
    expect(".o_conveyor_waiting").toHaveText("waits for Victor");
    expect(".o_conveyor_clock").toHaveText("2 h left");
    expect(".o_conveyor_relay button").toHaveCount(0);
});

test("what is late is red", async () => {
    await mountCard({ waiting: waiting({ due: "2026-03-02 09:00:00" }) });
    expect(".o_conveyor_clock").toHaveText("late 3 h");
    expect(".o_conveyor_clock").toHaveClass("text-danger");
});

test("the first contact has its clock", async () => {
    await mountCard({ contact_due: "2026-03-02 12:30:00" });
    expect(".o_conveyor_clock").toHaveText("first contact in 30 min");
});

test("a closed card has no clock and cannot be taken", async () => {
    await mountCard({ closed: true, free: true });
    expect(".o_conveyor_clock").toHaveCount(0);
    expect(".o_conveyor_take").toHaveCount(0);
});

test("the receiver accepts on the card: once, and without opening it", async () => {
    const answer = new Deferred();
    onRpc("card", "action_accept_card", ({ args }) => {
        expect.step(`accept ${args[0]}`);
        MockServer.env["card"].write([1], { relay: { role: "hunter", people: PEOPLE, waiting: false } });
        return answer;
    });
    await mountCard({ waiting: waiting({ mine: true }) });
    expect(".o_conveyor_waiting").toHaveText("waits for you");
    await contains(".o_conveyor_accept").click();
    expect(".o_conveyor_accept").not.toBeEnabled();
    expect(".o_conveyor_return").not.toBeEnabled();
    answer.resolve(true);
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["accept 1"]);
    expect(".o_conveyor_accept").toHaveCount(0);
    expect(".o_notification").toHaveText("The card is yours now.");
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(1);
});

test("a refusal leaves the buttons usable", async () => {
    expect.errors(1);
    onRpc("card", "action_accept_card", () => {
        throw new Error("taken");
    });
    await mountCard({ waiting: waiting({ mine: true }) });
    await contains(".o_conveyor_accept").click();
    await animationFrame();
    expect.verifyErrors(["taken"]);
    expect(".o_conveyor_accept").toBeEnabled();
});

test("a free card is taken on the kanban", async () => {
    onRpc("card", "action_take_card", ({ args }) => {
        expect.step(`take ${args[0]}`);
        return true;
    });
    await mountCard({ free: true });
    await contains(".o_conveyor_take").click();
    expect.verifySteps(["take 1"]);
});

test("the form names the people, and has its own button to take a card", async () => {
    await mountCard({ free: true }, "form");
    expect(".o_conveyor_wide .o_conveyor_person[data-role=scout]").toHaveText("Scout\nAnna");
    expect(".o_conveyor_take").toHaveCount(0);
});
