import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

/** A count that opens what it counts. */
export class ConveyorFigure extends Component {
    static template = "sales_conveyor.ConveyorFigure";
    static props = {
        figure: { type: Object, shape: { count: Number, model: String, domain: Array } },
        label: String,
        title: { type: String, optional: true },
        isLarge: { type: Boolean, optional: true },
        tone: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get count() {
        return formatInteger(this.props.figure.count);
    }

    get countClass() {
        const { figure, isLarge, tone } = this.props;
        const color = figure.count ? tone && `text-${tone}` : "text-muted";
        return `${isLarge ? "fs-1" : "fs-4"} fw-bold lh-1 ${color || ""}`;
    }

    onClick() {
        const { figure, label } = this.props;
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: figure.model,
            domain: figure.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}
