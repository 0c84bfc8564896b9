import { Component, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";

const FEW = 12;

/** The lines of a statement by component: each group with its sum, each line with its sentence and its document. */
export class MotivationLines extends Component {
    static template = "sales_motivation.MotivationLines";
    static props = {
        groups: Array,
        currencyId: Number,
        canAsk: { type: Boolean, optional: true },
        load: { type: Function, optional: true },
        ask: Function,
        openDocument: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ open: {}, lines: {} });
        // A short statement is read at once, a long one group by group.
        const count = this.props.groups.reduce((sum, group) => sum + (group.lines?.length || FEW), 0);
        for (const group of this.props.groups) {
            this.state.open[group.key] = count <= FEW;
        }
    }

    money(amount) {
        return formatCurrency(amount, this.props.currencyId);
    }

    day(line) {
        return line.day ? deserializeDate(line.day).toFormat("d MMM") : "";
    }

    linesOf(group) {
        return group.lines || this.state.lines[group.key] || [];
    }

    async toggle(group) {
        if (!group.lines && !this.state.lines[group.key]) {
            this.state.lines[group.key] = await this.props.load(group);
        }
        this.state.open[group.key] = !this.state.open[group.key];
    }
}
