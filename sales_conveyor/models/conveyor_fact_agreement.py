from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE


class ConveyorFact(models.Model):
    """The rule of agreements: what was kept, late or broken, each move; and the cards that have a next contact."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_sources(self):
        return {**super()._get_sources(), "conveyor.agreement": "conveyor_agreement"}

    @api.model
    def _book_expected(self):
        # Agreements first: what is decided by this transaction is booked with it; they have no writer of their own.
        self.env["conveyor.agreement"].sudo()._keep_touched()
        return super()._book_expected()

    # === RULES === #

    @api.model
    def _truth_conveyor_agreement(self, scope):
        """Each agreement is one of kept, late and broken; each of its moves counts beside that."""
        tables = SQL(
            """conveyor_agreement a
               LEFT JOIN crm_lead l ON l.id = a.lead_id
               LEFT JOIN res_partner p ON p.id = a.partner_id"""
        )
        told = {
            "origin_id": SQL("a.id"),
            "res_model": SQL("'conveyor.agreement'"),
            "res_id": SQL("a.id"),
            "reference": SQL("a.name"),
            "cohort_at": SQL("a.agreed_at"),
            **CARD_PEOPLE,
            "company_id": SQL("a.company_id"),
            "partner_id": SQL("p.commercial_partner_id"),
            "source_id": SQL("l.source_id"),
            "quantity": SQL("1"),
        }
        decided = self._compose_truth(
            tables,
            SQL("a.state IN ('kept', 'late', 'broken') AND %s", scope(SQL("a.id"))),
            metric=SQL("'agreement_' || a.state"),
            fixed_at=SQL("a.decided_at"),
            fixed_on=SQL("a.decided_on"),
            **{name: SQL("a.%s", SQL.identifier(name)) for name in ("user_id", "team_id")},
            **told,
        )
        moved = self._compose_truth(
            SQL("%s JOIN conveyor_agreement_move v ON v.agreement_id = a.id", tables),
            scope(SQL("a.id")),
            metric=SQL("'agreement_moved'"),
            line_id=SQL("v.id"),
            fixed_at=SQL("v.moved_at"),
            fixed_on=SQL("v.moved_on"),
            user_id=SQL("v.owner_id"),
            team_id=SQL("v.team_id"),
            **told,
        )
        return SQL("%s UNION ALL %s", decided, moved)

    # === LEVELS === #

    @api.model
    def _get_levels_sql(self, company):
        """Also the open cards of everybody, and those of them that have an agreement dated today or later."""
        return SQL(
            """
            %(levels)s
             UNION ALL
            (WITH present AS (
                 SELECT l.user_id, l.team_id, count(*) AS opened, count(a.lead_id) AS covered
                   FROM crm_lead l
                   LEFT JOIN crm_team t ON t.id = l.team_id
                   LEFT JOIN res_users u ON u.id = l.user_id
                   LEFT JOIN (SELECT DISTINCT lead_id FROM conveyor_agreement
                               WHERE is_pending AND due_on >= %(today)s) a ON a.lead_id = l.id
                  WHERE l.won_status = 'pending' AND l.active AND l.user_id IS NOT NULL
                    AND COALESCE(l.company_id, t.company_id, u.company_id) = %(company)s
                  GROUP BY l.user_id, l.team_id),
            past AS (
                 SELECT DISTINCT ON (f.user_id, f.team_id) f.user_id, f.team_id, f.quantity
                   FROM conveyor_fact f
                  WHERE f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'cards_open')
                    AND f.company_id = %(company)s
                  ORDER BY f.user_id, f.team_id, f.happened_on DESC),
            everybody AS (
                 SELECT user_id, team_id, opened, covered FROM present
                  UNION ALL
                 SELECT p.user_id, p.team_id, 0, 0 FROM past p
                  WHERE p.quantity != 0 AND NOT EXISTS (
                        SELECT FROM present n WHERE n.user_id = p.user_id AND n.team_id IS NOT DISTINCT FROM p.team_id))
            SELECT v.metric, b.user_id, b.team_id, v.quantity, NULL::numeric
              FROM everybody b
             CROSS JOIN LATERAL (VALUES ('cards_open', b.opened), ('cards_covered', b.covered)) v (metric, quantity))
            """,
            levels=super()._get_levels_sql(company),
            company=company.id,
            today=company._get_business_day(),
        )
