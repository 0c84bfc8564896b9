import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatMetric, formatShare, toneOf } from "../../utils/metric_value";
import { ConveyorValue } from "../conveyor_value/conveyor_value";

/** The other goals of the plan, a line each. */
export class ConveyorGoals extends Component {
    static template = "sales_conveyor.ConveyorGoals";
    static components = { ConveyorValue };
    static props = { goals: Array, period: Object, currencyId: Number };

    setup() {
        this.formatShare = formatShare;
    }

    tone(goal) {
        return toneOf(this.props.period.is_present ? goal.pace : goal.attainment, goal.is_less_better);
    }

    /** The plan, and on the way the pace and the forecast. */
    details(goal) {
        const values = {
            plan: this.format(goal.plan, goal),
            pace: formatShare(goal.pace),
            forecast: this.format(goal.forecast, goal),
        };
        return this.props.period.is_present
            ? _t("of %(plan)s, pace %(pace)s, forecast %(forecast)s", values)
            : _t("of %(plan)s", values);
    }

    format(value, goal) {
        return formatMetric(value, goal, this.props.currencyId, { isShort: true });
    }
}
