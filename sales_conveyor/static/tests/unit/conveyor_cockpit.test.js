import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { makeCockpit } from "./cockpit_data";

defineMailModels();

async function openCockpit(values) {
    onRpc("conveyor.cockpit", "get_cockpit", ({ kwargs: { period, back, team_id, user_id } }) => {
        expect.step(`${period} ${back} ${team_id} ${user_id}`);
        return makeCockpit(values);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_conveyor.cockpit" });
    await animationFrame();
}

const NOW = "month 0 false false";

test("one question to the server fills the whole page", async () => {
    await openCockpit();
    expect.verifySteps([NOW]);
    expect(".o_conveyor_attainment").toHaveText("42%");
    expect(".o_conveyor_pace").toHaveText("Pace 133%");
    expect(".o_conveyor_sign").toHaveCount(5);
    expect(".o_conveyor_trend").toHaveCount(2);
    expect("[data-metric=win_rate] .o_conveyor_value").toHaveText("—");
    expect(".o_conveyor_exception").toHaveText(/Late contacts/);
});

test("period, step back and person are asked for anew", async () => {
    await openCockpit();
    await contains("[data-period=quarter]").click();
    await contains(".o_conveyor_before").click();
    await contains(".o_conveyor_person").select("7");
    expect.verifySteps([NOW, "quarter 0 false false", "quarter 1 false false", "quarter 1 false 7"]);
});

test("every number opens the records behind it", async () => {
    await openCockpit();
    patchWithCleanup(getService("action"), {
        doAction: ({ res_model, domain }) => expect.step(`${res_model} ${domain}`),
    });
    await contains(".o_conveyor_fact").click();
    await contains(".o_conveyor_exception").click();
    await contains("[data-sign=load] .btn-link:eq(0)").click();
    expect.verifySteps([NOW, "conveyor.fact id,=,1400", "crm.lead id,=,2", "conveyor.load.report id,=,1"]);
});

test("it asks again by itself", async () => {
    await openCockpit();
    await advanceTime(60000);
    expect.verifySteps([NOW, NOW]);
});

test("without a plan it says what to do", async () => {
    const { plan } = makeCockpit();
    await openCockpit({ plan: { ...plan, has_plan: false, main: { ...plan.main, plan: null, attainment: null, pace: null } } });
    expect.verifySteps([NOW]);
    expect(".o_conveyor_no_plan button").toHaveText("Make a Plan");
    expect(".o_conveyor_attainment").toHaveText("—");
    expect(".o_conveyor_pace").toHaveCount(0);
});

test("who sees nobody but himself reads of his own progress", async () => {
    await openCockpit({ is_self: true, people: [] });
    expect.verifySteps([NOW]);
    expect(".o_control_panel .o_last_breadcrumb_item, .o_control_panel .o_breadcrumb").toHaveText("My Progress");
    expect(".o_conveyor_person").toHaveCount(0);
});

test("who has a plan of other goals is shown to them", async () => {
    const { plan } = makeCockpit();
    const main = { ...plan.main, plan: null, attainment: null, pace: null };
    await openCockpit({ plan: { ...plan, has_plan: false, main, goals: [{ ...plan.main, metric_id: 9, code: "calls" }] } });
    expect.verifySteps([NOW]);
    expect(".o_conveyor_no_plan").toHaveText(/the goals that are planned stand below/);
    expect(".o_conveyor_goals [data-metric=calls]").toHaveCount(1);
});
