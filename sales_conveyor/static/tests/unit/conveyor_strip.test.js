import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { makeStrip } from "./strip_data";

defineMailModels();

async function openStrip(values) {
    onRpc("crm.team", "get_conveyor_strip", ({ kwargs }) => {
        expect.step(`${kwargs.team_id} ${kwargs.period}`);
        return makeStrip(values);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_conveyor.strip" });
    await animationFrame();
}

test("the belt has three stations, and one question to the server", async () => {
    await openStrip();
    expect.verifySteps(["false month"]);
    expect(".o_conveyor_station").toHaveCount(3);
    expect(".o_conveyor_arrow").toHaveCount(2);
    expect(".o_conveyor_bar_low").toHaveText("Nearly all is accepted: is the bar too low?");
    expect(".o_conveyor_bottleneck").toHaveCount(1);
    expect(".o_conveyor_bottleneck").toHaveAttribute("data-role", "hunter");
    expect(".o_conveyor_warning").toHaveText("Team: 1 of 2 people");
    expect(".o_conveyor_wait:eq(0)").toHaveText(/oldest 30 h, on average 2 h/);
    expect(".o_conveyor_conversion:eq(0)").toHaveText("25%");
    expect(".o_conveyor_conversion:eq(2)").toHaveText("—");
    expect(".o_conveyor_win_rate").toHaveText("50%");
    expect(".o_conveyor_totals .o_conveyor_count:eq(1)").toHaveText("1,234");
});

test("the period and the team are asked for anew", async () => {
    await openStrip();
    await contains("[data-period=week]").click();
    await contains(".o_conveyor_team").select("2");
    expect.verifySteps(["false month", "false week", "2 week"]);
    expect("[data-period=week]").toHaveAttribute("aria-pressed", "true");
});

test("a number opens what it counts; zero opens nothing", async () => {
    await openStrip();
    expect(".o_conveyor_totals button:eq(2)").not.toBeEnabled();
    patchWithCleanup(getService("action"), {
        doAction: ({ res_model, domain }) => expect.step(`${res_model} ${domain}`),
    });
    await contains(".o_conveyor_totals button:eq(1)").click();
    expect.verifySteps(["false month", "conveyor.passage outcome,=,won"]);
});

test("without a team the page says what to do", async () => {
    await openStrip({ teams: [] });
    expect.verifySteps(["false month"]);
    expect(".o_conveyor_belt").toHaveCount(0);
    expect(".o_conveyor_open_teams").toHaveText("Open Sales Teams");
});

test("who may not configure is told whom to ask", async () => {
    await openStrip({ teams: [], can_configure: false });
    expect.verifySteps(["false month"]);
    expect(".o_conveyor_open_teams").toHaveCount(0);
    expect(".o_nocontent_help").toHaveText(/Ask the head of sales/);
});
