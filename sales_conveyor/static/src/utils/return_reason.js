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
    model.action.doAction(actionId, { additionalContext, onClose: () => model.load() });
    return true;
}
