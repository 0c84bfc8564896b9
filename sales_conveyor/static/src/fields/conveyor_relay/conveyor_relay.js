import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { makeOnReturnClose } from "../../utils/return_reason";
import { ROLE_ICONS, roleLabel } from "../../utils/role";
import { getClock } from "./relay_clock";

/** Who carries a card, who carried it before, and how long there is to decide: a row on the card. */
export class ConveyorRelay extends Component {
    static template = "sales_conveyor.ConveyorRelay";
    static props = { ...standardFieldProps, isWide: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ isBusy: false });
    }

    get relay() {
        return this.props.record.data[this.props.name] || { people: [] };
    }

    get people() {
        return this.relay.people.map((person) => ({
            ...person,
            icon: ROLE_ICONS[person.role],
            label: roleLabel(person.role),
            title: `${roleLabel(person.role)}: ${person.name || _t("nobody yet")}`,
            isLit: person.role === this.relay.role,
        }));
    }

    get clock() {
        const clock = getClock(this.relay);
        return clock && { ...clock, title: formatDateTime(deserializeDateTime(clock.at)) };
    }

    get waitingText() {
        const { mine, name } = this.relay.waiting;
        return mine ? _t("waits for you") : _t("waits for %s", name);
    }

    get canTake() {
        // The form has this button in its header.
        return this.relay.free && !this.relay.closed && !this.props.isWide;
    }

    get canWithdraw() {
        const owner = this.relay.people.find((person) => person.role === this.relay.role);
        return this.props.isWide && !this.relay.waiting.mine && owner?.id === user.userId;
    }

    onAccept() {
        return this.run("action_accept_card", _t("The card is yours now."));
    }

    onReturn() {
        return this.run("action_open_return");
    }

    onTake() {
        return this.run("action_take_card", _t("The card is yours now."));
    }

    onWithdraw() {
        return this.run("action_withdraw_card", _t("The offer is withdrawn."));
    }

    async run(method, message) {
        const { record } = this.props;
        if (this.state.isBusy || (record.dirty && !(await record.save()))) {
            return;
        }
        this.state.isBusy = true;
        try {
            const next = await this.orm.call(record.resModel, method, [[record.resId]]);
            if (next?.type) {
                await this.action.doAction(next, { onClose: makeOnReturnClose(record.model) });
            } else {
                this.notification.add(message, { type: "success" });
                await record.model.load();
            }
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("fields").add("conveyor_relay", {
    component: ConveyorRelay,
    supportedTypes: ["json"],
    extractProps: ({ viewType }) => ({ isWide: viewType === "form" }),
});
