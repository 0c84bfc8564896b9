from datetime import date, timedelta

from odoo import api, models
from odoo.tools import SQL

EPOCH = date(2000, 1, 1)


class ConveyorFact(models.Model):
    """Levels: how much work everybody has at the end of a business day. Frozen, and never summed over time."""

    _inherit = "conveyor.fact"

    @api.private
    def init(self):
        """An aggregate of PostgreSQL: the sum of the values of the last day among the rows.

        Its step is compiled once (plpgsql); a step in SQL would be planned anew for every row.
        """
        res = super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION conveyor_last_step(state numeric[], day date, value numeric) RETURNS numeric[]
            IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
                RETURN CASE WHEN value IS NULL THEN state
                            WHEN state IS NULL OR state[1] < (day - DATE '2000-01-01') THEN
                                 ARRAY[(day - DATE '2000-01-01')::numeric, value]
                            WHEN state[1] = (day - DATE '2000-01-01') THEN ARRAY[state[1], state[2] + value]
                            ELSE state END; END $$;
            CREATE OR REPLACE FUNCTION conveyor_last_value(state numeric[]) RETURNS numeric
            IMMUTABLE LANGUAGE sql AS $$ SELECT state[2] $$;
            CREATE OR REPLACE AGGREGATE conveyor_last(date, numeric) (
                sfunc = conveyor_last_step, stype = numeric[], finalfunc = conveyor_last_value)
            """
        )
        return res

    # === CRON === #

    @api.model
    def _cron_book_levels(self):
        """Book the levels of every company whose business day is over; run again it finds them booked.

        A day on which the server slept stays blank: nobody knows its levels any more.
        """
        for company in (
            self.env["res.company"].sudo().search([("active", "=", True)])
        ):  # a cron of the whole department
            self._book_levels(company, company._get_business_day() - timedelta(days=1))

    @api.model
    def _book_levels(self, company, day):
        """Deals in work and their money, per person and team; a person whose last deal went gets a zero.

        :param day: the business day that the present state is booked for
        :return: number of rows
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH levels AS (%(levels)s), complete AS (%(complete)s)
                INSERT INTO conveyor_fact (%(columns)s, hash)
                SELECT %(columns)s, %(seal)s FROM complete f
                    ON CONFLICT DO NOTHING
                """,
                levels=self._get_levels_sql(company),
                complete=self._get_complete_levels_sql(company, day),
                columns=self._get_columns_sql(),
                seal=self._get_seal_sql(),
            )
        )
        self.invalidate_model(flush=False)
        return self.env.cr.rowcount

    @api.model
    def _get_complete_levels_sql(self, company, day):
        """The levels as rows of the ledger.

        No level is ever changed by a further row: its revision tells the companies of a person apart.
        """
        return SQL(
            """
            SELECT m.id AS metric_id, %(origin)s AS origin_id, l.user_id AS line_id,
                   COALESCE(l.team_id, 0) AS part_id, %(company)s AS revision, %(now)s::timestamp AS happened_at,
                   %(day)s::date AS happened_on, %(day)s::date AS cohort_on, %(now)s::timestamp AS booked_at,
                   l.user_id, (SELECT tm.role FROM crm_team_member tm WHERE tm.user_id = l.user_id
                                  AND tm.crm_team_id = l.team_id AND tm.active LIMIT 1) AS role,
                   NULL::int4 AS scout_id, NULL::int4 AS hunter_id, NULL::int4 AS farmer_id, l.team_id,
                   %(company)s AS company_id, NULL::int4 AS client_id, NULL::int4 AS product_id,
                   NULL::int4 AS source_id, l.quantity, l.amount, l.amount AS origin_amount,
                   %(currency)s AS origin_currency_id, 1 AS rate, NULL::int4 AS days_held,
                   NULL::int4 AS days_open, NULL AS res_model, NULL::int4 AS res_id, NULL AS reference,
                   NULL::int4 AS reversal_of_id, NULL AS reason, FALSE AS is_backfilled,
                   FALSE AS is_imported, TRUE AS is_level
              FROM levels l
              JOIN conveyor_metric m ON m.code = l.metric AND m.active
            """,
            origin=(day - EPOCH).days,
            now=self.env.cr.now(),
            day=day,
            company=company.id,
            currency=company.currency_id.id,
        )

    @api.model
    def _get_levels_sql(self, company):
        """The levels of the present, beside the people whose last level was not zero."""
        return SQL(
            """
            WITH present AS (
                 SELECT l.user_id, l.team_id, count(*) AS quantity,
                        COALESCE(sum(CASE WHEN abs(l.expected_revenue) < 1e12 THEN l.expected_revenue END), 0) AS amount
                   FROM crm_lead l
                   LEFT JOIN crm_team t ON t.id = l.team_id
                   LEFT JOIN res_users u ON u.id = l.user_id
                  WHERE l.won_status = 'pending' AND l.active AND l.type = 'opportunity' AND l.user_id IS NOT NULL
                    AND COALESCE(l.company_id, t.company_id, u.company_id) = %(company)s
                  GROUP BY l.user_id, l.team_id),
            past AS (
                 SELECT DISTINCT ON (f.user_id, f.team_id) f.user_id, f.team_id, f.quantity
                   FROM conveyor_fact f
                  WHERE f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'deals_in_work')
                    AND f.company_id = %(company)s
                  ORDER BY f.user_id, f.team_id, f.happened_on DESC),
            everybody AS (
                 SELECT user_id, team_id, quantity, amount FROM present
                  UNION ALL
                 SELECT p.user_id, p.team_id, 0, 0 FROM past p
                  WHERE p.quantity != 0 AND NOT EXISTS (
                        SELECT FROM present n WHERE n.user_id = p.user_id AND n.team_id IS NOT DISTINCT FROM p.team_id))
            SELECT 'deals_in_work' AS metric, user_id, team_id, quantity, NULL::numeric AS amount FROM everybody
             UNION ALL
            SELECT 'pipeline_amount', user_id, team_id, 0, amount FROM everybody
            """,
            company=company.id,
        )
