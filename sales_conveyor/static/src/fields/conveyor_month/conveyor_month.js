import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A month that is kept as its first day: “November 2026”, where a date would read like that one day. */
export class ConveyorMonthField extends Component {
    static template = "sales_conveyor.ConveyorMonthField";
    static props = { ...standardFieldProps };

    get text() {
        const day = this.props.record.data[this.props.name];
        return day ? day.toFormat("LLLL yyyy") : "";
    }
}

registry.category("fields").add("conveyor_month", { component: ConveyorMonthField, supportedTypes: ["date"] });
