import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useRefresh } from "../../utils/refresh";
import { ConveyorCockpitBar } from "../conveyor_cockpit_bar/conveyor_cockpit_bar";
import { ConveyorExceptions } from "../conveyor_exceptions/conveyor_exceptions";
import { ConveyorGoal } from "../conveyor_goal/conveyor_goal";
import { ConveyorGoals } from "../conveyor_goals/conveyor_goals";
import { ConveyorRanking } from "../conveyor_ranking/conveyor_ranking";
import { ConveyorSigns } from "../conveyor_signs/conveyor_signs";
import { ConveyorStrip } from "../conveyor_strip/conveyor_strip";
import { ConveyorTrend } from "../conveyor_trend/conveyor_trend";

/** The home of the owner and the head; a seller sees himself. Asks the server once, and again by itself. */
export class ConveyorCockpit extends Component {
    static template = "sales_conveyor.ConveyorCockpit";
    static components = {
        ConveyorCockpitBar,
        ConveyorExceptions,
        ConveyorGoal,
        ConveyorGoals,
        ConveyorRanking,
        ConveyorSigns,
        ConveyorStrip,
        ConveyorTrend,
        Layout,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.keepLast = new KeepLast();
        const chosen = { period: "month", back: 0, teamId: false, userId: false };
        this.chosen = { ...chosen, ...this.props.state };
        this.state = useState({ data: null });
        useSetupAction({ getLocalState: () => ({ ...this.chosen }) });
        onWillStart(() => this.load());
        useRefresh(() => this.load());
    }

    get noPlanText() {
        const { main, goals } = this.state.data.plan;
        const goal = main.name;
        if (goals.length) {
            return _t("There is no plan of “%s” for this choice; the goals that are planned stand below.", goal);
        }
        return _t("There is no plan of “%s” for this choice, so there is no share of plan.", goal);
    }

    async load() {
        const { period, back, teamId, userId } = this.chosen;
        const call = this.orm.call("conveyor.cockpit", "get_cockpit", [], {
            period,
            back,
            team_id: teamId,
            user_id: userId,
        });
        this.state.data = await this.keepLast.add(call);
        if (this.state.data.is_self && !this.state.data.teams.length) {
            this.env.config.setDisplayName(_t("My Progress"));
        }
    }

    onChange(choice) {
        // Another team has other people.
        const people = "teamId" in choice ? { userId: false } : {};
        Object.assign(this.chosen, people, choice);
        return this.load();
    }

    openPlans() {
        return this.action.doAction("sales_conveyor.conveyor_plan_action");
    }
}

registry.category("actions").add("sales_conveyor.cockpit", ConveyorCockpit);
