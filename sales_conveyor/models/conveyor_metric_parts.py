from typing import NamedTuple

from odoo import api, models
from odoo.tools import ormcache

# What a row of a summing report adds to its metric.
TERM, OVER, UNDER, BOTH = range(4)


class Part(NamedTuple):
    """Facts of one booked metric that make up a metric, in a report that sums them up.

    ======  ====================================================================
    place   what the facts are
    ======  ====================================================================
    TERM    what is summed
    OVER    the numerator of a ratio
    UNDER   its denominator
    BOTH    the numerator once more: of (won + lost) the won
    ======  ====================================================================
    """

    metric_id: int
    booked_id: int
    is_amount: bool
    place: int
    is_fed: bool  # open deals will become such facts
    planned_id: int | None  # the metric whose targets are the plan of this part


class ConveyorMetric(models.Model):
    """What every metric is made of that a report can sum up: sums, and ratios of sums."""

    _inherit = "conveyor.metric"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        metrics = super().create(vals_list)
        self.env.registry.clear_cache()
        return metrics

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    # === BUSINESS METHODS === #

    @api.model
    def _find_named(self, condition, known):
        """The metrics of which a condition on ``metric_id`` may be true, all known ones for any other.

        :param condition: a piece of an optimized domain
        :param frozenset known: ids
        """
        if getattr(condition, "field_expr", None) != "metric_id":
            return known
        if condition.operator == "in":
            return known & frozenset(condition.value)
        if condition.operator in ("any", "any!"):
            found = self.with_context(active_test=False)._search(condition.value)
            return known & frozenset(found)
        return known

    @api.model
    @ormcache()
    def _get_parts(self):
        """The parts of all summed metrics and of all ratios but those by cohort or of levels, switched off or not.

        :return: tuple of `Part`
        """
        # What metrics are made of is no secret.
        metrics = self.sudo().with_context(active_test=False)
        metrics = metrics.search([("aggregation", "in", ("sum", "ratio"))])
        sums = metrics.filtered(lambda metric: metric.aggregation == "sum")
        own = {}
        for metric in sums.sorted(lambda metric: bool(metric.basis_id)):
            own.setdefault(((metric.basis_id or metric).id, metric.measure), metric)
        parts = [
            Part(
                metric.id,
                (metric.basis_id or metric).id,
                metric.measure == "amount",
                TERM,
                metric.is_fed_by_pipeline,
                metric.id,
            )
            for metric in sums
        ]
        ratios = metrics.filtered(
            lambda m: (
                m.aggregation == "ratio" and not m.is_cohort and m.numerator_id.aggregation == "sum"
            )
        )
        for ratio in ratios:
            parts += ratio._get_ratio_parts(own)
        return tuple(parts)

    def _get_ratio_parts(self, own):
        """Numerator and denominator; of a complement the numerator is in both.

        :param dict own: the summed metric of a booked one and a measure
        """
        self.ensure_one()
        over = (self.numerator_id, self.numerator_measure, OVER)
        under = (self.denominator_id, self.denominator_measure, UNDER)
        both = [(*over[:2], BOTH)] if self.is_complement else []
        parts = []
        for booked, measure, place in (over, under, *both):
            planned = own.get((booked.id, measure))
            parts.append(
                Part(
                    self.id,
                    booked.id,
                    measure == "amount",
                    place,
                    bool(planned and planned.is_fed_by_pipeline),
                    planned.id if planned else None,
                )
            )
        return parts
