import { Component, useState } from "@odoo/owl";
import { formatMetric, formatShare, toneOf } from "../../utils/metric_value";
import { ConveyorValue } from "../conveyor_value/conveyor_value";

const ROWS_SHOWN = 8;

/** Everybody beside the plan of the main goal; a name narrows the cockpit to that person. */
export class ConveyorRanking extends Component {
    static template = "sales_conveyor.ConveyorRanking";
    static components = { ConveyorValue };
    static props = { rows: Array, goal: Object, period: Object, currencyId: Number, onPerson: Function };

    setup() {
        this.state = useState({ isWhole: false });
        this.formatShare = formatShare;
        this.toneOf = toneOf;
    }

    get rows() {
        return this.state.isWhole ? this.props.rows : this.props.rows.slice(0, ROWS_SHOWN);
    }

    get hidden() {
        return this.props.rows.length - this.rows.length;
    }

    /** On the way the pace tells who is behind, at the end the share of the plan. */
    share(row) {
        return this.props.period.is_present ? row.pace : row.attainment;
    }

    width(row) {
        return Math.min(100, Math.max(0, Math.round((row.attainment || 0) * 100)));
    }

    format(value) {
        return formatMetric(value, this.props.goal, this.props.currencyId, { isShort: true });
    }
}
