import { CrmKanbanDynamicGroupList } from "@crm/views/crm_kanban/crm_kanban_model";
import { patch } from "@web/core/utils/patch";
import { askReturnReason } from "../../utils/return_reason";

patch(CrmKanbanDynamicGroupList.prototype, {
    /**
     * Over a border a drag is an offer: the server may keep the card in its stage, and so does the screen.
     *
     * @override
     */
    async moveRecord(dataRecordId, dataGroupId, refId, targetGroupId) {
        const findGroup = (id) => this.groups.find((group) => group.id === id);
        const target = findGroup(targetGroupId);
        const record = findGroup(dataGroupId)?.list.records.find((r) => r.id === dataRecordId);
        try {
            await super.moveRecord(...arguments);
        } catch (error) {
            if (!askReturnReason(this.model, error)) {
                throw error;
            }
            return;
        }
        if (target?.groupByField.name === "stage_id" && record?.data.stage_id.id !== target.value) {
            await this.model.load();
        }
    },
});
