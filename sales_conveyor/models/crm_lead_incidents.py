from odoo import models
from odoo.tools import SQL


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

    # === BUSINESS METHODS === #

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        incidents = self.env["conveyor.incident"]
        incidents.flush_model(["lead_id"])
        # History has no writer of its own: only the pointer to the card changes.
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_incident SET lead_id = %s WHERE lead_id IN %s",
                self.id,
                tuple(opportunities.ids),
            )
        )
        incidents.invalidate_model(["lead_id"], flush=False)
        return res
