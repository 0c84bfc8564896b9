from odoo import models
from odoo.tools import SQL

WINDOW = SQL("w")


class MotivationRun(models.Model):
    """Facts in their windows: what is reached with each of them, and what it pays."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_placed_sql(self):
        """Each fact in its window, and what has come together with it. What a closed window loses is taken back
        elsewhere."""
        return SQL(
            """
            SELECT m.*, sum(m.base) OVER (PARTITION BY m.user_id, m.component_id, m.window_on
                            ORDER BY m.happened_at, m.fact_id ROWS UNBOUNDED PRECEDING) AS come
              FROM (SELECT user_id, component_id, window_on, fact_id, original_id, happened_on, happened_at, base,
                           0::numeric AS owed
                      FROM rows WHERE sale_id NOT IN (SELECT sale_id FROM changed)
                     UNION ALL
                    SELECT user_id, component_id, window_on, fact_id, original_id, happened_on, happened_at,
                           left_after - left_before, owed
                      FROM changed WHERE NOT is_back AND left_before != left_after) m
            """
        )

    def _get_windows_sql(self, traits):
        """The windows that facts fall into: what is settled there, the target, the gate, and the curve.

        Beyond ``limits[i]`` F(x) is ``rates[i + 1] × x − less[i + 1]``.
        """
        return SQL(
            """
            SELECT w.user_id, w.component_id, w.window_on, w.kind, w.currency_id, w.rounding, w.exchange, w.before,
                   w.target, w.is_held, u.unit IS NULL AS lacks_target,
                   CASE WHEN w.starts IS NULL THEN '{}' WHEN u.unit IS NOT NULL THEN ARRAY(
                        SELECT s * u.unit FROM unnest(w.starts) s ORDER BY s) END AS limits, c.rates, c.less
              FROM (%(bare)s) w
             CROSS JOIN LATERAL (SELECT CASE WHEN w.starts IS NULL OR w.tier_on != 'attainment' THEN 1
                                             WHEN w.target > 0 THEN w.target END AS unit) u
             CROSS JOIN LATERAL (
                   SELECT array_agg(w.first_rate + s.rate ORDER BY s.place) AS rates,
                          array_agg(s.less * u.unit ORDER BY s.place) AS less
                     FROM (SELECT 0 AS place, 0::numeric AS rate, 0::numeric AS less
                            UNION ALL
                           SELECT d.place, sum(d.step) OVER upward, sum(d.step * d.start) OVER upward
                             FROM unnest(w.starts, w.steps) WITH ORDINALITY AS d(start, step, place)
                           WINDOW upward AS (ORDER BY d.place)) s) c
            """,
            bare=self._get_bare_windows_sql(traits),
        )

    def _get_bare_windows_sql(self, traits):
        """The windows that facts fall into, with their terms, what is settled there, and their targets."""
        return SQL(
            """
            SELECT w.*, t.kind, t.currency_id, t.first_rate, t.starts, t.steps, t.tier_on, x.exchange, cu.rounding,
                   %(before)s AS before, g.user_id IS NOT NULL AS is_held,
                   CASE WHEN t.tier_on = 'attainment' AND t.starts IS NOT NULL THEN %(target)s END AS target
              FROM (SELECT DISTINCT user_id, component_id, window_on FROM placed) w
              FULL JOIN terms t ON t.user_id = w.user_id AND t.component_id = w.component_id
              LEFT JOIN closed g ON g.user_id = w.user_id AND g.component_id = w.component_id AND g.window_on = w.window_on
              LEFT JOIN res_currency cu ON cu.id = t.currency_id
              JOIN res_company c ON c.id = %(company)s
             CROSS JOIN LATERAL (SELECT CASE t.unit WHEN 'percent' THEN %(exchange)s ELSE 1 END AS exchange) x
             WHERE COALESCE(w.user_id IS NOT NULL AND t.is_last, FALSE)
            OFFSET 0
            """,
            before=self._get_before_sql(),
            target=self._get_target_sql() if traits.has_targets else SQL("NULL::numeric"),
            company=self.company_id.id,
            exchange=self._get_exchange_sql(SQL("t.currency_id"))
            if traits.has_currencies
            else SQL("1::numeric"),
        )

    def _get_before_sql(self, column="base", row=WINDOW):
        """What the window of a row has come to in the settled statements of the person, or has paid him."""
        return SQL(
            """
            COALESCE((SELECT sum(l.%(column)s) FROM motivation_statement s
                        JOIN motivation_statement_line l ON l.statement_id = s.id
                         AND l.component_id = %(row)s.component_id AND l.window_on = %(row)s.window_on
                       WHERE s.user_id = %(row)s.user_id AND %(chain)s), 0)
            """,
            column=SQL.identifier(column),
            row=row,
            chain=self._get_chain_sql("s"),
        )

    def _get_lines_sql(self):
        """round(F(after)) − round(F(before)) of each fact, in the currency of pay; money for each is in it already."""
        return SQL(
            """
            SELECT p.user_id, p.currency_id, p.component_id, p.kind, p.fact_id, p.original_id, p.happened_on,
                   p.window_on, p.base, p.reached - p.base AS before, p.reached AS after, p.target,
                   CASE WHEN p.is_held THEN greatest(least(0, a.amount), -p.owed) ELSE a.amount END AS amount,
                   CASE WHEN p.is_held THEN a.amount - greatest(least(0, a.amount), -p.owed) ELSE 0 END AS held,
                   CASE WHEN p.exchange IS NULL THEN 'rate'
                        WHEN p.lacks_target AND COALESCE(p.target, 0) = 0 THEN 'target' END AS trouble
              FROM (SELECT p.*, w.kind, w.currency_id, w.rounding, w.exchange, w.target, w.is_held, w.lacks_target,
                           w.limits, w.rates, w.less, w.before + p.come AS reached
                      FROM placed p
                      FULL JOIN windows w ON w.user_id = p.user_id AND w.component_id = p.component_id
                                         AND w.window_on = p.window_on
                     WHERE COALESCE(p.fact_id IS NOT NULL AND w.user_id IS NOT NULL, FALSE)
                    OFFSET 0) p
             CROSS JOIN LATERAL (SELECT COALESCE(
                   round(%(after)s * p.exchange / p.rounding) * p.rounding
                 - round(%(before)s * p.exchange / p.rounding) * p.rounding, 0) AS amount) a
            """,
            after=self._get_earned_sql(SQL("p.reached")),
            before=self._get_earned_sql(SQL("(p.reached - p.base)")),
        )

    def _get_earned_sql(self, total):
        """F of a total, as `tools.commission.earn` has it; nothing where a target is needed and there is none."""
        return SQL(
            "(p.rates[1 + width_bucket(%(total)s, p.limits)] * %(total)s - p.less[1 + width_bucket(%(total)s, p.limits)])",
            total=total,
        )
