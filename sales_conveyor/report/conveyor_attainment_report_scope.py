from collections.abc import Iterable
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.fields import Domain

from ..tools.asked import EVER, find_days, find_ids, find_names, fold

# By what facts and targets must be told apart, for each field of the report: metric, company and month always are.
SOURCES = {
    "kind": (),
    "month_on": (),
    "metric_id": (),
    "company_id": (),
    "currency_id": (),
    "team_id": ("team_id",),
    "manager_id": ("team_id",),
    "user_id": ("user_id",),
    "product_id": ("product_id",),
    "categ_id": ("product_id", "categ_id"),
}
# The rows that a measure is made of, beside facts and targets.
KINDS = {
    "last_year": ("last_year",),
    "growth": ("last_year",),
    "forecast": ("pace", "deals", "ahead"),
    "forecast_attainment": ("pace", "deals", "ahead"),
}


@dataclass(frozen=True, eq=False)
class Scope:
    """What a question needs to know: PostgreSQL is asked for nothing else, and sums up before it multiplies.

    :param columns: by which facts and targets are told apart; ``None``: row by row
    :param kinds: of rows, ``None`` for all
    :param metrics: ids, ``None`` for all
    :param months: days between which the months are
    :param is_by_product: products stand apart, and a target is of no product
    :param ids: the rows that are read, ``None`` where a domain finds them
    :param horizons: of the companies, where several questions share them
    """

    columns: frozenset | None = None
    kinds: frozenset | None = None
    metrics: frozenset | None = None
    months: tuple = EVER
    is_by_product: bool = False
    ids: Iterable | None = None
    horizons: dict | None = None


def _find_ordering(order):
    """The measures with rows of their own that an order is by.

    >>> _find_ordering("forecast:sum desc, user_id")
    ['forecast:sum']
    """
    words = (order or "").replace(",", " ").split()
    return [word for word in words if word.partition(":")[0] in KINDS]


class ConveyorAttainmentReport(models.Model):
    """What is asked for is looked at before the query is made."""

    _inherit = "conveyor.attainment.report"

    # === SEARCH METHODS === #

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What this very transaction has done is in the ledger when it looks."""
        self.env["conveyor.fact"]._book_expected()
        domain = Domain(domain).optimize_full(self)
        asked = self.browse()._get_scope()
        scope = replace(
            asked,
            metrics=self._find_metrics(domain),
            months=find_days(domain, "month_on"),
            ids=find_ids(domain),
        )
        scoped = self.browse().with_context(attainment_scope=scope)
        return super(ConveyorAttainmentReport, scoped)._search(domain, *args, **kwargs)

    @api.model
    def _get_scope(self):
        """The scope of this question; nobody can give one over RPC."""
        if self:
            return Scope(ids=self._ids)
        scope = self.env.context.get("attainment_scope")
        return scope if isinstance(scope, Scope) else Scope()

    @api.model
    def _find_metrics(self, domain):
        """The metrics that may satisfy a domain."""
        known = frozenset(part.metric_id for part in self.env["conveyor.metric"]._get_parts())

        def _find(condition):
            return self.env["conveyor.metric"]._find_named(condition, known)

        return fold(domain, _find, frozenset.intersection, frozenset.union)

    # === GROUPING === #

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), **kwargs):
        domain = Domain(domain).optimize_full(self)
        measures = [*aggregates, *(part[0] for part in having if len(part) == 3)]
        measures += _find_ordering(kwargs.get("order"))
        scoped = self._with_scope(domain, groupby, measures)
        return super(ConveyorAttainmentReport, scoped)._read_group(
            domain, groupby, aggregates, having, **kwargs
        )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        domain = Domain(domain).optimize_full(self)
        groupby = {spec for specs in grouping_sets for spec in specs}
        scoped = self._with_scope(domain, groupby, [*aggregates, *_find_ordering(order)])
        return super(ConveyorAttainmentReport, scoped)._read_grouping_sets(
            domain, grouping_sets, aggregates, order
        )

    @api.model
    @api.readonly
    def web_search_read(self, domain, *args, **kwargs):
        """What a list shows of a domain."""
        return super().web_search_read(self._get_list_domain(domain), *args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, domain, *args, **kwargs):
        """The groups of a list open row by row, so their rows are counted."""
        whole = self.with_context(attainment_rows=True)
        domain = self._get_list_domain(domain)
        return super(ConveyorAttainmentReport, whole).web_read_group(domain, *args, **kwargs)

    @api.model
    def _get_list_domain(self, domain):
        """What can be opened, unless told otherwise: facts, targets, open deals; a pace is arithmetic."""
        domain = Domain(domain)
        if any(condition.field_expr == "kind" for condition in domain.iter_conditions()):
            return domain
        return domain & Domain("kind", "in", ("fact", "plan", "deals"))

    @api.model
    def _read_group_postprocess_groupby(self, groupby_spec, raw_values):
        # The records of a group know nothing of this question.
        plain = self.with_context(attainment_scope=None)
        return super(ConveyorAttainmentReport, plain)._read_group_postprocess_groupby(
            groupby_spec, raw_values
        )

    @api.model
    def _with_scope(self, domain, groupby, aggregates):
        """This report over no more columns and rows than a question and the rules name."""
        asked = Scope(horizons=self.browse()._get_scope().horizons)
        domains = [domain]
        if not self.env.su:
            rules = self.env["ir.rule"]._compute_domain(self._name, "read")
            domains.append(rules.optimize_full(self.sudo()))  # as Odoo itself looks at rules
        names = {spec.partition(":")[0].partition(".")[0] for spec in groupby}
        names = names.union(*map(find_names, domains))
        columns = {column for name in names for column in SOURCES.get(name, ("id",))}
        is_by_product = "product_id" in groupby
        if "id" in columns or self.env.context.get("attainment_rows"):
            return self.with_context(attainment_scope=replace(asked, is_by_product=is_by_product))
        kinds = {"fact", "plan"}
        measures = {spec.partition(":")[0] for spec in aggregates} - {"__count"}
        for measure in measures:
            kinds.update(KINDS.get(measure, ()))
        scope = replace(
            asked,
            columns=frozenset(columns),
            kinds=frozenset(kinds) if measures else None,
            is_by_product=is_by_product,
        )
        return self.with_context(attainment_scope=scope)
