from odoo import models
from odoo.tools import SQL

# So many months must be known before anything is called usual.
MONTHS_KNOWN = 3


class MotivationBoundaryReport(models.Model):
    """The query: days of sales, months of people, their own years, and the dates that were moved."""

    _inherit = "motivation.boundary.report"

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL(
            """
            WITH months AS (%(months)s), years AS (%(years)s), moves AS (%(moves)s)
            SELECT (b.company_id::int8 << 33) | (b.user_id::int8 << 11)
                   | ((date_part('year', b.month_on)::int8 - 2000) * 12 + date_part('month', b.month_on)::int8) AS id,
                   b.user_id, COALESCE(m.team_id, b.team_id) AS team_id, b.company_id, c.currency_id, b.month_on, x.border_on,
                   CASE date_part('month', b.month_on) WHEN 12 THEN 'year' WHEN 3 THEN 'quarter' WHEN 6 THEN 'quarter'
                        WHEN 9 THEN 'quarter' ELSE 'month' END::varchar AS period,
                   COALESCE(m.amount, 0) AS amount, COALESCE(m.last_amount, 0) AS last_amount, r.share, r.own_share, r.ratio,
                   COALESCE(m.before_amount, 0) AS before_amount, COALESCE(n.first_amount, 0) AS after_amount,
                   COALESCE(m.before_count, 0)::int AS before_count, COALESCE(n.first_count, 0)::int AS after_count,
                   r.after_ratio, r.discount, r.own_discount, r.discount - r.own_discount AS extra_discount,
                   COALESCE(b.moves, 0)::int AS moves, s.is_bunched, s.is_held, s.is_discounted, s.is_moved,
                   s.is_bunched::int + s.is_held::int + s.is_discounted::int + s.is_moved::int AS signs
              FROM (SELECT company_id, user_id, month_on, max(team_id) AS team_id, sum(moves) AS moves
                      FROM (SELECT company_id, user_id, month_on, NULL::int4 AS team_id, NULL::int8 AS moves FROM months
                             UNION ALL SELECT company_id, user_id, month_on, team_id, moves FROM moves) k
                     GROUP BY company_id, user_id, month_on) b
              JOIN res_company c ON c.id = b.company_id
             CROSS JOIN LATERAL (SELECT (b.month_on + interval '1 month')::date AS border_on) x
              LEFT JOIN years m ON (m.company_id, m.user_id, m.month_on) = (b.company_id, b.user_id, b.month_on)
              LEFT JOIN years n ON (n.company_id, n.user_id, n.month_on) = (b.company_id, b.user_id, x.border_on)
             CROSS JOIN LATERAL (%(ratios)s) r
             CROSS JOIN LATERAL (%(signs)s) s
             WHERE x.border_on <= %(today)s::date + c.motivation_border_days OR b.moves > 0
            """,
            months=self._months_query(),
            years=self._years_query(),
            moves=self._moves_query(),
            ratios=self._ratios_query(),
            signs=self._signs_query(),
            today=self.env.cr.now(),
        )

    def _months_query(self):
        """What people sold in each month: in all, at its end, in its first days, and with which discount."""
        return SQL(
            """
            SELECT f.company_id, f.user_id, x.month_on, (array_agg(f.team_id ORDER BY f.happened_on DESC))[1] AS team_id,
                   sum(f.amount) AS amount, sum(f.amount) FILTER (WHERE e.is_last) AS last_amount,
                   sum(f.amount) FILTER (WHERE e.is_before) AS before_amount,
                   count(DISTINCT f.origin_id) FILTER (WHERE e.is_before AND f.reversal_of_id IS NULL) AS before_count,
                   sum(f.amount) FILTER (WHERE e.is_first) AS first_amount,
                   count(DISTINCT f.origin_id) FILTER (WHERE e.is_first AND f.reversal_of_id IS NULL) AS first_count,
                   sum(l.gross) AS gross, sum(l.given) AS given, sum(l.gross) FILTER (WHERE e.is_last) AS last_gross,
                   sum(l.given) FILTER (WHERE e.is_last) AS last_given
              FROM conveyor_fact f
              JOIN res_company c ON c.id = f.company_id
             CROSS JOIN LATERAL (SELECT date_trunc('month', f.happened_on::timestamp)::date AS month_on) x
             CROSS JOIN LATERAL (SELECT (x.month_on + interval '1 month')::date AS border_on) z
             CROSS JOIN LATERAL (
                   SELECT f.happened_on >= z.border_on - c.motivation_border_days AS is_before,
                          f.happened_on < x.month_on + c.motivation_border_days AS is_first, %(is_last)s AS is_last) e
              LEFT JOIN LATERAL (
                   SELECT sl.price_unit * sl.product_uom_qty AS gross,
                          sl.price_unit * sl.product_uom_qty * COALESCE(sl.discount, 0)::numeric / 100 AS given
                     FROM sale_order_line sl
                    WHERE sl.id = f.line_id AND f.res_model = 'sale.order' AND f.reversal_of_id IS NULL) l ON TRUE
             WHERE f.metric_id = %(metric)s
             GROUP BY f.company_id, f.user_id, x.month_on
            """,
            is_last=self._get_is_last_sql(),
            metric=self._get_metric_id("contract_amount"),
        )

    def _get_is_last_sql(self):
        """Does a fact lie in the last working days of its month, Monday to Friday? A weekend between them counts."""
        return SQL(
            """
            (SELECT count(*) FROM generate_series(f.happened_on + 1, z.border_on - 1, interval '1 day') AS g(day)
              WHERE date_part('isodow', g.day) < 6)
            + (date_part('isodow', f.happened_on) < 6)::int <= c.motivation_last_days
            """
        )

    def _years_query(self):
        """Each month beside the twelve months before it."""
        return SQL(
            """
            SELECT m.*, sum(m.last_amount) OVER own / NULLIF(sum(m.amount) OVER own, 0) AS own_share,
                   avg(COALESCE(m.first_amount, 0)) OVER own AS own_first, count(*) OVER own AS known,
                   sum(m.given) OVER own / NULLIF(sum(m.gross) OVER own, 0) AS own_discount
              FROM months m
            WINDOW own AS (PARTITION BY m.company_id, m.user_id ORDER BY m.month_on
                           RANGE BETWEEN interval '12 months' PRECEDING AND interval '1 month' PRECEDING)
            """
        )

    def _moves_query(self):
        """Dates moved over the end of a month, by whose deals they were."""
        return SQL(
            """
            SELECT s.company_id, s.owner_id AS user_id, date_trunc('month', s.moved_on::timestamp)::date AS month_on,
                   max(s.team_id) AS team_id, count(*) AS moves
              FROM (%s) s
             WHERE s.owner_id IS NOT NULL
             GROUP BY 1, 2, 3
            """,
            self.env["conveyor.shift.report"]._table_query,
        )

    def _ratios_query(self):
        """A month ``m`` and the one after it ``n`` beside what is usual for the person."""
        return SQL(
            """
            SELECT h.*, h.share / NULLIF(h.own_share, 0) AS ratio
              FROM (SELECT CASE WHEN m.amount > 0 THEN COALESCE(m.last_amount, 0) / m.amount END AS share,
                           CASE WHEN m.known >= %(known)s THEN COALESCE(m.own_share, 0) END AS own_share,
                           CASE WHEN n.known >= %(known)s THEN n.first_amount / NULLIF(n.own_first, 0) END AS after_ratio,
                           m.last_given / NULLIF(m.last_gross, 0) AS discount,
                           CASE WHEN m.known >= %(known)s THEN m.own_discount END AS own_discount) h
            """,
            known=MONTHS_KNOWN,
        )

    def _signs_query(self):
        return SQL(
            """
            SELECT COALESCE(r.ratio >= c.motivation_border_ratio, FALSE) AS is_bunched,
                   COALESCE(r.after_ratio >= c.motivation_border_ratio, FALSE) AS is_held,
                   COALESCE(r.discount - r.own_discount >= c.motivation_border_discount, FALSE) AS is_discounted,
                   b.moves > 0 IS TRUE AS is_moved
            """
        )
