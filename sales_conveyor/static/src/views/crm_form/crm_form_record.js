import "@crm/views/crm_form/crm_form";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { askReturnReason } from "../../utils/return_reason";

// crm does not export its record; the view that carries it is the way there.
const { Record } = registry.category("views").get("crm_form").Model;

patch(Record.prototype, {
    /**
     * A step back over a border asks for the reason; the rest of the form is saved meanwhile.
     *
     * @override
     */
    async _save() {
        try {
            return await super._save(...arguments);
        } catch (error) {
            if (!("stage_id" in this._changes) || !askReturnReason(this.model, error)) {
                throw error;
            }
            delete this._changes.stage_id;
            return super._save(...arguments);
        }
    },
});
