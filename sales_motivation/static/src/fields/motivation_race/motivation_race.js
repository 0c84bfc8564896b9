import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MEDALS = ["gold", "silver", "bronze"];

/** Who is ahead: a medal and a place, a face, what was reached and a bar for it; oneself stands out. */
export class MotivationRace extends Component {
    static template = "sales_motivation.MotivationRace";
    static props = { ...standardFieldProps };

    get rows() {
        return (this.props.record.data[this.props.name] || []).map((row) => ({
            ...row,
            medal: MEDALS[row.place - 1],
            image: imageUrl("res.users", row.user_id, "avatar_128"),
        }));
    }
}

registry.category("fields").add("motivation_race", {
    component: MotivationRace,
    supportedTypes: ["json"],
});
