from odoo import models
from odoo.tools import SQL


class MailActivity(models.Model):
    """A call that was planned, made and told by telephony is one call."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        ids = self.filtered(
            lambda activity: (
                activity.res_model == "crm.lead"
                and activity.activity_type_id.category == "phonecall"
            )
        ).ids
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if ids:
            self.env["conveyor.call"]._link_done(SQL("a.id IN %s", tuple(ids)))
        return res
