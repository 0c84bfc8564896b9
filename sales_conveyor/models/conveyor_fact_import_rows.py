from odoo import models
from odoo.tools import SQL

# No document has parts below zero: rows of files never meet those of documents.
PART = -1
KINDS = {
    "line": "int4", "metric": "int4", "day": "date", "person": "int4", "role": "varchar", "team": "int4",
    "client": "int4", "product": "int4", "source": "int4", "quantity": "numeric", "amount": "numeric",
    "currency": "int4", "cohort_day": "date", "created_day": "date", "reference": "varchar",
}  # fmt: skip


class ConveyorFactImportRows(models.Model):
    """The queries of an import: rows of a file, and reversals, as rows of the ledger."""

    _inherit = "conveyor.fact.import"

    # === SQL === #

    def _get_rows_sql(self, rows):
        """Rows of the file with their team, and their money in the currency of the company.

        The rate is that of the day, as for every other fact; what has no money has no currency.
        """
        rate = self.env["conveyor.fact"]._get_rate_sql
        arrays = SQL(", ").join(
            SQL("%s::%s[]", rows[key], SQL(kind)) for key, kind in KINDS.items()
        )
        return SQL(
            """
            SELECT i.*, x.team_id, x.currency_id, e.rate, round(i.amount / oc.rounding) * oc.rounding AS origin_amount,
                   round(i.amount / e.rate / cc.rounding) * cc.rounding AS money
              FROM unnest(%(arrays)s) AS i(%(names)s)
              JOIN res_company c ON c.id = %(company)s
              JOIN res_currency cc ON cc.id = c.currency_id
             CROSS JOIN LATERAL (SELECT
                   COALESCE(i.team, (SELECT tm.crm_team_id FROM crm_team_member tm
                                      WHERE tm.user_id = i.person AND tm.active ORDER BY tm.id LIMIT 1)) AS team_id,
                   CASE WHEN i.amount IS NOT NULL THEN COALESCE(i.currency, c.currency_id) END AS currency_id) x
              LEFT JOIN res_currency oc ON oc.id = x.currency_id
             CROSS JOIN LATERAL (SELECT
                   CASE WHEN x.currency_id = c.currency_id OR x.currency_id IS NULL THEN 1
                        ELSE %(document)s / COALESCE(%(own)s, 1) END AS rate) e
            """,
            arrays=arrays,
            names=SQL(", ").join(map(SQL.identifier, KINDS)),
            company=self.company_id.id,
            document=rate(SQL("x.currency_id"), SQL("i.day")),
            own=rate(SQL("c.currency_id"), SQL("i.day")),
        )

    def _get_facts_sql(self, rows):
        """Rows of the file as rows of the ledger, each at the start of its business day."""
        return SQL(
            """
            SELECT r.metric AS metric_id, %(origin)s AS origin_id, r.line AS line_id, %(part)s AS part_id,
                   0 AS revision, (r.day::timestamp AT TIME ZONE %(tz)s) AT TIME ZONE 'UTC' AS happened_at,
                   r.day AS happened_on, COALESCE(r.cohort_day, r.day) AS cohort_on, %(now)s::timestamp AS booked_at,
                   r.person AS user_id,
                   COALESCE(r.role, (SELECT tm.role FROM crm_team_member tm
                                      WHERE tm.user_id = r.person AND tm.crm_team_id = r.team_id AND tm.active
                                      LIMIT 1)) AS role,
                   NULL::int4 AS scout_id, NULL::int4 AS hunter_id, NULL::int4 AS farmer_id, r.team_id,
                   %(company)s AS company_id, k.id AS client_id, r.product AS product_id, r.source AS source_id,
                   r.quantity, r.money AS amount, r.origin_amount, r.currency_id AS origin_currency_id, r.rate,
                   r.day - r.cohort_day AS days_held, r.day - r.created_day AS days_open,
                   %(model)s AS res_model, %(origin)s AS res_id, r.reference, NULL::int4 AS reversal_of_id,
                   NULL AS reason, FALSE AS is_backfilled, TRUE AS is_imported, FALSE AS is_level
              FROM (%(rows)s) r
              LEFT JOIN conveyor_client k ON k.partner_id = r.client AND k.merged_into_id IS NULL
            """,
            origin=self.id,
            part=PART,
            tz=self.company_id.conveyor_tz,
            now=self.env.cr.now(),
            company=self.company_id.id,
            model=self._name,
            rows=self._get_rows_sql(rows),
        )

    def _get_reversals_sql(self):
        """Every fact of the file with its sign turned, dated today, with the cohort day of what it takes back."""
        return SQL(
            """
            SELECT h.metric_id, h.origin_id, h.line_id, h.part_id, h.revision + 1 AS revision,
                   %(now)s::timestamp AS happened_at, %(today)s::date AS happened_on, h.cohort_on,
                   %(now)s::timestamp AS booked_at, h.user_id, h.role, h.scout_id, h.hunter_id, h.farmer_id,
                   h.team_id, h.company_id, h.client_id, h.product_id, h.source_id, -h.quantity AS quantity,
                   -h.amount AS amount, -h.origin_amount AS origin_amount, h.origin_currency_id, h.rate,
                   h.days_held, h.days_open, h.res_model, h.res_id, h.reference, h.id AS reversal_of_id,
                   'withdrawn' AS reason, h.is_backfilled, h.is_imported, h.is_level
              FROM conveyor_fact h
             WHERE h.res_model = %(model)s AND h.res_id = %(origin)s AND h.part_id = %(part)s
               AND h.reversal_of_id IS NULL
               AND NOT EXISTS (SELECT FROM conveyor_fact d WHERE d.reversal_of_id = h.id)
            """,
            now=self.env.cr.now(),
            today=self.company_id._get_business_day(),
            model=self._name,
            origin=self.id,
            part=PART,
        )
