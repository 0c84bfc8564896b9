import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatPercentage } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useMarkKeys } from "./mark_keys";

export const NOT_APPLICABLE = "na";

/** A scorecard to fill in: one criterion under another, a mark by one key or one touch, kept at once. */
export class ConveyorMarks extends Component {
    static template = "sales_conveyor.ConveyorMarks";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ marks: this.read(this.props), busy: false, score: this.sheet.score });
        onWillUpdateProps((next) => Object.assign(this.state.marks, this.read(next)));
        useMarkKeys(this.root, this);
    }

    read({ record, name }) {
        const { sections = [] } = record.data[name] || {};
        const criteria = sections.flatMap((section) => section.criteria);
        return Object.fromEntries(criteria.map(({ id, mark }) => [id, mark]));
    }

    get sheet() {
        return this.props.record.data[this.props.name] || { sections: [], open: false };
    }

    get criteria() {
        return this.sheet.sections.flatMap((section) => section.criteria);
    }

    get left() {
        const count = this.criteria.filter(({ id }) => !this.state.marks[id]).length;
        return count ? _t("%s to mark", count) : _t("All is marked: Enter publishes.");
    }

    /** What the marks come to so far; nothing where none counts. */
    get score() {
        return typeof this.state.score === "number" ? formatPercentage(this.state.score, { digits: [16, 0] }) : "";
    }

    getMarks({ best }) {
        const numbers = Array.from({ length: best + 1 }, (_, mark) => String(best - mark));
        return [...numbers, NOT_APPLICABLE].map((key) => ({ key, label: this.getLabel(key, best) }));
    }

    getLabel(key, best) {
        if (key === NOT_APPLICABLE) {
            return _t("N/A");
        }
        return best === 1 ? (key === "1" ? _t("Yes") : _t("No")) : key;
    }

    /** A radio group has one place in the order of the tabulator: its mark, else its first button. */
    getTabIndex(criterion, key) {
        const chosen = this.state.marks[criterion.id] || String(criterion.best);
        return chosen === key ? "0" : "-1";
    }

    async setMark(criterion, mark) {
        const { record } = this.props;
        if (!this.sheet.open || this.state.marks[criterion.id] === mark) {
            return;
        }
        const before = this.state.marks[criterion.id];
        this.state.marks[criterion.id] = mark;
        try {
            const args = [[record.resId], criterion.id, mark];
            this.state.score = (await this.orm.call(record.resModel, "set_mark", args)).score;
        } catch (error) {
            this.state.marks[criterion.id] = before;
            throw error;
        }
    }

    async publish() {
        const { record } = this.props;
        const isWhole = this.criteria.every(({ id }) => this.state.marks[id]);
        if (this.state.busy || !this.sheet.open || !isWhole || !(await record.save())) {
            return;
        }
        this.state.busy = true;
        try {
            await this.orm.call(record.resModel, "action_publish", [[record.resId]]);
            await record.load();
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("fields").add("conveyor_marks", {
    component: ConveyorMarks,
    supportedTypes: ["json"],
});
