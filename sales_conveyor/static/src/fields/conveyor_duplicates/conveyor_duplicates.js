import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Names the cards and clients that are here already, while the new one is typed. */
export class ConveyorDuplicates extends Component {
    static template = "sales_conveyor.ConveyorDuplicates";
    static props = { ...standardFieldProps };

    get rows() {
        return (this.props.record.data[this.props.name] || []).map((row) => ({
            ...row,
            key: `${row.model},${row.id}`,
            url: `/odoo/${row.model}/${row.id}`,
            icon: row.model === "crm.lead" ? "fa-id-card-o" : "fa-building-o",
            about: [row.owner, row.state].filter(Boolean).join(", "),
        }));
    }
}

registry.category("fields").add("conveyor_duplicates", {
    component: ConveyorDuplicates,
    supportedTypes: ["json"],
});
