from odoo import models
from odoo.tools import SQL

from .conveyor_pipeline_report import LEVEL, NUMBERS


class ConveyorPipelineReport(models.Model):
    """The part of the query for past months: the ledger's levels of the last booked day of each.

    Whoever had deals on such a day and has none on the next one (or now) gets a row of zero there: a level that
    is only left out would go on.
    """

    _inherit = "conveyor.pipeline.report"

    def _level_query(self):
        return self._compose(
            SQL(
                "(WITH ends AS MATERIALIZED (%s) %s UNION ALL %s) v",
                self._get_ends_sql(),
                self._get_levels_sql(),
                self._get_zeros_sql(),
            ),
            id=SQL("v.id::int8 * %s + %s", NUMBERS, LEVEL),
            kind=SQL("'level'"),
            happened_on=SQL("v.day"),
            company_id=SQL("v.company_id"),
            currency_id=SQL("v.currency_id"),
            team_id=SQL("v.team_id"),
            user_id=SQL("v.user_id"),
            in_work=SQL("v.in_work"),
            pipeline=SQL("v.pipeline"),
            is_now=SQL("v.is_now"),
            row_count=SQL("1"),
        )

    def _get_ends_sql(self):
        """The last booked day of each past month of each company, and the one that follows it."""
        levels = SQL(
            "conveyor_fact f WHERE f.is_level AND f.metric_id = %s AND f.company_id = c.company_id",
            self._get_metric_id("deals_in_work"),
        )
        return SQL(
            """
            SELECT c.company_id, c.currency_id, c.today, e.day,
                   lead(e.day) OVER (PARTITION BY c.company_id ORDER BY e.day) AS next_day
              FROM %(companies)s c
             CROSS JOIN LATERAL (SELECT min(f.happened_on) AS first_on FROM %(levels)s) b
             CROSS JOIN LATERAL generate_series(
                   date_trunc('month', b.first_on::timestamp),
                   date_trunc('month', c.today::timestamp) - interval '1 month', '1 month') m(starts)
             CROSS JOIN LATERAL (
                   SELECT max(f.happened_on) AS day FROM %(levels)s
                      AND f.happened_on >= m.starts AND f.happened_on < m.starts + interval '1 month') e
             WHERE e.day IS NOT NULL
            """,
            companies=self._get_today_sql(),
            levels=levels,
        )

    def _get_levels_sql(self):
        in_work, pipeline = (
            self._get_metric_id("deals_in_work"),
            self._get_metric_id("pipeline_amount"),
        )
        return SQL(
            """
            SELECT f.id, e.day, e.company_id, e.currency_id, f.team_id, f.user_id, FALSE AS is_now,
                   CASE f.metric_id WHEN %(in_work)s THEN f.quantity END AS in_work,
                   CASE f.metric_id WHEN %(pipeline)s THEN f.amount END AS pipeline
              FROM ends e
             CROSS JOIN LATERAL (
                   SELECT * FROM conveyor_fact f
                    WHERE f.is_level AND f.metric_id IN (%(in_work)s, %(pipeline)s)
                      AND f.company_id = e.company_id AND f.happened_on = e.day AND %(rows)s
                   OFFSET 0) f  -- day by day: PostgreSQL would read all levels there are
            """,
            in_work=in_work,
            pipeline=pipeline,
            rows=self._get_rows_sql(LEVEL, SQL("f.id")),
        )

    def _get_zeros_sql(self):
        return SQL(
            """
            SELECT -f.id, COALESCE(e.next_day, e.today), e.company_id, e.currency_id, f.team_id, f.user_id,
                   e.next_day IS NULL, 0, 0
              FROM ends e
             CROSS JOIN LATERAL (
                   SELECT * FROM conveyor_fact f
                    WHERE f.is_level AND f.metric_id = %(in_work)s AND f.company_id = e.company_id
                      AND f.happened_on = e.day AND f.quantity != 0 AND %(rows)s
                   OFFSET 0) f  -- day by day, as above
             WHERE NOT EXISTS (
                   SELECT FROM conveyor_fact n
                    WHERE n.is_level AND n.metric_id = %(in_work)s AND n.company_id = e.company_id
                      AND n.happened_on = e.next_day AND n.user_id = f.user_id
                      AND n.team_id IS NOT DISTINCT FROM f.team_id)
               AND (e.next_day IS NOT NULL OR NOT EXISTS (
                   SELECT FROM crm_lead l
                    WHERE l.won_status = 'pending' AND l.active AND l.type = 'opportunity'
                      AND l.user_id = f.user_id AND l.team_id IS NOT DISTINCT FROM f.team_id
                      AND e.company_id = COALESCE(l.company_id,
                                                  (SELECT t.company_id FROM crm_team t WHERE t.id = f.team_id),
                                                  (SELECT u.company_id FROM res_users u WHERE u.id = f.user_id))))
            """,
            in_work=self._get_metric_id("deals_in_work"),
            rows=self._get_rows_sql(LEVEL, SQL("-f.id")),
        )
