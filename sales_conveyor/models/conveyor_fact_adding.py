from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ..tools.asked import fold

# A context value that nobody can send over RPC: compare it with ``is``.
NO_LEVELS = object()


class ConveyorFact(models.Model):
    """How facts add up: plainly, unless levels may be among them.

    The last day of levels is found by an aggregate of our own, for which PostgreSQL sorts all rows. Where a
    question lets no level through it need not; and named metric by metric, days are found in their index.
    """

    _inherit = "conveyor.fact"

    # === GROUPING === #

    @api.model
    def _read_group(self, domain, *args, **kwargs):
        facts, domain = self._without_levels(domain)
        return super(ConveyorFact, facts)._read_group(domain, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, *args, **kwargs):
        facts, domain = self._without_levels(domain)
        return super(ConveyorFact, facts)._read_grouping_sets(domain, *args, **kwargs)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        is_plain = self.env.context.get("conveyor_levels") is NO_LEVELS
        if not is_plain or aggregate_spec not in ("quantity:sum", "amount:sum"):
            return super()._read_group_select(aggregate_spec, query)
        value = self._field_to_sql(self._table, aggregate_spec.partition(":")[0], query)
        return self._blank_mixed(aggregate_spec, SQL("SUM(%s)", value), query)

    @api.model
    def _without_levels(self, domain):
        """These facts, for plain sums where a domain lets no level through, and the domain."""
        metrics = self._get_metrics_by_level()
        levels, sums = metrics[True], metrics[False]

        def _find(condition):
            said = getattr(condition, "field_expr", None), getattr(condition, "operator", None)
            if said == ("is_level", "in") and True not in condition.value:
                return sums
            if said == ("is_level", "not in") and True in condition.value:
                return sums
            return self.env["conveyor.metric"]._find_named(condition, levels | sums)

        domain = Domain(domain).optimize_full(self)
        found = fold(domain, _find, frozenset.intersection, frozenset.union)
        if found & levels:
            return self.with_context(conveyor_levels=None), domain
        named = domain & Domain("metric_id", "in", sorted(found & sums))
        return self.with_context(conveyor_levels=NO_LEVELS), named

    @api.model
    @ormcache()
    def _get_metrics_by_level(self):
        """The ids of all metrics: those that are never summed over time, and the others.

        :return: ``{is a level: ids}``
        """
        # What metrics are is no secret.
        metrics = self.env["conveyor.metric"].sudo().with_context(active_test=False)
        metrics = metrics.search([("aggregation", "!=", False)])
        levels = metrics.filtered(lambda metric: metric.aggregation == "last")
        return {True: frozenset(levels.ids), False: frozenset((metrics - levels).ids)}
