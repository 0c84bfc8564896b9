from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ConveyorLedgerMixin(models.AbstractModel):
    """What facts and their sums share: nobody writes them, and no total mixes what cannot be added.

    Calls and contracts, or the money of two companies, have no sum: such a total stays blank.
    """

    _name = "conveyor.ledger.mixin"
    _description = "Ledger"

    # Totals that exist only of one metric and one company.
    _ADDED = ("quantity:sum", "amount:sum")

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    def write(self, vals):
        self._refuse()

    def unlink(self):
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._(
                "The ledger is append-only: facts are booked by their documents, never by hand."
            )
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        return super()._search(domain, *args, **kwargs)

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        total = super()._read_group_select(aggregate_spec, query)
        return self._blank_mixed(aggregate_spec, total, query)

    @api.model
    def _blank_mixed(self, aggregate_spec, total, query):
        """A total, unless its rows are of several metrics or companies.

        :param SQL total: the aggregate
        """
        if aggregate_spec not in self._ADDED:
            return total
        return SQL(
            "CASE WHEN MIN(%(metric)s) = MAX(%(metric)s) AND MIN(%(company)s) = MAX(%(company)s) THEN %(total)s END",
            metric=self._field_to_sql(self._table, "metric_id", query),
            company=self._field_to_sql(self._table, "company_id", query),
            total=total,
        )
