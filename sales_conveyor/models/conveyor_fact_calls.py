from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE

# Calls have a line of their own, so that call number 5 is not activity number 5.
CALL_LINE = 1


class ConveyorFact(models.Model):
    """The rule of calls: each outgoing one counts, and those that reached the client once more as conversations.

    The metric of calls has two sources: without telephony it is fed by phone-call activities. A call that has
    done a planned activity counts itself, and the activity nothing.
    """

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        return {**super()._get_sources(), "conveyor.call": "conveyor_call"}

    @api.model
    def _get_fed_sql(self, source):
        """The condition that a metric ``m`` is fed by a source."""
        if source == "conveyor.call":
            return SQL("(m.source = %s OR m.code = 'call')", source)
        return SQL("m.source = %s", source)

    @api.model
    def _get_standing_scope(self, source, scope):
        scoped = super()._get_standing_scope(source, scope)
        if source == "conveyor.call":
            return SQL("%s AND f.line_id = %s", scoped, CALL_LINE)
        if source == "mail.activity":
            return SQL("%s AND f.line_id = 0", scoped)
        return scoped

    # === RULES === #

    @api.model
    def _truth_conveyor_call(self, scope):
        """Outgoing calls that were not cancelled, for the caller, on the day they began."""
        return self._compose_truth(
            SQL(
                """conveyor_call a
                   LEFT JOIN crm_lead l ON l.id = a.lead_id
                   LEFT JOIN res_partner p ON p.id = a.partner_id
                   CROSS JOIN (VALUES ('call'), ('conversation')) v (metric)"""
            ),
            SQL("a.direction = 'outgoing' AND %s", scope(SQL("a.id"))),
            metric=SQL("v.metric"),
            origin_id=SQL("a.id"),
            line_id=SQL("%s", CALL_LINE),
            res_model=SQL("'conveyor.call'"),
            res_id=SQL("a.id"),
            fixed_at=SQL("a.started_at"),
            fixed_on=SQL("a.called_on"),
            user_id=SQL("a.user_id"),
            **CARD_PEOPLE,
            team_id=SQL("a.team_id"),
            company_id=SQL("a.company_id"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL(
                "(a.cancelled_at IS NULL AND (v.metric = 'call' OR a.is_conversation IS TRUE))::int"
            ),
        )

    @api.model
    def _get_told_by_call_sql(self):
        """The condition that an activity ``a`` is counted as the call that has done it."""
        return SQL(
            """
            EXISTS (SELECT FROM conveyor_call c
                     WHERE c.activity_id = a.id AND c.direction = 'outgoing' AND c.cancelled_at IS NULL)
            """
        )
