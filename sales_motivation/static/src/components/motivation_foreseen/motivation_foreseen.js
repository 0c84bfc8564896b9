import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";

/** What the month may still bring, by how certain it is: sold and not paid for, open deals by their chances. */
export class MotivationForeseen extends Component {
    static template = "sales_motivation.MotivationForeseen";
    static props = { foreseen: Object, totals: Object, currencyId: Number };

    /** Parts of one bar, the most certain first; of nothing below zero. */
    get parts() {
        const { foreseen, totals } = this.props;
        const total = Math.max(foreseen.estimate, 0.01);
        const width = (amount) => `${Math.max(0, (100 * amount) / total)}%`;
        return [
            { key: "payable", width: width(totals.payable) },
            { key: "won", width: width(foreseen.won.amount) },
            { key: "open", width: width(foreseen.open.amount) },
        ];
    }

    money(amount) {
        return formatCurrency(amount, this.props.currencyId);
    }

    base(part) {
        return formatCurrency(part.base, this.props.foreseen.base_currency_id);
    }
}
