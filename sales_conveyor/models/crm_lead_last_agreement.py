from odoo import fields, models
from odoo.tools import SQL

from .conveyor_agreement import STATES


class CrmLead(models.Model):
    """What was agreed last on a card, for the list of who we are talking to."""

    _inherit = "crm.lead"

    last_agreement = fields.Char(compute="_compute_last_agreement")
    last_agreement_state = fields.Selection(
        STATES, string="What Became of It", compute="_compute_last_agreement"
    )

    # === COMPUTE METHODS === #

    def _compute_last_agreement(self):
        """One statement for a page of cards; whoever reads a card may know what was agreed on it."""
        self.env["conveyor.fact"]._book_expected()
        rows = (
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (lead_id) lead_id, name, state FROM conveyor_agreement
                     WHERE lead_id IN %s ORDER BY lead_id, agreed_at DESC, id DESC
                    """,
                    self._ids,
                )
            )
            if self.ids
            else []
        )
        last = {lead_id: (name, state) for lead_id, name, state in rows}
        for lead in self:
            lead.last_agreement, lead.last_agreement_state = last.get(lead.id, (False, False))
