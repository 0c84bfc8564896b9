import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/** The cockpit, one click from anywhere. */
export class ConveyorMenu extends Component {
    static template = "sales_conveyor.ConveyorMenu";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    open() {
        return this.action.doAction("sales_conveyor.conveyor_cockpit_action", { clearBreadcrumbs: true });
    }
}

const item = { Component: ConveyorMenu };

registry.category("services").add("sales_conveyor.menu", {
    /** Whoever has no part in sales gets no icon. */
    async start() {
        const groups = ["sales_team.group_sale_salesman", "sales_conveyor.sales_conveyor_group_owner"];
        const answers = await Promise.all(groups.map((group) => user.hasGroup(group)));
        if (answers.includes(true)) {
            registry.category("systray").add("sales_conveyor.menu", item, { sequence: 30 });
        }
    },
});
