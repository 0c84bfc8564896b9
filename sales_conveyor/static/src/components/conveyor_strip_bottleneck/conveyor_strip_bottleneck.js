import { Component } from "@odoo/owl";
import { formatMetric } from "../../utils/metric_value";

/** The weakest link in plain words: what is wrong, what to do, what it costs. */
export class ConveyorStripBottleneck extends Component {
    static template = "sales_conveyor.ConveyorStripBottleneck";
    static props = { bottleneck: Object };

    get tone() {
        return this.props.bottleneck.kind === "waiting" ? "info" : "warning";
    }

    get amount() {
        const { amount, currency_id } = this.props.bottleneck;
        return amount ? formatMetric(Math.round(amount), { is_money: true }, currency_id) : "";
    }
}
