from odoo import models
from odoo.tools import SQL


class MotivationRun(models.Model):
    """What is taken back of a window that is over, and what a gate that opened gives back."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_clawback_sql(self):
        """Money taken back: the share that was really paid for a sale, from whoever was paid for it.

        ``G(left) = round(paid × left ÷ base)``; a line is G(after) − G(before), so that a sale that comes back
        whole gives back exactly what was paid, and never more.
        """
        return SQL(
            """
            SELECT n.user_id, n.currency_id, n.component_id, 'clawback' AS kind, n.fact_id, n.original_id,
                   n.happened_on, n.window_on, n.after - n.before AS base, n.before, n.after, NULL::numeric AS target,
                   round(n.paid * n.after / n.base / n.rounding) * n.rounding
                 - round(n.paid * n.before / n.base / n.rounding) * n.rounding AS amount, 0::numeric AS held,
                   NULL AS trouble
              FROM (SELECT n.*, greatest(0, n.base + n.lost) AS after, greatest(0, n.base + n.lost - n.change) AS before
                      FROM (SELECT p.*, f.fact_id, f.happened_on, x.change,
                                   sum(x.change) OVER (PARTITION BY p.original_id, p.user_id, p.component_id
                                       ORDER BY f.happened_at, f.fact_id ROWS UNBOUNDED PRECEDING) AS lost
                              FROM facts f
                              JOIN settled p ON p.original_id = f.original_id
                             CROSS JOIN LATERAL (SELECT round(p.share
                                   * CASE p.measure WHEN 'amount' THEN f.amount ELSE f.quantity END, 6) AS change) x
                             WHERE x.change < 0 AND f.happened_on - f.pay_on <= p.clawback_days
                               AND NOT (f.is_late AND %(is_settled)s)) n) n
             WHERE n.before != n.after
            """,
            is_settled=self._get_settled_line_sql(SQL("l.fact_id = f.fact_id"), "p"),
        )

    def _get_settled_sql(self):
        """What was really paid for the sales that change now and whose windows are over, and its base."""
        return SQL(
            """
            SELECT f.original_id, s.user_id, l.component_id, l.window_on, c.share, m.measure, p.currency_id,
                   p.clawback_days, cu.rounding, sum(l.base) AS base, sum(l.amount) AS paid
              FROM (SELECT DISTINCT original_id FROM facts WHERE original_id IS NOT NULL) f
             CROSS JOIN LATERAL (
                   SELECT * FROM motivation_statement_line l WHERE l.fact_id = f.original_id
                    UNION ALL
                   SELECT * FROM motivation_statement_line l WHERE l.original_id = f.original_id) l
              JOIN motivation_statement s ON s.id = l.statement_id AND %(chain)s
              JOIN motivation_pay_component c ON c.id = l.component_id
              JOIN conveyor_metric m ON m.id = c.metric_id
              JOIN motivation_pay_plan p ON p.id = c.plan_id
              JOIN res_currency cu ON cu.id = p.currency_id
             WHERE l.window_on + %(length)s <= %(first)s AND %(people)s
             GROUP BY f.original_id, s.user_id, l.component_id, l.window_on, c.share, m.measure, p.currency_id,
                      p.clawback_days, cu.rounding
            HAVING sum(l.base) > 0
            """,
            chain=self._get_chain_sql("s"),
            length=self._get_length_sql(SQL('c."window"')),
            first=self.first_on,
            people=self._get_people_sql("s"),
        )

    def _get_released_sql(self):
        """What a gate held back earlier in a window that is still open, now that the gate is reached."""
        return SQL(
            """
            SELECT s.user_id, t.currency_id, l.component_id, 'gate' AS kind, l.fact_id, l.original_id,
                   l.happened_on, l.window_on, 0::numeric AS base, l.before, l.before AS after, NULL::numeric AS target,
                   l.held AS amount, 0::numeric AS held, NULL AS trouble
              FROM motivation_statement s
              JOIN motivation_statement_line l ON l.statement_id = s.id
              JOIN terms t ON t.user_id = s.user_id AND t.component_id = l.component_id AND t.is_first
              LEFT JOIN closed g ON g.user_id = s.user_id AND g.component_id = l.component_id
             WHERE s.held != 0 AND l.held != 0 AND g.user_id IS NULL AND l.window_on + %(length)s > %(first)s
               AND %(chain)s
               AND NOT EXISTS (SELECT FROM motivation_statement_line r JOIN motivation_statement rs ON rs.id = r.statement_id
                                WHERE r.kind = 'gate' AND r.fact_id = l.fact_id AND r.component_id = l.component_id
                                  AND rs.user_id = s.user_id AND %(released)s)
            """,
            length=self._get_length_sql(SQL('t."window"')),
            first=self.first_on,
            chain=self._get_chain_sql("s"),
            released=self._get_chain_sql("rs"),
        )
