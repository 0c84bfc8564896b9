from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE


class ConveyorFact(models.Model):
    """The rules of cards and handovers."""

    _inherit = "conveyor.fact"

    # === RULES === #

    @api.model
    def _truth_conveyor_handover(self, scope):
        """Contacts delivered by scouts, and what hunters decided.

        A withdrawn offer says zero: it takes the delivery back. A card accepted and returned later says
        zero acceptances and one return.
        """
        return self._compose_truth(
            SQL(
                """conveyor_handover h
                   LEFT JOIN crm_lead l ON l.id = h.lead_id
                   LEFT JOIN res_partner p ON p.id = h.partner_id
                   CROSS JOIN LATERAL %s""",
                self._get_contact_metrics_sql(),
            ),
            SQL(
                "h.kind = 'lead' AND h.from_role = 'scout' AND h.to_role = 'hunter' AND x.is_told AND %s",
                scope(SQL("h.id")),
            ),
            metric=SQL("x.metric"),
            origin_id=SQL("h.id"),
            res_model=SQL("'conveyor.handover'"),
            res_id=SQL("h.id"),
            fixed_at=SQL("x.at"),
            cohort_at=SQL("h.offered_at"),
            user_id=SQL("x.user_id"),
            role=SQL("x.role"),
            scout_id=SQL("h.from_user_id"),
            hunter_id=SQL("h.to_user_id"),
            team_id=SQL("CASE x.role WHEN 'scout' THEN h.from_team_id ELSE h.to_team_id END"),
            company_id=SQL("h.company_id"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL("x.quantity"),
        )

    @api.model
    def _get_contact_metrics_sql(self):
        """What a handover says: of which metric, for whom, when, and whether it still counts."""
        return SQL(
            """(VALUES ('contact_delivered', h.from_user_id, 'scout', h.offered_at,
                        (h.attempt = 1 AND h.state != 'withdrawn')::int, h.attempt = 1),
                       ('contact_accepted', h.from_user_id, 'scout', h.accepted_at,
                        (h.state = 'accepted')::int, h.accepted_at IS NOT NULL),
                       ('contact_taken', h.to_user_id, 'hunter', h.accepted_at,
                        (h.state = 'accepted')::int, h.accepted_at IS NOT NULL),
                       ('contact_returned', h.from_user_id, 'scout', h.decided_at,
                        (h.state = 'returned')::int, h.state = 'returned'))
               AS x(metric, user_id, role, at, quantity, is_told)"""
        )

    @api.model
    def _get_kept_company_sql(self, source, origin):
        """The company in which the facts of a document stand: where it names none itself, they stay there."""
        return SQL(
            """
            SELECT f.company_id FROM conveyor_fact f
             WHERE f.metric_id IN (SELECT id FROM conveyor_metric WHERE source = %s) AND f.origin_id = %s
               AND NOT f.is_imported
             GROUP BY f.company_id HAVING sum(f.quantity) > 0 LIMIT 1
            """,
            source,
            origin,
        )

    @api.model
    def _get_closed_tables_sql(self):
        """Cards with the metrics they tell of, and the handover by which they came to a hunter."""
        metrics = SQL(
            """(VALUES ('deal_' || l.won_status, l.create_date, l.user_id),
                       ('contact_won', CASE WHEN l.won_status = 'won' THEN h.accepted_at END, h.to_user_id))
               AS x(metric, cohort_at, user_id)"""
        )
        return SQL(
            """crm_lead l
               LEFT JOIN crm_team t ON t.id = l.team_id
               LEFT JOIN res_users u ON u.id = l.user_id
               LEFT JOIN res_partner p ON p.id = l.partner_id
               LEFT JOIN LATERAL (
                    SELECT h.accepted_at, h.to_user_id FROM conveyor_handover h
                     WHERE h.lead_id = l.id AND h.kind = 'lead' AND h.state = 'accepted'
                       AND h.from_role = 'scout' AND h.to_role = 'hunter'
                     ORDER BY h.id DESC LIMIT 1) h ON TRUE
               CROSS JOIN LATERAL %s
               LEFT JOIN res_company c ON c.id = COALESCE(l.company_id, (%s), t.company_id, u.company_id)""",
            metrics,
            self._get_kept_company_sql("crm.lead", SQL("l.id")),
        )

    @api.model
    def _truth_crm_lead(self, scope):
        """Deals won and lost, with the revenue expected at that moment, and what came of accepted contacts."""
        return self._compose_truth(
            self._get_closed_tables_sql(),
            SQL(
                "l.won_status IN ('won', 'lost') AND l.type = 'opportunity' AND x.cohort_at IS NOT NULL AND %s",
                scope(SQL("l.id")),
            ),
            metric=SQL("x.metric"),
            origin_id=SQL("l.id"),
            res_model=SQL("'crm.lead'"),
            res_id=SQL("l.id"),
            own_at=SQL("COALESCE(l.date_closed, l.date_last_stage_update, l.write_date)"),
            cohort_at=SQL("x.cohort_at"),
            opened_at=SQL("l.create_date"),
            accepted_at=SQL("h.accepted_at"),
            user_id=SQL("x.user_id"),
            role=SQL("CASE x.metric WHEN 'contact_won' THEN 'hunter' END"),
            **CARD_PEOPLE,
            team_id=SQL("l.team_id"),
            company_id=SQL("c.id"),
            partner_id=SQL("p.commercial_partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL("1"),
            currency_id=SQL("c.currency_id"),
            origin_amount=SQL("l.expected_revenue"),
        )
