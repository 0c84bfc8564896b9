from odoo import models
from odoo.fields import Domain

MEASURES = ("quantity", "amount")


class ConveyorMetric(models.Model):
    """What metrics come to: the one place where sums, levels, medians and ratios are worked out."""

    _inherit = "conveyor.metric"

    # === BUSINESS METHODS === #

    def _measure(self, domain, groupby=()):
        """The values of these metrics over the facts that the present user sees.

        ============  ==========================================================================
        aggregation   value of a group
        ============  ==========================================================================
        sum           Σ measure of its facts, reversals and differences included
        last          Σ measure on the last day among its facts: never summed over days
        median        the middle of the days of the facts of the basis that stand: not reversed
        ratio         n ÷ d, or n ÷ (n + d) where the denominator is a complement; n and d are
                      the sums of the group's own facts, never an average of smaller ratios
        ============  ==========================================================================

        A metric by cohort takes its period from the cohort day: conditions and groupings on ``happened_on``
        mean ``cohort_on`` for it.

        One query for all sums and levels, one for those by cohort, one for medians, whatever the number of
        metrics, people and days. Money is in the currency of the company; group by it where there are several.

        :param domain: which facts, without a condition on the metric
        :param groupby: specifications as of ``_read_group``, e.g. ``("user_id", "happened_on:month")``
        :return: ``{metric: {group: value}}``; a group is the tuple of what it is grouped by, as ``_read_group``
            tells it, ``()`` without groupby. A group without facts is left out; without groupby a sum is 0
            then. A value is ``None`` where there is nothing to tell: a denominator of 0, no day known.
        """
        groupby = tuple(groupby)
        values = {}
        for metrics in self.grouped("is_cohort").values():
            middles = metrics.filtered(lambda metric: metric.aggregation == "median")
            sums = (metrics - middles)._read_sums(domain, groupby)
            for metric in metrics - middles:
                values[metric] = metric._compose(sums)
            values |= middles._read_medians(domain, groupby)
        if not groupby:
            nothing = {
                metric: {(): 0.0 if metric.aggregation == "sum" else None} for metric in self
            }
            values = {metric: values[metric] or nothing[metric] for metric in self}
        return {metric: values[metric] for metric in self}

    def _read_sums(self, domain, groupby):
        """What the metrics behind these come to, both measures in one query.

        :return: ``{metric: {group: {measure: number or None}}}``
        """
        aggregates = [f"{measure}:sum" for measure in MEASURES]
        booked = self._get_booked()
        found = {metric: {} for metric in booked}
        for metric, group, *numbers in self._read_facts(booked, domain, groupby, aggregates):
            found[metric][group] = dict(zip(MEASURES, numbers, strict=True))
        return found

    def _read_medians(self, domain, groupby):
        """The middle numbers of days of what stands.

        :return: ``{metric: {group: number or None}}``
        """
        domain = Domain(domain) & self.env["conveyor.fact"]._get_standing_domain()
        days = sorted(set(self.mapped("measure")))
        found = {metric: {} for metric in self}
        aggregates = [f"{name}:median" for name in days]
        for basis, group, *numbers in self._read_facts(self.basis_id, domain, groupby, aggregates):
            for metric in self.filtered(lambda metric, basis=basis: metric.basis_id == basis):
                found[metric][group] = numbers[days.index(metric.measure)]
        return found

    def _read_facts(self, metrics, domain, groupby, aggregates):
        """One query over the facts of these metrics.

        :return: list of ``(metric, group, *numbers)``; a number that is not there is ``None``
        """
        if not metrics:
            return []
        domain = Domain("metric_id", "in", metrics.ids) & Domain(domain)
        if any(metric.is_cohort for metric in self):
            domain = domain.map_conditions(_by_cohort)
            groupby = [_cohort_name(name) for name in groupby]
        rows = self.env["conveyor.fact"]._read_group(domain, ["metric_id", *groupby], aggregates)
        size = 1 + len(groupby)
        return [
            (row[0], row[1:size], *(None if number is False else number for number in row[size:]))
            for row in rows
        ]

    def _compose(self, sums):
        """Make the values of this metric of the sums behind it.

        :param dict sums: of `_read_sums`
        :return: ``{group: number or None}``
        """
        self.ensure_one()
        if self.aggregation != "ratio":
            empty = 0.0 if self.aggregation == "sum" else None
            return {
                group: empty if numbers[self.measure] is None else numbers[self.measure]
                for group, numbers in sums[self.basis_id or self].items()
            }
        over, under = sums[self.numerator_id], sums[self.denominator_id]
        values = {}
        for group in over | under:
            numerator = over.get(group, {}).get(self.numerator_measure) or 0.0
            denominator = under.get(group, {}).get(self.denominator_measure) or 0.0
            if self.is_complement:
                denominator += numerator
            values[group] = numerator / denominator if denominator else None
        return values


def _by_cohort(condition):
    name = _cohort_name(condition.field_expr)
    return Domain(name, condition.operator, condition.value)


def _cohort_name(name):
    """``happened_on:month`` → ``cohort_on:month``."""
    return (
        f"cohort_on{name[11:]}" if name.replace(".", ":").split(":")[0] == "happened_on" else name
    )
