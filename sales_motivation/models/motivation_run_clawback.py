from odoo import models
from odoo.tools import SQL

from ..const import FACT_KINDS


class MotivationRun(models.Model):
    """What changes a sale later: it follows its sale, to whoever was paid for it, and never below nothing."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_settled_sql(self):
        """What was really paid for the sales that change now: by whom, in which window, on which base."""
        return SQL(
            """
            SELECT f.original_id, s.user_id, l.component_id, l.window_on, l.window_on + %(length)s <= %(first)s AS is_closed,
                   c.metric_id, c.share, m.measure, COALESCE(m.basis_id, m.id) AS ledger_metric_id, p.clawback_days, cu.rounding,
                   sum(l.base) AS base, sum(l.amount) AS paid
              FROM (SELECT DISTINCT original_id FROM facts WHERE original_id IS NOT NULL) f
             CROSS JOIN LATERAL (
                   SELECT * FROM motivation_statement_line l WHERE l.fact_id = f.original_id
                    UNION ALL
                   SELECT * FROM motivation_statement_line l WHERE l.original_id = f.original_id) l
              JOIN motivation_statement s ON s.id = l.statement_id AND %(chain)s
              JOIN motivation_pay_component c ON c.id = l.component_id AND c.kind IN %(kinds)s
              JOIN conveyor_metric m ON m.id = c.metric_id
              JOIN motivation_pay_plan p ON p.id = c.plan_id
              JOIN res_currency cu ON cu.id = p.currency_id
             WHERE %(people)s
             GROUP BY f.original_id, s.user_id, l.component_id, l.window_on, c.id, m.id, p.id, cu.id
            """,
            chain=self._get_chain_sql("s"),
            length=self._get_length_sql(SQL('c."window"')),
            first=self.first_on,
            kinds=FACT_KINDS,
            people=self._get_people_sql("s"),
        )

    def _get_rows_sql(self):
        """Facts in the windows of people: new ones by the plans, changes by the lines of their sales.

        What comes too late to be taken back is left out, and so is what is settled already.
        """
        columns = (
            "fact_id", "original_id", "happened_on", "happened_at", "is_late", "age", "user_id", "component_id",
            "window_on", "is_closed", "clawback_days", "base",
        )  # fmt: skip
        return SQL(
            """
            SELECT m.*, COALESCE(m.original_id, m.fact_id) AS sale_id
              FROM (SELECT %(columns)s FROM matched
                     UNION ALL
                    SELECT f.fact_id, f.original_id, f.happened_on, f.happened_at, f.is_late, f.happened_on - f.pay_on,
                           p.user_id, p.component_id, p.window_on, p.is_closed, p.clawback_days,
                           round(CASE p.measure WHEN 'amount' THEN f.amount ELSE f.quantity END * p.share, 6)
                      FROM facts f
                      JOIN settled p ON p.original_id = f.original_id AND p.ledger_metric_id = f.metric_id) m
             WHERE m.base != 0 AND NOT (m.is_late AND %(is_settled)s)
               AND NOT (m.base < 0 AND m.is_closed AND m.age > m.clawback_days)
            """,
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            is_settled=self._get_settled_line_sql(SQL("l.fact_id = m.fact_id"), "m"),
        )

    def _get_changed_sql(self):
        """Sales that change: how much of each is paid for before and after each fact, never below nothing.

        A fact brings what is paid for nearer to what the ledger has left of the sale, by no more than itself: so a
        refund of more than the sale, or one that came too late, brings nothing back when it is undone.
        ``is_back``: a window that is over gives back; ``owed``: what was paid for the part that goes, which no gate
        holds back.
        """
        return SQL(
            """
            WITH RECURSIVE steps AS MATERIALIZED (%(steps)s),
            walk AS (
                SELECT s.sale_id, s.user_id, s.component_id, s.step, s.base_before AS left_before, %(first)s AS left_after
                  FROM steps s WHERE s.step = 1
                 UNION ALL
                SELECT s.sale_id, s.user_id, s.component_id, s.step, w.left_after, %(next)s
                  FROM walk w
                  JOIN steps s ON s.sale_id = w.sale_id AND s.user_id = w.user_id AND s.component_id = w.component_id
                              AND s.step = w.step + 1)
            SELECT r.*, w.left_before, w.left_after, r.base < 0 AND r.is_closed AS is_back,
                   CASE WHEN r.paid > 0 AND w.left_after < w.left_before
                        THEN round(r.paid * least(w.left_before, r.base_before) / r.base_before / r.rounding) * r.rounding
                           - round(r.paid * least(w.left_after, r.base_before) / r.base_before / r.rounding) * r.rounding
                        ELSE 0 END AS owed
              FROM steps r JOIN walk w USING (sale_id, user_id, component_id, step)
            """,
            steps=self._get_steps_sql(),
            first=self._get_left_sql(SQL("s.base_before")),
            next=self._get_left_sql(SQL("w.left_after")),
        )

    def _get_left_sql(self, left):
        """What of a sale is paid for with the fact ``s``, by what was paid for before it."""
        return SQL(
            """
            CASE WHEN s.base > 0 THEN %(left)s + least(s.base, greatest(0, greatest(0, s.net) - %(left)s))
                 ELSE %(left)s - least(-s.base, greatest(0, %(left)s - greatest(0, s.net))) END
            """,
            left=left,
        )

    def _get_steps_sql(self):
        """The facts of sales that change, in order; ``net``: what the ledger has left of the sale with each."""
        return SQL(
            """
            SELECT r.*, COALESCE(p.base, 0) AS base_before, p.paid, p.rounding,
                   row_number() OVER (of_sale ORDER BY r.is_closed AND r.base < 0, r.happened_at, r.fact_id) AS step,
                   k.net - sum(r.base) OVER of_sale + sum(r.base) OVER (
                       of_sale ORDER BY r.is_closed AND r.base < 0, r.happened_at, r.fact_id
                       ROWS UNBOUNDED PRECEDING) AS net
              FROM rows r
              LEFT JOIN settled p ON p.original_id = r.sale_id AND p.user_id = r.user_id
                                 AND p.component_id = r.component_id
              JOIN motivation_pay_component c ON c.id = r.component_id
              JOIN conveyor_metric m ON m.id = c.metric_id
             CROSS JOIN LATERAL (
                   SELECT sum(round(CASE m.measure WHEN 'amount' THEN COALESCE(f.amount, 0) ELSE f.quantity END
                                    * c.share, 6)) AS net
                     FROM (%(ledger)s) f) k
             WHERE r.sale_id IN (SELECT original_id FROM facts WHERE original_id IS NOT NULL)
            WINDOW of_sale AS (PARTITION BY r.sale_id, r.user_id, r.component_id)
            """,
            ledger=self._get_family_sql(),
        )

    def _get_family_sql(self):
        """The sale of the row ``r`` and all that changes it until the last day of this month."""
        return SQL(
            """
            SELECT f.* FROM conveyor_fact f
              JOIN (SELECT r.sale_id AS id
                     UNION
                    SELECT d.id FROM conveyor_fact d WHERE d.reversal_of_id = r.sale_id
                     UNION
                    SELECT t.fact_id FROM motivation_refund t WHERE t.original_id = r.sale_id AND t.state = 'matched'
                     UNION
                    SELECT d.id FROM motivation_refund t JOIN conveyor_fact d ON d.reversal_of_id = t.fact_id
                     WHERE t.original_id = r.sale_id AND t.state = 'matched') k ON k.id = f.id
             WHERE f.happened_on <= %s
            """,
            self.last_on,
        )

    def _get_clawback_sql(self):
        """Money taken back: the share that was really paid for a sale, from whoever was paid for it.

        ``G(left) = round(paid × left ÷ base)``; a line is G(after) − G(before), so that a sale that comes back
        whole gives back exactly what was paid. All lines together never take more than the window has paid.
        """
        return SQL(
            """
            SELECT n.user_id, n.currency_id, n.component_id, 'clawback' AS kind, n.fact_id, n.original_id,
                   n.happened_on, n.window_on, n.left_after - n.left_before AS base, n.left_before AS before,
                   n.left_after AS after, NULL::numeric AS target,
                   greatest(n.back, -n.whole) - greatest(n.back - n.amount, -n.whole) AS amount, 0::numeric AS held,
                   NULL AS trouble
              FROM (SELECT n.*, greatest(0, w.paid) AS whole, sum(n.amount) OVER (
                           PARTITION BY n.user_id, n.component_id, n.window_on
                           ORDER BY n.happened_at, n.fact_id ROWS UNBOUNDED PRECEDING) AS back
                      FROM (%(shares)s) n
                     CROSS JOIN LATERAL (SELECT %(paid)s + COALESCE((
                           SELECT sum(l.amount) FROM lines l
                            WHERE l.user_id = n.user_id AND l.component_id = n.component_id
                              AND l.window_on = n.window_on), 0) AS paid) w) n
            """,
            shares=self._get_shares_sql(),
            paid=self._get_before_sql("amount", SQL("n")),
        )

    def _get_shares_sql(self):
        """The share of what was paid for a sale that each of its refunds takes back."""
        return SQL(
            """
            SELECT n.*, pl.currency_id, round(k.paid * n.left_after / k.base / cu.rounding) * cu.rounding
                   - round(k.paid * n.left_before / k.base / cu.rounding) * cu.rounding AS amount
              FROM changed n
              JOIN (SELECT k.sale_id, k.user_id, k.component_id, sum(k.base) AS base, sum(k.paid) AS paid
                      FROM (SELECT original_id AS sale_id, user_id, component_id, base, paid FROM settled
                             UNION ALL
                            SELECT COALESCE(original_id, fact_id), user_id, component_id, base, amount FROM lines) k
                     WHERE k.sale_id IN (SELECT sale_id FROM changed WHERE is_back)
                     GROUP BY k.sale_id, k.user_id, k.component_id) k
                ON k.sale_id = n.sale_id AND k.user_id = n.user_id AND k.component_id = n.component_id
              JOIN motivation_pay_component co ON co.id = n.component_id
              JOIN motivation_pay_plan pl ON pl.id = co.plan_id
              JOIN res_currency cu ON cu.id = pl.currency_id
             WHERE n.is_back AND n.left_before != n.left_after
            """
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
              JOIN terms t ON t.user_id = s.user_id AND t.component_id = l.component_id AND t.is_last
              LEFT JOIN closed g ON g.user_id = s.user_id AND g.component_id = l.component_id AND g.window_on = l.window_on
             WHERE l.held != 0 AND g.user_id IS NULL AND l.window_on + %(length)s > %(first)s
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
