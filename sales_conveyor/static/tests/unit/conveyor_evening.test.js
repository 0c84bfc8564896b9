import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const line = (id, name, counted, values = {}) => ({
    id,
    metric_id: id,
    name,
    is_money: false,
    is_fault: false,
    is_adjustment: false,
    norm: 0,
    claimed: 0,
    counted,
    verdict: false,
    comment: "",
    ...values,
});

const report = (values = {}) => ({
    id: 5,
    day: "2026-03-02",
    name: "Hunter",
    state: "open",
    is_blind: false,
    is_frozen: false,
    is_on_time: false,
    deadline_at: "2026-03-02 18:30:00",
    note: "",
    tomorrow: "",
    head_comment: "",
    reliability: 0.9,
    tasks: 2,
    currency_id: 1,
    lines: [line(1, "Calls", 4, { norm: 5 }), line(2, "Meetings held", 1)],
    ...values,
});

async function mountEvening(values) {
    onRpc("conveyor.daily.report", "get_my_report", () => report(values));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_conveyor.evening" });
    await animationFrame();
}

test("what CRM counted is there to be confirmed, and a difference asks for a word", async () => {
    onRpc("conveyor.daily.report", "submit_report", ({ args }) => {
        expect.step(JSON.stringify(args[1]));
        return report({ state: "submitted", lines: [line(1, "Calls", 4, { claimed: 6 }), line(2, "Meetings held", 1, { claimed: 1 })] });
    });
    await mountEvening();
    expect("#claim_1").toHaveValue(4);
    expect("input[placeholder='Why it differs']").toHaveCount(0);
    await contains(".o_conveyor_evening_line:eq(0) [aria-label='One more']").click();
    await contains(".o_conveyor_evening_line:eq(0) [aria-label='One more']").click();
    expect("#claim_1").toHaveValue(6);
    await contains("input[placeholder='Why it differs']").edit("two by telephone");
    await contains(".o_conveyor_submit").click();
    expect.verifySteps(['{"claims":{"1":6},"comments":{"1":"two by telephone"},"note":"","tomorrow":""}']);
    expect(".badge.text-bg-info").toHaveText("Handed in");
});

test("a frozen day shows its verdicts and takes nothing any more", async () => {
    await mountEvening({
        state: "accepted",
        is_frozen: true,
        lines: [line(1, "Calls", 4, { claimed: 6, verdict: "over" }), line(9, "Mill: no next contact", 0, { is_fault: true })],
    });
    expect(".o_conveyor_evening_line .badge").toHaveText("Over-claimed");
    expect(".o_conveyor_submit").toHaveCount(0);
    expect("li").toHaveText("Mill: no next contact");
});
