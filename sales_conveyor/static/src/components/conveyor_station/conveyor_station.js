import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";
import { humanHours } from "../../utils/duration";
import { formatMetric } from "../../utils/metric_value";
import { ROLE_ICONS, sectionLabel } from "../../utils/role";
import { ConveyorFigure } from "../conveyor_figure/conveyor_figure";

const FACES_SHOWN = 5;

/** One section of the relay: its people, what it carries, what waits for it. */
export class ConveyorStation extends Component {
    static template = "sales_conveyor.ConveyorStation";
    static components = { ConveyorFigure };
    static props = {
        section: Object,
        kind: { type: String, optional: true },
        currencyId: { type: [Number, Boolean], optional: true },
    };

    get label() {
        return sectionLabel(this.props.section.role);
    }

    get icon() {
        return ROLE_ICONS[this.props.section.role];
    }

    get faces() {
        return this.props.section.people.slice(0, FACES_SHOWN);
    }

    get hiddenNames() {
        return this.props.section.people.slice(FACES_SHOWN).map((person) => person.name);
    }

    get waitText() {
        const { oldest_hours, average_hours } = this.props.section;
        return _t("oldest %(oldest)s, on average %(average)s", {
            oldest: humanHours(oldest_hours),
            average: humanHours(average_hours),
        });
    }

    /** Why this section is the weakest one: a word, and what it means. */
    get badge() {
        return {
            overloaded: [_t("Overloaded"), _t("More comes than the norm of its people, and the queue grows")],
            starving: [_t("Starves the next"), _t("The next section gets too little while the plan is missed")],
            waiting: [_t("Cards wait here"), _t("Cards wait for this section the longest")],
        }[this.props.kind];
    }

    get queueTooltip() {
        return _t("The cards in the queue wait longer than when the period began: then %s on average", humanHours(this.props.section.queue_hours_before));
    }

    get normText() {
        const { norm, figures } = this.props.section;
        return _t("%(inflow)s of %(norm)s", {
            inflow: formatFloat(figures.inflow.count, { digits: [16, 0] }),
            norm: formatFloat(norm, { digits: [16, norm < 100 ? 1 : 0], trailingZeros: false }),
        });
    }

    get utilisation() {
        return formatPercentage(this.props.section.utilisation, { digits: [16, 0] });
    }

    get barWidth() {
        return Math.min(this.props.section.utilisation, 1) * 100;
    }

    get utilisationTone() {
        const share = this.props.section.utilisation;
        return share > 1.3 ? "danger" : share > 1 ? "warning" : "success";
    }

    money(amount) {
        return amount ? formatMetric(Math.round(amount), { is_money: true }, this.props.currencyId) : "";
    }

    get days() {
        const days = this.props.section.average_days;
        return days === false ? "—" : formatFloat(days, { digits: [16, 1] });
    }

    get conversion() {
        const share = this.props.section.conversion;
        return share === false ? "—" : formatPercentage(share, { digits: [16, 0] });
    }
}
