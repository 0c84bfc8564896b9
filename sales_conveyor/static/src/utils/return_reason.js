import { _t } from "@web/core/l10n/translation";

/**
 * The server answers a move back over a border with a warning that leads to the reason of the return.
 * Here the reason is asked for at once, without the warning in between.
 *
 * @param {import("@web/model/relational_model/relational_model").RelationalModel} model
 * @param {Error} error what the write was answered with
 * @returns {boolean} whether it was that question
 */
export function askReturnReason(model, error) {
    if (error.exceptionName !== "odoo.exceptions.RedirectWarning") {
        return false;
    }
    const [, actionId, , additionalContext] = error.data.arguments;
    if (!additionalContext?.default_handover_ids) {
        return false;
    }
    model.action.doAction(actionId, { additionalContext, onClose: makeOnReturnClose(model) });
    return true;
}

/**
 * What happens after the dialog of a return: the cards are shown as they are now.
 *
 * @param {import("@web/model/relational_model/relational_model").RelationalModel} model
 * @returns {(infos?: { returned: number }) => Promise<void>} gets nothing when the dialog was cancelled
 */
export function makeOnReturnClose(model) {
    let isClosed = false;
    return async (infos) => {
        // Leaving the form closes its dialogs, this one once more.
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (infos?.returned) {
            model.notification.add(_t("Returned to the sender."), { type: "success" });
        }
        await (infos?.returned && model.config.isMonoRecord ? leaveForm(model) : model.load());
    };
}

/** Who has given a card back may be unable to read it: the form goes to where he came from. */
function leaveForm({ action, env }) {
    if (env.config.breadcrumbs.length > 1) {
        return action.restore();
    }
    return action.doAction("crm.crm_lead_action_pipeline", { clearBreadcrumbs: true });
}
