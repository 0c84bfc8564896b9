import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { openFigure } from "../../utils/figure";

/** What calls for somebody today; nothing else. */
export class ConveyorExceptions extends Component {
    static template = "sales_conveyor.ConveyorExceptions";
    static props = { exceptions: Array };

    setup() {
        this.action = useService("action");
    }

    open(exception) {
        return openFigure(this.action, exception.figure, exception.label);
    }
}
