import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What is reached of what is asked, a line and a bar for each criterion. */
export class MotivationCriteria extends Component {
    static template = "sales_motivation.MotivationCriteria";
    static props = { ...standardFieldProps };

    get rows() {
        return (this.props.record.data[this.props.name] || []).map((row, key) => ({ ...row, key }));
    }
}

registry.category("fields").add("motivation_criteria", {
    component: MotivationCriteria,
    supportedTypes: ["json"],
});
