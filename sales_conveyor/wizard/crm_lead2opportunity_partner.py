from odoo import models


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner"

    # === BUSINESS METHODS === #

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        """Owners chosen in the form come first: the conversion is theirs then, and no handover."""
        chosen = [user_id for user_id in user_ids if user_id]
        given = leads.filtered(lambda lead: self.force_assignment or not lead.user_id)
        if chosen and given._filter_relay():
            given._handle_salesmen_assignment(chosen, team_id=team_id)
        return super()._convert_and_allocate(leads, user_ids, team_id=team_id)
