import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MOST = 5000; // so many deeds of a number are listed at the most

/** When in the day work is done: a table of hours, the more the darker; the numbers are there to be read. */
export class ConveyorHeatMap extends Component {
    static template = "sales_conveyor.ConveyorHeatMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.keepLast = new KeepLast();
        const chosen = { code: "call", rows: "user", days: 30, teamId: false };
        this.chosen = useState({ ...chosen, ...this.props.state });
        this.state = useState({ data: null });
        useSetupAction({ getLocalState: () => ({ ...this.chosen }) });
        onWillStart(() => this.load());
    }

    get spans() {
        return [
            { days: 7, label: _t("7 days") },
            { days: 30, label: _t("30 days") },
            { days: 90, label: _t("90 days") },
            { days: 365, label: _t("A year") },
        ];
    }

    get rowKinds() {
        return [
            { key: "user", label: _t("By person") },
            { key: "weekday", label: _t("By weekday") },
        ];
    }

    get caption() {
        const [from, to] = [this.state.data.date_from, this.state.data.date_to].map((day) =>
            formatDate(deserializeDate(day))
        );
        return _t("By the company's clock, from %(from)s to %(to)s", { from, to });
    }

    async load() {
        const { code, rows, days, teamId } = this.chosen;
        const call = this.orm.call("conveyor.hour.report", "get_heat_map", [], {
            code,
            rows,
            days,
            team_id: teamId,
        });
        this.state.data = await this.keepLast.add(call);
    }

    onChange(name, value) {
        const isNumber = name === "days" || name === "teamId";
        this.chosen[name] = isNumber ? Number(value) || false : value;
        return this.load();
    }

    format(number) {
        const digits = [16, 0];
        const text = this.state.data.is_share ? formatPercentage : formatFloat;
        const isBlank = this.state.data.is_share ? number === null : !number;
        return isBlank ? "" : text(number, { digits });
    }

    /** The share of the busiest cell, as a depth of colour that leaves its number readable. */
    getStyle(number) {
        const share = this.state.data.best > 0 ? Math.max(number, 0) / this.state.data.best : 0;
        return `--conveyor-heat: ${share.toFixed(3)}`;
    }

    /** The deeds behind a number; without an hour or a row those of all. */
    async openDeeds(row, hour) {
        const { codes, date_from, date_to, metrics } = this.state.data;
        const domain = [
            ["metric_id.code", "in", codes],
            ["company_id", "=", user.activeCompany.id],
            ["happened_on", ">=", date_from],
            ["happened_on", "<=", date_to],
        ];
        if (hour) {
            domain.push(["hour", "=", hour.key]);
        }
        if (row) {
            domain.push([this.chosen.rows === "user" ? "user_id" : "weekday", "=", row.id]);
        }
        if (this.chosen.teamId) {
            domain.push(["team_id", "=", this.chosen.teamId]);
        }
        const ids = await this.orm.search("conveyor.hour.report", domain, { limit: MOST });
        const title = metrics.find((metric) => metric.code === this.chosen.code).name;
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: [title, row?.name, hour?.name].filter(Boolean).join(", "),
            res_model: "conveyor.fact",
            views: ["list", "form"].map((kind) => [false, kind]),
            domain: [["id", "in", ids]],
        });
    }

    openReport() {
        return this.action.doAction("sales_conveyor.conveyor_hour_report_action");
    }
}

registry.category("actions").add("sales_conveyor.heat_map", ConveyorHeatMap);
