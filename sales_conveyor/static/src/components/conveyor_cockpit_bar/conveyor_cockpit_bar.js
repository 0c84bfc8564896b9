import { Component } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { url } from "@web/core/utils/urls";

/** The switches of the cockpit: period, team, person. */
export class ConveyorCockpitBar extends Component {
    static template = "sales_conveyor.ConveyorCockpitBar";
    static props = { data: Object, back: Number, onChange: Function };

    get periods() {
        return [
            ["month", _t("Month")],
            ["quarter", _t("Quarter")],
            ["year", _t("Year")],
        ];
    }

    get title() {
        const { kind, first } = this.props.data.period;
        const day = deserializeDate(first);
        if (kind === "quarter") {
            return _t("Quarter %(quarter)s, %(year)s", { quarter: day.quarter, year: day.year });
        }
        return day.toFormat(kind === "year" ? "yyyy" : "LLLL yyyy");
    }

    get daysText() {
        const { days_done, working_days } = this.props.data.period;
        return _t("%(done)s of %(days)s working days", { done: days_done, days: working_days });
    }

    get workbookUrl() {
        const { period, team_id, user_id } = this.props.data;
        return url("/conveyor/workbook", {
            period: period.kind,
            back: this.props.back,
            team_id: team_id || 0,
            user_id: user_id || 0,
        });
    }

    choose(name, value) {
        return this.props.onChange({ [name]: Number(value) || false });
    }
}
