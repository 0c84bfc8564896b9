import { Activity } from "@mail/core/web/activity";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { patch } from "@web/core/utils/patch";

/**
 * What was agreed with a client is not just deleted: the server says whether to ask why.
 *
 * @param {import("@web/env").OdooEnv} env
 * @param {import("models").Activity} activity that somebody cancels
 * @returns {Promise<boolean>} whether it was asked; whoever kept the agreement has answered, too
 */
async function askWhy(env, activity) {
    if (activity.res_model !== "crm.lead") {
        return false;
    }
    const { action, orm } = env.services;
    const question = await orm.call("mail.activity", "action_cancel_agreement", [[activity.id]]);
    if (!question) {
        return false;
    }
    const infos = await new Promise((resolve) => action.doAction(question, { onClose: resolve }));
    if (infos?.cancelled) {
        activity.remove();
    }
    return true;
}

patch(Activity.prototype, {
    async unlink() {
        const thread = this.thread;
        if (await askWhy(this.env, this.props.activity)) {
            this.props.onActivityChanged(thread);
        } else {
            await super.unlink();
        }
    },
});

patch(ActivityListPopoverItem.prototype, {
    async unlink() {
        if (await askWhy(this.env, this.props.activity)) {
            this.props.onActivityChanged?.();
        } else {
            await super.unlink();
        }
    },
});
