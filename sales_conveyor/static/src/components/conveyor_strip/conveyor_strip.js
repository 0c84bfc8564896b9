import { Component } from "@odoo/owl";
import { formatPercentage } from "@web/views/fields/formatters";
import { ConveyorFigure } from "../conveyor_figure/conveyor_figure";
import { ConveyorStation } from "../conveyor_station/conveyor_station";

/** The belt: three stations and the handovers between them, from the answer of `get_conveyor_strip`. */
export class ConveyorStrip extends Component {
    static template = "sales_conveyor.ConveyorStrip";
    static components = { ConveyorFigure, ConveyorStation };
    static props = { data: Object };

    get winRate() {
        const share = this.props.data.totals.win_rate;
        return share === false ? "—" : formatPercentage(share, { digits: [16, 0] });
    }
}
