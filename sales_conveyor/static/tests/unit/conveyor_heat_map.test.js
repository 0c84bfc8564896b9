import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, queryAllTexts, test } from "@odoo/hoot";
import { contains, getService, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const DATA = {
    hours: [
        { key: "09", name: "09:00" },
        { key: "10", name: "10:00" },
    ],
    rows: [
        { id: 7, name: "Anna", cells: [4, 0], total: 4 },
        { id: 8, name: "Victor", cells: [1, 2], total: 3 },
    ],
    totals: [5, 2],
    total: 7,
    best: 4,
    is_share: false,
    codes: ["call"],
    date_from: "2026-02-01",
    date_to: "2026-03-02",
    is_shown: true,
    metrics: [
        { code: "call", name: "Calls" },
        { code: "conversation", name: "Conversations" },
        { code: "reached", name: "Clients Reached, %" },
    ],
    teams: [],
};

async function openMap(data = DATA) {
    onRpc("conveyor.hour.report", "get_heat_map", ({ kwargs }) => {
        expect.step(`${kwargs.code} ${kwargs.rows} ${kwargs.days}`);
        return data;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "sales_conveyor.heat_map" });
}

test("the busiest hour is the darkest, and every number can be read", async () => {
    await openMap();
    expect(".o_conveyor_heat").toHaveCount(4);
    expect("tbody tr:first th").toHaveText("Anna");
    expect("tbody tr:first .o_conveyor_heat:first").toHaveText("4");
    expect("tbody tr:first .o_conveyor_heat:first").toHaveAttribute("style", "--conveyor-heat: 1.000");
    expect("tbody tr:first .o_conveyor_heat:last").toHaveText("");
    expect("tfoot td:first").toHaveText("5");
    expect.verifySteps(["call user 30"]);
});

test("another choice asks anew", async () => {
    await openMap();
    await contains("select[aria-label='What is counted']").select("conversation");
    await contains("select[aria-label=Rows]").select("weekday");
    await contains("select[aria-label=Days]").select("7");
    expect.verifySteps(["call user 30", "conversation user 30", "conversation weekday 30", "conversation weekday 7"]);
});

test("switched off, it says so", async () => {
    await openMap({ ...DATA, rows: [], is_shown: false });
    expect(".o_conveyor_heat_map .alert").toHaveText("The map of hours is switched off in the settings.");
    expect("table").toHaveCount(0);
    expect.verifySteps(["call user 30"]);
});

test("a share of nothing stays blank, none of some is nought", async () => {
    const rows = [{ id: 7, name: "Anna", cells: [0.25, null], total: 0.25 }, { id: 8, name: "Victor", cells: [0, 1], total: 0.5 }];
    await openMap({ ...DATA, rows, totals: [0.2, 1], total: 0.4, best: 1, is_share: true });
    expect(queryAllTexts(".o_conveyor_heat")).toEqual(["25%", "", "0%", "100%"]);
    expect("tfoot td:last").toHaveText("40%");
    expect.verifySteps(["call user 30"]);
});

test("a number opens the deeds behind it", async () => {
    onRpc("conveyor.hour.report", "search", ({ args: [domain] }) => {
        expect(domain).toInclude(["hour", "=", "09"]);
        expect(domain).toInclude(["user_id", "=", 7]);
        return [3, 4];
    });
    await openMap();
    mockService("action", { doAction: ({ name, domain }) => expect.step(`${name}: ${JSON.stringify(domain)}`) });
    await contains("tbody tr:first .o_conveyor_heat:first button").click();
    expect.verifySteps(["call user 30", 'Calls, Anna, 09:00: [["id","in",[3,4]]]']);
});
