from odoo import api, models
from odoo.tools import SQL

# What a rule tells of a fact, and the type of each column; what a rule leaves out is empty.
TRUTH = {
    "metric": "varchar",
    "origin_id": "int4",
    "line_id": "int4",
    "part_id": "int4",
    "res_model": "varchar",
    "res_id": "int4",
    "reference": "varchar",
    "own_at": "timestamp",
    "fixed_at": "timestamp",
    "fixed_on": "date",
    "cohort_at": "timestamp",
    "opened_at": "timestamp",
    "accepted_at": "timestamp",
    "user_id": "int4",
    "role": "varchar",
    "scout_id": "int4",
    "hunter_id": "int4",
    "farmer_id": "int4",
    "team_id": "int4",
    "company_id": "int4",
    "partner_id": "int4",
    "product_id": "int4",
    "source_id": "int4",
    "quantity": "numeric",
    "currency_id": "int4",
    "origin_amount": "numeric",
    "amount": "numeric",
}

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
    """How rules of sources are written, and how a row is sealed.

    ==============  ==================================================================================
    column          meaning
    ==============  ==================================================================================
    metric          code of the metric
    origin_id       id of the document of the source: what is compared, and counts once
    line_id         its line where one document books several facts of one metric, else 0
    part_id         a part of the line, else 0
    own_at          the document's own instant: taken for what was there before the ledger
    fixed_at/on     an instant or day that nobody in sales can write: always taken
    cohort_at       when its story began
    opened_at       when the card was born; accepted_at: when its handover was accepted
    partner_id      the client: a commercial partner
    origin_amount   untaxed, in the document's currency
    amount          in the company's currency, where it is no plain conversion of the former
    ==============  ==================================================================================
    """

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _get_truth(self, source, scope):
        """What the documents of a source say now: the rule of that source.

        :param scope: function of the column of the documents' id, giving the condition of which documents
        :return: SQL query of the columns of ``TRUTH``
        """
        return getattr(self, f"_truth_{source.replace('.', '_')}")(scope)

    @api.model
    def _compose_truth(self, tables, condition, **columns):
        """One query of a rule, with all columns in their order."""
        columns = {"line_id": SQL("0"), "part_id": SQL("0"), "quantity": SQL("0"), **columns}
        values = SQL(", ").join(
            SQL("(%s)::%s AS %s", columns.get(name, SQL("NULL")), SQL(kind), SQL.identifier(name))
            for name, kind in TRUTH.items()
        )
        return SQL("SELECT %s FROM %s WHERE %s", values, tables, condition)

    @api.model
    def _get_columns_sql(self, prefix=SQL()):
        return SQL(", ").join(SQL("%s%s", prefix, SQL.identifier(name)) for name in COLUMNS)

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
