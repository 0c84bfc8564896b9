from odoo import models


class MailActivity(models.Model):
    """A call that was planned, made and told by telephony is one call."""

    _inherit = "mail.activity"

    # === BUSINESS METHODS === #

    def _action_done(self, feedback=False, attachment_ids=None):
        ids = self.filtered(
            lambda activity: (
                activity.res_model == "crm.lead"
                and activity.activity_type_id.category == "phonecall"
            )
        ).ids
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["conveyor.agreement"]._touch("calls", ids)
        return res
