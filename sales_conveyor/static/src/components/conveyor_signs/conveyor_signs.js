import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { openFigure } from "../../utils/figure";
import { formatMetric, formatShare, toneOf } from "../../utils/metric_value";

/** The five signs that sales are managed, each a tile. */
export class ConveyorSigns extends Component {
    static template = "sales_conveyor.ConveyorSigns";
    static props = { signs: Object, period: Object, currencyId: Number };

    setup() {
        this.action = useService("action");
        this.formatShare = formatShare;
        this.toneOf = toneOf;
    }

    get labels() {
        return {
            in_work: _t("Cards in Work"),
            waiting: _t("Waiting for a Decision"),
            overloaded: _t("Load over 100 %"),
            late: _t("First Contact Is Late"),
            expired: _t("Offers Expired"),
            unplanned: _t("Nothing Planned"),
            overdue: _t("Next Contact Overdue"),
            agreements: _t("Agreements Broken or Late"),
            complaints: _t("Complaints"),
        };
    }

    get goal() {
        return this.props.signs.plan.goal;
    }

    /** On the way the pace tells whether the plan is in danger. */
    get tone() {
        return toneOf(this.props.period.is_present ? this.goal.pace : this.goal.attainment);
    }

    get planText() {
        const { fact, plan } = this.goal;
        if (plan === null) {
            return _t("%s, no plan", this.formatFact(fact.value));
        }
        return _t("%(fact)s of %(plan)s", {
            fact: this.formatFact(fact.value),
            plan: this.formatFact(plan),
        });
    }

    get loadTone() {
        const { share } = this.props.signs.load;
        return share > 1.3 ? "text-danger" : share > 1 ? "text-warning" : "";
    }

    formatFact(value) {
        return formatMetric(value, this.goal, this.props.currencyId, { isShort: true });
    }

    open(figure, name) {
        return openFigure(this.action, figure, name);
    }

    openAction(xmlId) {
        return this.action.doAction(`sales_conveyor.${xmlId}`);
    }
}
