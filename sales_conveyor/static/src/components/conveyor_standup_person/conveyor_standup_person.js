import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

const ATTENDANCE = [
    { state: "present", label: _t("Present"), tone: "success" },
    { state: "late", label: _t("Came Late"), tone: "warning" },
    { state: "absent", label: _t("Absent"), tone: "danger" },
    { state: "excused", label: _t("Excused"), tone: "secondary" },
];
const WORDS = [
    { kind: "success", label: _t("Success") },
    { kind: "failure", label: _t("Failure") },
    { kind: "blocker", label: _t("Blocker") },
];

/** A person in a stand-up: yesterday, today, three lines to tell, tasks to give. */
export class ConveyorStandupPerson extends Component {
    static template = "sales_conveyor.ConveyorStandupPerson";
    static props = {
        person: Object,
        canLead: Boolean,
        isMe: Boolean,
        onMark: Function,
        onSay: Function,
        onTask: Function,
        onDone: Function,
        onReport: Function,
    };

    setup() {
        this.attendance = ATTENDANCE;
        this.words = WORDS;
        this.state = useState({ task: "" });
    }

    get maySpeak() {
        return this.props.canLead || this.props.isMe;
    }

    get normsText() {
        return this.props.person.norms
            .map(({ name, norm }) => `${name}: ${formatFloat(norm, { digits: [16, 1], trailingZeros: false })}`)
            .join(" · ");
    }

    get report() {
        return this.props.person.report;
    }

    get reportText() {
        if (!this.report) {
            return _t("no report");
        }
        if (this.report.state === "missing") {
            return _t("report missing");
        }
        const { differences, faults } = this.report;
        if (differences) {
            return _t("differences: %s", differences);
        }
        return faults ? _t("all matched, faults: %s", faults) : _t("all matched");
    }

    get reportTone() {
        if (!this.report) {
            return "secondary";
        }
        return this.report.state === "missing" || this.report.differences || this.report.faults ? "warning" : "success";
    }

    async onAddTask() {
        if (this.state.task.trim()) {
            await this.props.onTask(this.props.person.user_id, this.state.task);
            this.state.task = "";
        }
    }
}
