import { CrmKanbanDynamicGroupList } from "@crm/views/crm_kanban/crm_kanban_model";
import { expect, test } from "@odoo/hoot";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";

const OFFER = "odoo.exceptions.RedirectWarning";

/** A list of two groups, as much of it as a move of a card needs. */
function makeList(stageAfter, answer = () => {}) {
    allowTranslations();
    patchWithCleanup(RelationalModel.DynamicGroupList.prototype, { moveRecord: answer });
    const record = { id: "card", resId: 1, data: { stage_id: { id: stageAfter } } };
    const group = (id, value, records) => ({ id, value, groupByField: { name: "stage_id" }, list: { records } });
    const groups = [group("from", 1, [record]), group("to", 2, [record])];
    const model = {
        config: {},
        orm: { call: async () => false },
        load: async () => expect.step("load"),
        notification: { add: (message) => expect.step(String(message)) },
        action: {
            doAction: (id, { additionalContext, onClose }) => {
                expect.step(`action ${id} ${additionalContext.default_handover_ids}`);
                model.close = onClose;
            },
        },
    };
    return Object.assign(Object.create(CrmKanbanDynamicGroupList.prototype), {
        model,
        get groups() {
            return groups;
        },
    });
}

const refuse = (context) => () => {
    throw Object.assign(new Error("no"), {
        exceptionName: OFFER,
        data: { arguments: ["why", 7, "Give the reason", context] },
    });
};

const move = (list) => list.moveRecord("card", "from", null, "to");

test("a card that the server has moved stays where it was dropped", async () => {
    await move(makeList(2));
    expect.verifySteps([]);
});

test("a card that the server has kept is shown where it is", async () => {
    await move(makeList(1));
    expect.verifySteps(["load"]);
});

test("a drag back asks for the reason, then shows the cards anew, once", async () => {
    const list = makeList(1, refuse({ default_handover_ids: [5] }));
    await move(list);
    await list.model.close({ returned: 1 });
    await list.model.close();
    expect.verifySteps(["action 7 5", "Returned to the sender.", "load"]);
});

test("a dialog cancelled shows the cards anew", async () => {
    const list = makeList(1, refuse({ default_handover_ids: [5] }));
    await move(list);
    await list.model.close();
    expect.verifySteps(["action 7 5", "load"]);
});

test("any other refusal is passed on", async () => {
    await expect(move(makeList(1, refuse({})))).rejects.toThrow("no");
});
