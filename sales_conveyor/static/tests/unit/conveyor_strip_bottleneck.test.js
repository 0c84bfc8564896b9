import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { destroy, expect, test } from "@odoo/hoot";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { ConveyorStrip } from "@sales_conveyor/components/conveyor_strip/conveyor_strip";
import { makeStrip } from "./strip_data";

defineMailModels();

test("the weakest link is told above the belt, in words and money", async () => {
    await mountWithCleanup(ConveyorStrip, { props: { data: makeStrip() } });
    expect(".o_conveyor_strip_words").toHaveText("Hunters get more than they can work.");
    expect(".o_conveyor_strip_hint").toHaveText("Hire one.");
    expect(".o_conveyor_strip_amount").toHaveText("$ 56,000");
    expect(".o_conveyor_badge").toHaveCount(1);
    expect("[data-role=hunter] .o_conveyor_badge").toHaveText("Overloaded");
});

test("each other weakness has a word of its own; where all is well nothing is said", async () => {
    const bottleneck = { role: "scout", words: "x", hint: "y", amount: false, currency_id: 1 };
    for (const [kind, word] of [
        ["starving", "Starves the next"],
        ["waiting", "Cards wait here"],
    ]) {
        const strip = await mountWithCleanup(ConveyorStrip, {
            props: { data: makeStrip({ bottleneck: { ...bottleneck, kind } }) },
        });
        expect("[data-role=scout] .o_conveyor_badge").toHaveText(word);
        expect(".o_conveyor_strip_amount").toHaveCount(0);
        destroy(strip);
    }
    const nothing = { role: false, kind: false, words: false, hint: false, amount: false, currency_id: 1 };
    await mountWithCleanup(ConveyorStrip, { props: { data: makeStrip({ bottleneck: nothing }) } });
    expect(".o_conveyor_strip_bottleneck").toHaveCount(0);
    expect(".o_conveyor_badge").toHaveCount(0);
});

test("each station tells its norm, its growing queue and its money", async () => {
    await mountWithCleanup(ConveyorStrip, { props: { data: makeStrip() } });
    expect(".o_conveyor_norm").toHaveCount(2);
    expect(".o_conveyor_norm:eq(0)").toHaveText(/12 of 9.6/);
    expect(".o_conveyor_utilisation:eq(0)").toHaveText("125%");
    expect(".o_conveyor_norm:eq(0) .progress-bar").toHaveStyle({ width: "100%" }, { inline: true });
    expect(".o_conveyor_grows").toHaveCount(1);
    expect("[data-role=hunter] .o_conveyor_grows").toHaveCount(1);
    expect("[data-role=hunter] .o_conveyor_waiting_amount").toHaveText("$ 700");
    expect("[data-role=hunter] .o_conveyor_lost_amount").toHaveText("$ 12,346");
    expect(".o_conveyor_lost_amount").toHaveCount(1);
});
