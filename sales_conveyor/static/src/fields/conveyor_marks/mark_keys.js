import { useExternalListener } from "@odoo/owl";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };
const SIDES = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * Keys of a scorecard: 0 to 5 and N mark the criterion that has the focus and go on to the next one, arrows move,
 * Enter publishes. Before anything has the focus, a mark goes to the first criterion that has none.
 *
 * @param {{ el: HTMLElement }} root the sheet
 * @param {Object} sheet has `criteria`, `state.marks`, `setMark` and `publish`
 */
export function useMarkKeys(root, sheet) {
    const rowOf = (id) => root.el.querySelector(`[data-criterion="${id}"]`);
    const focus = (criterion) =>
        criterion && rowOf(criterion.id).querySelector("button[tabindex='0']").focus();

    function current() {
        const row = document.activeElement?.closest("[data-criterion]");
        const id = row && root.el.contains(row) && Number(row.dataset.criterion);
        const marked = sheet.state.marks;
        return sheet.criteria.find((c) => c.id === id) || sheet.criteria.find((c) => !marked[c.id]);
    }

    function step(criterion, distance) {
        const place = sheet.criteria.indexOf(criterion) + distance;
        focus(sheet.criteria[Math.max(0, Math.min(place, sheet.criteria.length - 1))]);
    }

    function mark(criterion, key) {
        sheet.setMark(criterion, key);
        const place = sheet.criteria.indexOf(criterion);
        focus(sheet.criteria[place + 1] || criterion);
    }

    function moveSideways(criterion, distance) {
        const buttons = [...rowOf(criterion.id).querySelectorAll("button")];
        const place = buttons.indexOf(document.activeElement);
        buttons[(place + distance + buttons.length) % buttons.length].focus();
    }

    useExternalListener(window, "keydown", (ev) => {
        const isElsewhere = ev.target.closest("input, textarea, select, [contenteditable='true'], .modal, .o_popover");
        const hasModifier = ev.ctrlKey || ev.altKey || ev.metaKey;
        if (!root.el || !sheet.sheet.open || isElsewhere || hasModifier || ev.repeat) {
            return;
        }
        const isInside = root.el.contains(document.activeElement);
        const criterion = current();
        if (ev.key === "Enter") {
            // Enter on a button outside of the sheet is that button's.
            if (!isInside && document.activeElement !== document.body) {
                return;
            }
            sheet.publish();
        } else if (criterion && /^[0-5]$/.test(ev.key) && Number(ev.key) <= criterion.best) {
            mark(criterion, ev.key);
        } else if (criterion && ["n", "N", "т", "Т"].includes(ev.key)) {
            mark(criterion, "na");
        } else if (criterion && isInside && ev.key in MOVES) {
            step(criterion, MOVES[ev.key]);
        } else if (criterion && isInside && ev.key in SIDES) {
            moveSideways(criterion, SIDES[ev.key]);
        } else {
            return;
        }
        ev.preventDefault();
    });
}
