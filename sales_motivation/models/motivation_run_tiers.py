from odoo import models
from odoo.tools import SQL

# Of the way from one tier to the next so much must be done to call it near.
NEAR = 0.8


class MotivationRun(models.Model):
    """Who is near a higher rate: for the head's daily talk, from the sums of the ledger alone."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _read_near_tiers(self, today):
        """Who has done most of the way to a higher rate in the windows of today.

        Only what people do themselves, of all products and clients: anything else the statement tells exactly.

        :return: rows of ``(user id, component id, metric id, last day of the window, what is left)``
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH terms AS (%(terms)s)
                SELECT t.user_id, t.component_id, t.target_metric_id, (w.window_on + %(length)s)::date - 1,
                       (n.next - r.reached) / t.share
                  FROM terms t
                  JOIN res_company c ON c.id = %(company)s
                 CROSS JOIN LATERAL (SELECT date_trunc(t."window", %(today)s::date)::date AS window_on) w
                 CROSS JOIN LATERAL (SELECT CASE t.tier_on WHEN 'attainment' THEN %(target)s ELSE 1 END AS unit) u
                 CROSS JOIN LATERAL (
                       SELECT COALESCE(sum(CASE t.measure WHEN 'amount' THEN s.amount ELSE s.quantity END), 0) * t.share
                              AS reached
                         FROM conveyor_fact_sum s
                        WHERE s.metric_id = t.metric_id AND s.user_id = t.user_id AND s.company_id = c.id
                          AND s.month_on BETWEEN w.window_on AND %(today)s) r
                 CROSS JOIN LATERAL (
                       SELECT min(d.start * u.unit) FILTER (WHERE d.step > 0 AND d.start * u.unit > r.reached) AS next,
                              COALESCE(max(d.start * u.unit) FILTER (WHERE d.start * u.unit <= r.reached), 0) AS before
                         FROM unnest(t.starts, t.steps) AS d(start, step)) n
                 WHERE t.is_last AND t.date_to_on >= %(today)s AND t.credit = 'doer' AND t.sale = 'all'
                   AND NOT t.by_category AND NOT t.by_client AND r.reached >= n.before + %(near)s * (n.next - n.before)
                """,
                terms=self._get_terms_sql(("commission", "spif")),
                length=self._get_length_sql(SQL('t."window"')),
                company=self.company_id.id,
                today=today,
                target=self._get_target_sql(),
                near=NEAR,
            )
        )
        return self.env.cr.fetchall()
