from odoo import api, models
from odoo.tools import SQL

from ..const import PERSON_FIELD

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

# The three people of a fact, where its rule knows the card ``l`` behind the document.
CARD_PEOPLE = {name: SQL("l.%s", SQL.identifier(name)) for name in PERSON_FIELD.values()}


class ConveyorFact(models.Model):
    """How rules of sources are written.

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
