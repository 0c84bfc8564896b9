from odoo import api, models
from odoo.tools import SQL

# The columns of a row of the ledger, in the order of its seal.
COLUMNS = (
    "metric_id", "origin_id", "line_id", "part_id", "revision", "happened_at", "happened_on", "cohort_on", "booked_at",
    "user_id", "role", "scout_id", "hunter_id", "farmer_id", "team_id", "company_id", "client_id", "product_id",
    "source_id", "quantity", "amount", "origin_amount", "origin_currency_id", "rate", "days_held", "days_open",
    "res_model", "res_id", "reference", "reversal_of_id", "reason", "is_backfilled", "is_imported",
    "is_level",
)  # fmt: skip
# A source of leads may be deleted: Odoo then empties the column of the sealed row.
UNSEALED = {"source_id"}
NUMBERS = {"quantity", "amount", "origin_amount", "rate"}


class ConveyorFact(models.Model):
    """A row of the ledger: its columns, its seal, and how it gets in."""

    _inherit = "conveyor.fact"

    # === SQL === #

    @api.model
    def _get_columns_sql(self, alias=None):
        """The columns of a row, of a table with an alias or plain."""
        names = (SQL.identifier(alias, name) if alias else SQL.identifier(name) for name in COLUMNS)
        return SQL(", ").join(names)

    @api.model
    def _get_seal_sql(self):
        """The seal of a row ``f``: SHA-256 of its columns, so that a row changed by SQL is found.

        An empty value has its own sign, a number no trailing zeros: what is equal reads equal.
        """
        parts = [
            SQL(
                "COALESCE(%s::text, '-')",
                SQL("trim_scale(f.%s)" if name in NUMBERS else "f.%s", SQL.identifier(name)),
            )
            for name in COLUMNS
            if name not in UNSEALED
        ]
        text = SQL("concat_ws('|', %s)", SQL(", ").join(parts))
        return SQL("encode(sha256(convert_to(%s, 'UTF8')), 'hex')", text)

    @api.model
    def _get_insert_sql(self):
        """Insert ``changes``: into the ledger, sealed, and into its sums; new clients get their row first."""
        return SQL(
            """
            clients AS (
                INSERT INTO conveyor_client (partner_id)
                SELECT DISTINCT n.partner_id FROM changes n
                 WHERE n.partner_id IS NOT NULL
                   AND NOT EXISTS (SELECT FROM conveyor_client c
                                    WHERE c.partner_id = n.partner_id AND c.merged_into_id IS NULL)
                ON CONFLICT DO NOTHING
                RETURNING id, partner_id),
            complete AS (
                SELECT n.metric_id, n.origin_id, n.line_id, n.part_id, n.revision, n.happened_at, n.happened_on,
                       n.cohort_on, %(now)s AS booked_at, n.user_id, n.role, n.scout_id, n.hunter_id,
                       n.farmer_id, n.team_id, n.company_id, COALESCE(n.client_id, c.id, o.id) AS client_id,
                       n.product_id, n.source_id, n.quantity, n.amount, n.origin_amount, n.origin_currency_id,
                       n.rate, n.days_held, n.days_open, n.res_model, n.res_id, n.reference, n.reversal_of_id,
                       n.reason, n.is_backfilled, FALSE AS is_imported, FALSE AS is_level
                  FROM changes n
                  LEFT JOIN clients c ON c.partner_id = n.partner_id
                  LEFT JOIN conveyor_client o ON o.partner_id = n.partner_id AND o.merged_into_id IS NULL),
            booked AS (
                INSERT INTO conveyor_fact (%(columns)s, hash)
                SELECT %(values)s, %(seal)s FROM complete f ORDER BY f.revision
                    ON CONFLICT DO NOTHING
                RETURNING %(columns)s),
            summed AS (%(sums)s)
            """,
            now=self._get_now_sql(),
            columns=self._get_columns_sql(),
            values=self._get_columns_sql("f"),
            seal=self._get_seal_sql(),
            sums=self.env["conveyor.fact.sum"]._get_insert_sql(SQL("booked")),
        )
