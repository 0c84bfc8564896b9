from odoo import models


class CrmLead(models.Model):
    """A complaint is reported from the card in two clicks, and follows the card."""

    _inherit = "crm.lead"

    # === ACTION METHODS === #

    def action_report_complaint(self):
        """Write down what the client complains about."""
        self.ensure_one()
        self.check_access("read")
        context = {
            "default_lead_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_user_id": self.user_id.id,
        }
        return self.env["conveyor.incident"]._open_report(context)
