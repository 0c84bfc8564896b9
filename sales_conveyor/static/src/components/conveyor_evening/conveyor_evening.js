import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatDay } from "../../utils/day";
import { formatMetric } from "../../utils/metric_value";

const VERDICTS = {
    match: _t("Matches"),
    over: _t("Over-claimed"),
    under: _t("Under-claimed"),
    not_logged: _t("Not in CRM"),
    late: _t("Entered Late"),
    fault: _t("Fault"),
};
const TONES = { match: "success", over: "danger", not_logged: "danger", fault: "danger" };

/** The evening of one person, on one screen of a telephone: confirm what CRM counted, say what differs, hand in. */
export class ConveyorEvening extends Component {
    static template = "sales_conveyor.ConveyorEvening";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.state = useState({ report: null, claims: {}, comments: {}, note: "", tomorrow: "", isBusy: false });
        const day = this.props.action.params?.day || false;
        onWillStart(async () => this.show(await this.orm.call("conveyor.daily.report", "get_my_report", [day])));
    }

    get report() {
        return this.state.report;
    }

    get isOpen() {
        return !this.report.is_frozen && ["open", "submitted", "returned"].includes(this.report.state);
    }

    get lines() {
        return this.report.lines.filter((line) => !line.is_fault);
    }

    get faults() {
        return this.report.lines.filter((line) => line.is_fault);
    }

    get dayText() {
        return formatDay(deserializeDate(this.report.day));
    }

    get deadlineText() {
        return deserializeDateTime(this.report.deadline_at).toFormat("HH:mm");
    }

    show(report) {
        Object.assign(this.state, { report, note: report.note, tomorrow: report.tomorrow });
        for (const line of report.lines || []) {
            const isTold = report.state !== "open";
            this.state.claims[line.id] = isTold ? line.claimed : line.counted === false ? "" : line.counted;
            this.state.comments[line.id] = line.comment;
        }
    }

    format(line, value) {
        return formatMetric(value, line, this.report.currency_id);
    }

    verdictOf(line) {
        return VERDICTS[line.verdict];
    }

    toneOf(line) {
        return TONES[line.verdict] || "warning";
    }

    /** Whether the person says something else than CRM. */
    isDifferent(line) {
        const claim = this.state.claims[line.id];
        return line.counted !== false && claim !== "" && Number(claim) !== line.counted;
    }

    onClaim(line, value) {
        this.state.claims[line.id] = value === "" ? "" : Number(value);
    }

    step(line, by) {
        this.state.claims[line.id] = Math.max(0, Number(this.state.claims[line.id] || 0) + by);
    }

    async submit() {
        const { is_blind } = this.report;
        const { claims, comments, note, tomorrow } = this.state;
        const lines = this.lines.filter((line) => !line.is_adjustment);
        if (is_blind && lines.some((line) => claims[line.id] === "")) {
            return this.notification.add(_t("Tell every number first; zero is a number, too."), { type: "warning" });
        }
        const told = lines.filter((line) => claims[line.id] !== "" && (is_blind || this.isDifferent(line)));
        const commented = lines.filter((line) => comments[line.id]);
        const values = {
            claims: Object.fromEntries(told.map((line) => [line.id, claims[line.id]])),
            comments: Object.fromEntries(commented.map((line) => [line.id, comments[line.id]])),
            note,
            tomorrow,
        };
        this.state.isBusy = true;
        try {
            this.show(await this.orm.call("conveyor.daily.report", "submit_report", [[this.report.id], values]));
            this.notification.add(_t("Handed in. Have a good evening!"), { type: "success" });
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("actions").add("sales_conveyor.evening", ConveyorEvening);
