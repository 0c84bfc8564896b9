from odoo import models


class CrmLead(models.Model):
    """Open deals by the day they are expected on: all that a forecast reads of them is in the index."""

    _inherit = "crm.lead"

    _expected_idx = models.Index(
        "(date_deadline) INCLUDE (company_id, team_id, user_id, probability, expected_revenue)"
        " WHERE won_status = 'pending' AND active AND type = 'opportunity' AND date_deadline IS NOT NULL"
    )
