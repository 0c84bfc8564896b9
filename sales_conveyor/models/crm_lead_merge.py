from odoo import models


class CrmLead(models.Model):
    """Merging joins the history of cards, and takes no card from a person who only lets it be read."""

    _inherit = "crm.lead"

    # === BUSINESS METHODS === #

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        # Odoo deletes the merged cards beyond all rights: it takes whoever reads a card for its owner.
        self._filter_relay().check_access("write")
        return super()._merge_opportunity(
            user_id=user_id, team_id=team_id, auto_unlink=auto_unlink, max_length=max_length
        )

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        """Only what the person may write can be merged: a card passed on is no longer his."""
        duplicates = super()._get_lead_duplicates(
            partner=partner, email=email, include_lost=include_lost
        )
        return duplicates._filtered_access("write")

    def _merge_dependences(self, opportunities):
        """Passages and handovers follow the card that stays; what waited on the others is withdrawn."""
        res = super()._merge_dependences(opportunities)
        opportunities._get_open_handovers()._withdraw()
        Passage = self.env["conveyor.passage"]
        Passage._close_for_leads(opportunities, "merged")
        # History has no writer of its own: only the pointer to the card changes.
        domain = [("lead_id", "in", opportunities.ids)]
        for model in (Passage, self.env["conveyor.handover"]):
            model.sudo().search(domain).write({"lead_id": self.id})
        return res
