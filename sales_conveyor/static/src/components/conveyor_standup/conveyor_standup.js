import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatDay } from "../../utils/day";
import { openFigure } from "../../utils/figure";
import { useRefresh } from "../../utils/refresh";
import { ConveyorStandupPerson } from "../conveyor_standup_person/conveyor_standup_person";

const MODEL = "conveyor.standup";

/** One screen for a call with the team: who is here, how yesterday was, what today brings. */
export class ConveyorStandup extends Component {
    static template = "sales_conveyor.ConveyorStandup";
    static components = { ConveyorStandupPerson, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ standup: null });
        this.standupId = this.props.action.params?.standup_id || false;
        onWillStart(() => this.load());
        useRefresh(() => this.load());
    }

    get standup() {
        return this.state.standup;
    }

    get dayText() {
        return formatDay(deserializeDate(this.standup.day));
    }

    get startText() {
        return deserializeDateTime(this.standup.starts_at).toFormat("HH:mm");
    }

    get cameText() {
        const came = this.standup.people.filter((one) => ["present", "late"].includes(one.attendance));
        return `${came.length} / ${this.standup.people.length}`;
    }

    async load() {
        this.state.standup = await this.orm.call(MODEL, "get_standup", [this.standupId]);
    }

    async call(method, ...args) {
        this.state.standup = await this.orm.call(MODEL, method, [[this.standup.id], ...args]);
    }

    async finishTask(id) {
        await this.orm.call("mail.activity", "action_done", [[id]]);
        await this.load();
    }

    openException(exception) {
        return openFigure(this.action, exception.figure, exception.label);
    }

    openReport(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "conveyor.daily.report",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_conveyor.standup", ConveyorStandup);
