import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ConveyorStrip } from "../conveyor_strip/conveyor_strip";

/** The page of the belt: chooses the team and the period, asks the server once. */
export class ConveyorStripAction extends Component {
    static template = "sales_conveyor.ConveyorStripAction";
    static components = { ConveyorStrip, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.keepLast = new KeepLast();
        this.state = useState({ teamId: false, period: "month", data: null, ...this.props.state });
        useSetupAction({
            getLocalState: () => ({ teamId: this.state.teamId, period: this.state.period }),
        });
        onWillStart(() => this.load());
    }

    get periods() {
        return [
            ["week", _t("Week")],
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["year", _t("Year")],
            ["all", _t("All")],
        ];
    }

    async load() {
        const { teamId, period } = this.state;
        const call = this.orm.call("crm.team", "get_conveyor_strip", [], { team_id: teamId, period });
        this.state.data = await this.keepLast.add(call);
    }

    setPeriod(period) {
        this.state.period = period;
        return this.load();
    }

    setTeam(value) {
        this.state.teamId = Number(value) || false;
        return this.load();
    }

    openTeams() {
        return this.action.doAction("sales_team.crm_team_action_config");
    }
}

registry.category("actions").add("sales_conveyor.strip", ConveyorStripAction);
