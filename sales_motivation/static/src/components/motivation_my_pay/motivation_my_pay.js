import { Component, onWillStart, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useRefresh } from "@sales_conveyor/utils/refresh";
import { MotivationForeseen } from "../motivation_foreseen/motivation_foreseen";
import { MotivationProgress } from "../motivation_progress/motivation_progress";
import { MotivationLines } from "../motivation_lines/motivation_lines";

const MODEL = "motivation.my.pay";

/** My pay on one screen of a telephone: what this month has come to, what is missing to the next tier, and why. */
export class MotivationMyPay extends Component {
    static template = "sales_motivation.MotivationMyPay";
    static components = { Layout, MotivationForeseen, MotivationLines, MotivationProgress };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ pay: null, version: 0 });
        this.userId = this.props.action.context?.user_id || false;
        onWillStart(() => this.load());
        useRefresh(() => this.load());
    }

    get pay() {
        return this.state.pay;
    }

    get progress() {
        return this.pay.groups.filter((group) => group.progress);
    }

    get closedGates() {
        return this.pay.gates.filter((gate) => !gate.is_reached);
    }

    async load() {
        const pay = await this.orm.call(MODEL, "get_my_pay", [], { user_id: this.userId });
        // The same answer leaves open groups open.
        if (JSON.stringify(pay) !== JSON.stringify(this.state.pay)) {
            Object.assign(this.state, { pay, version: this.state.version + 1 });
        }
        if (!pay.is_self) {
            this.env.config.setDisplayName(_t("Pay of %s", pay.name));
        }
    }

    money(amount, currencyId = this.pay.currency_id) {
        return formatCurrency(amount, currencyId);
    }

    month(day) {
        return deserializeDate(day).toFormat("LLLL yyyy");
    }

    loadLines(group) {
        const values = { kind: group.kind, user_id: this.userId };
        return this.orm.call(MODEL, "get_my_lines", [group.component_id], values);
    }

    async openDocument(line) {
        const values = { user_id: this.userId };
        return this.action.doAction(await this.orm.call(MODEL, "open_document", [line.fact_id], values));
    }

    async ask(line) {
        const action = await this.orm.call("motivation.inquiry", "open_question", [line?.fact_id || false]);
        return this.action.doAction(action, { onClose: () => this.load() });
    }

    openStatement(statement) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "motivation.statement",
            res_id: statement.id,
            views: [[false, "form"]],
        });
    }

    openPlan() {
        return this.action.doAction("sales_motivation.motivation_pay_assignment_action_open_own");
    }
}

registry.category("actions").add("sales_motivation.my_pay", MotivationMyPay);
