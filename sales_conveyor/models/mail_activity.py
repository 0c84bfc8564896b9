from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """A deed done on a card is contact with its client: the clock of the first contact stops."""
        ids, lead_ids = (
            self.ids,
            self.filtered(lambda activity: activity.res_model == "crm.lead").mapped("res_id"),
        )
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        self.env["conveyor.fact"]._expect("mail.activity", ids, happened=True)
        if lead_ids and self.env["crm.team"]._get_conveyor_team_ids():
            self.env["crm.lead"].browse(lead_ids).exists()._mark_contacted()
        return res
