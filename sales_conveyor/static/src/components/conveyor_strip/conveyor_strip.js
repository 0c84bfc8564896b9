import { Component } from "@odoo/owl";
import { formatPercentage } from "@web/views/fields/formatters";
import { ConveyorFigure } from "../conveyor_figure/conveyor_figure";
import { ConveyorStation } from "../conveyor_station/conveyor_station";
import { ConveyorStripBottleneck } from "../conveyor_strip_bottleneck/conveyor_strip_bottleneck";

/** The belt: three stations and the handovers between them, from the answer of `get_conveyor_strip`. */
export class ConveyorStrip extends Component {
    static template = "sales_conveyor.ConveyorStrip";
    static components = { ConveyorFigure, ConveyorStation, ConveyorStripBottleneck };
    static props = { data: Object };

    get winRate() {
        const share = this.props.data.totals.win_rate;
        return share === false ? "—" : formatPercentage(share, { digits: [16, 0] });
    }

    /** Why a section is the weakest one, if it is. */
    kindOf(section) {
        const { role, kind } = this.props.data.bottleneck;
        return (section.role === role && kind) || "";
    }
}
