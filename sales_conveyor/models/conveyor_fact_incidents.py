from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE


class ConveyorFact(models.Model):
    """The rule of incidents: what was confirmed counts on the day of the verdict, until a dispute takes it back."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        return {**super()._get_sources(), "conveyor.incident": "conveyor_incident"}

    # === RULES === #

    @api.model
    def _truth_conveyor_incident(self, scope):
        """Confirmed complaints and breaches, for the person who answers for them."""
        return self._compose_truth(
            SQL(
                """conveyor_incident i
                   LEFT JOIN crm_lead l ON l.id = i.lead_id
                   LEFT JOIN res_partner p ON p.id = COALESCE(i.partner_id, l.partner_id)"""
            ),
            SQL("i.confirmed_at IS NOT NULL AND i.user_id IS NOT NULL AND %s", scope(SQL("i.id"))),
            metric=SQL("i.kind || '_confirmed'"),
            origin_id=SQL("i.id"),
            res_model=SQL("'conveyor.incident'"),
            res_id=SQL("i.id"),
            fixed_at=SQL("i.confirmed_at"),
            user_id=SQL("i.user_id"),
            **CARD_PEOPLE,
            team_id=SQL("i.team_id"),
            company_id=SQL("i.company_id"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL("(i.state = 'confirmed')::int"),
        )
