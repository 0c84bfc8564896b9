from odoo import models


class CrmLead(models.Model):
    """Open cards by person and team, counted without reading the cards."""

    _inherit = "crm.lead"

    _load_idx = models.Index(
        "(user_id, team_id, stage_id) INCLUDE (id) WHERE won_status = 'pending' AND active"
    )
