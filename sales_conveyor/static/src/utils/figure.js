/**
 * Open the records that a figure was counted or summed from.
 *
 * @param {Object} action the action service
 * @param {{ model: string, domain: Array }} figure
 * @param {string} name of the page
 */
export function openFigure(action, { model, domain }, name) {
    return action.doAction({
        type: "ir.actions.act_window",
        name,
        res_model: model,
        domain,
        views: [
            [false, "list"],
            [false, "form"],
        ],
    });
}
