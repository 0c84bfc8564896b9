from collections.abc import Iterable
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.fields import Domain

from ..tools.asked import EVER, find_days, find_ids, find_names, is_of_months
from .conveyor_profit_report import MEASURES, SHARES

# By what facts must be told apart, for each field of the report: metric, company and time always are.
SOURCES = {
    "kind": (),
    "metric_id": (),
    "company_id": (),
    "currency_id": (),
    "happened_on": (),
    "team_id": ("team_id",),
    "manager_id": ("team_id",),
    "user_id": ("user_id",),
    "product_id": ("product_id",),
    "categ_id": ("product_id",),
    "partner_id": ("client_id",),
    "source_id": ("source_id",),
}
SPANS = {"happened_on:month", "happened_on:quarter", "happened_on:year"}


@dataclass(frozen=True, eq=False)
class Scope:
    """What a question needs to know.

    :param measures: that are asked for
    :param columns: by which facts are told apart; ``None``: row by row
    :param is_monthly: whole months are asked for
    :param days: between which the days are
    :param ids: the rows that are read, ``None`` where a domain finds them
    """

    measures: frozenset = frozenset(MEASURES)
    columns: frozenset | None = None
    is_monthly: bool = False
    days: tuple = EVER
    ids: Iterable | None = None


class ConveyorProfitReport(models.Model):
    """What is asked for is looked at before the query is made."""

    _inherit = "conveyor.profit.report"

    # === SEARCH METHODS === #

    def _get_scope(self):
        """The scope of this question; nobody can give one over RPC."""
        if self:
            return Scope(ids=self._ids)
        scope = self.env.context.get("profit_scope")
        return scope if isinstance(scope, Scope) else Scope()

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        domain = Domain(domain).optimize_full(self)
        asked = self.browse()._get_scope()
        scope = replace(asked, days=find_days(domain, "happened_on"), ids=find_ids(domain))
        scoped = self.browse().with_context(profit_scope=scope)
        return super(ConveyorProfitReport, scoped)._search(domain, *args, **kwargs)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), **kwargs):
        domain = Domain(domain).optimize_full(self)
        measures = [*aggregates, *(part[0] for part in having if len(part) == 3)]
        scoped = self._with_scope(domain, groupby, measures)
        return super(ConveyorProfitReport, scoped)._read_group(
            domain, groupby, aggregates, having, **kwargs
        )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        domain = Domain(domain).optimize_full(self)
        groupby = {spec for specs in grouping_sets for spec in specs}
        scoped = self._with_scope(domain, groupby, aggregates)
        return super(ConveyorProfitReport, scoped)._read_grouping_sets(
            domain, grouping_sets, aggregates, order
        )

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        """The groups of a list open row by row, so all their rows are counted."""
        whole = self.with_context(profit_rows=True)
        return super(ConveyorProfitReport, whole).web_read_group(*args, **kwargs)

    @api.model
    def _read_group_postprocess_groupby(self, groupby_spec, raw_values):
        # The records of a group know nothing of this question.
        plain = self.with_context(profit_scope=None)
        return super(ConveyorProfitReport, plain)._read_group_postprocess_groupby(
            groupby_spec, raw_values
        )

    @api.model
    def _with_scope(self, domain, groupby, aggregates):
        """This report over no more facts than the measures are made of, by month where that is enough."""
        names = {spec.partition(":")[0] for spec in aggregates}
        measures = (names & set(MEASURES)).union(*(SHARES.get(name, ()) for name in names))
        fields = {spec.partition(":")[0].partition(".")[0] for spec in groupby} | find_names(domain)
        if not self.env.su:
            rules = self.env["ir.rule"]._compute_domain(self._name, "read")
            fields |= find_names(rules.optimize_full(self.sudo()))  # as Odoo itself looks at rules
        columns = {column for name in fields for column in SOURCES.get(name, ("id",))}
        if "id" in columns or self.env.context.get("profit_rows") or not measures:
            return self.with_context(profit_scope=Scope())
        spans = {spec for spec in groupby if spec.startswith("happened_on")}
        is_monthly = spans <= SPANS and is_of_months(domain, "happened_on")
        scope = Scope(frozenset(measures), frozenset(columns), is_monthly)
        return self.with_context(profit_scope=scope)
