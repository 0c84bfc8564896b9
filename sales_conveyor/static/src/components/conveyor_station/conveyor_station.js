import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";
import { humanHours } from "../../utils/duration";
import { ROLE_ICONS, sectionLabel } from "../../utils/role";
import { ConveyorFigure } from "../conveyor_figure/conveyor_figure";

const FACES_SHOWN = 5;

/** One section of the relay: its people, what it carries, what waits for it. */
export class ConveyorStation extends Component {
    static template = "sales_conveyor.ConveyorStation";
    static components = { ConveyorFigure };
    static props = { section: Object };

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

    get days() {
        const days = this.props.section.average_days;
        return days === false ? "—" : formatFloat(days, { digits: [16, 1] });
    }

    get conversion() {
        const share = this.props.section.conversion;
        return share === false ? "—" : formatPercentage(share, { digits: [16, 0] });
    }
}
