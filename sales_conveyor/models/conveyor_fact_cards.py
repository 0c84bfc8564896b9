from odoo import api, models
from odoo.tools import SQL


class ConveyorFact(models.Model):
    """Levels of cards: how many everybody has at the end of a business day, and how many tell all they must."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_levels_sql(self, company):
        return SQL(
            "SELECT * FROM (%s) other_levels UNION ALL SELECT * FROM (%s) card_levels",
            super()._get_levels_sql(company),
            self._get_card_levels_sql(company),
        )

    @api.model
    def _get_card_levels_sql(self, company):
        """The cards of the present, beside the people whose last level was not zero."""
        return SQL(
            """
            WITH present AS (
                 SELECT h.user_id, h.team_id, count(*) AS cards, count(*) FILTER (WHERE h.required = h.filled) AS complete
                   FROM (%(cards)s) h GROUP BY h.user_id, h.team_id),
            past AS (
                 SELECT DISTINCT ON (f.user_id, f.team_id) f.user_id, f.team_id, f.quantity
                   FROM conveyor_fact f
                  WHERE f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'cards_asked')
                    AND f.company_id = %(company)s
                  ORDER BY f.user_id, f.team_id, f.happened_on DESC),
            everybody AS (
                 SELECT user_id, team_id, cards, complete FROM present
                  UNION ALL
                 SELECT p.user_id, p.team_id, 0, 0 FROM past p
                  WHERE p.quantity != 0 AND NOT EXISTS (
                        SELECT FROM present n WHERE n.user_id = p.user_id AND n.team_id IS NOT DISTINCT FROM p.team_id))
            SELECT 'cards_asked' AS metric, user_id, team_id, cards AS quantity, NULL::numeric AS amount FROM everybody
             UNION ALL
            SELECT 'cards_complete', user_id, team_id, complete, NULL FROM everybody
            """,
            cards=self.env["crm.lead"]._get_hygiene_sql(SQL("c.id = %s", company.id)),
            company=company.id,
        )
