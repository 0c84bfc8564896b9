import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { MotivationLines } from "../../components/motivation_lines/motivation_lines";

const LINE = "motivation.statement.line";

/** The lines on the form of a statement: by component, each in a sentence. */
export class MotivationLinesField extends Component {
    static template = "sales_motivation.MotivationLinesField";
    static components = { MotivationLines };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ groups: [], version: 0 });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((props) => this.load(props));
    }

    get data() {
        return this.props.record.data;
    }

    get currencyId() {
        return this.data.currency_id?.id || 0;
    }

    get canAsk() {
        return Boolean(this.data.is_mine) && this.data.state !== "computed";
    }

    async load({ record }) {
        if (record.resId) {
            this.state.groups = await this.orm.call(record.resModel, "get_groups", [[record.resId]]);
            this.state.version += 1;
        }
    }

    async openDocument(line) {
        return this.action.doAction(await this.orm.call(LINE, "action_open_document", [[line.id]]));
    }

    async ask(line) {
        const action = await this.orm.call(LINE, "action_ask", [[line.id]]);
        return this.action.doAction(action, { onClose: () => this.props.record.load() });
    }
}

registry.category("fields").add("motivation_lines", {
    component: MotivationLinesField,
    supportedTypes: ["one2many"],
    useSubView: true,
    fieldDependencies: [
        { name: "is_mine", type: "boolean" },
        { name: "state", type: "selection" },
        { name: "currency_id", type: "many2one" },
    ],
});
