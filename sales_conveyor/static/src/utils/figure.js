// A pivot tells the total of facts, which a list cannot: it may hold several metrics.
const VIEWS = { "conveyor.fact": ["list", "pivot", "form"] };

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
        views: (VIEWS[model] || ["list", "form"]).map((type) => [false, type]),
    });
}
