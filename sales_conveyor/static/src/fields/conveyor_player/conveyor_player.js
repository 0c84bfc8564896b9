import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The recording of a call: a file plays here, a link opens beside. */
export class ConveyorPlayer extends Component {
    static template = "sales_conveyor.ConveyorPlayer";
    static props = { ...standardFieldProps };

    get player() {
        return this.props.record.data[this.props.name] || {};
    }

    /** Only https leaves this page, whatever the server may have stored. */
    get link() {
        const { link } = this.player;
        return link && link.startsWith("https://") ? link : false;
    }
}

registry.category("fields").add("conveyor_player", {
    component: ConveyorPlayer,
    supportedTypes: ["json"],
});
