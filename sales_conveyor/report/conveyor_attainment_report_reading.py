from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils

FIGURES = (
    "fact", "plan", "plan_to_date", "last_year", "forecast", "attainment", "pace", "growth", "forecast_attainment",
)  # fmt: skip


class ConveyorAttainmentReport(models.Model):
    """What other screens read: the figures of metrics, and how a forecast came to be."""

    _inherit = "conveyor.attainment.report"

    # === BUSINESS METHODS === #

    @api.model
    def _read_attainment(self, domain, groupby=(), figures=FIGURES):
        """Plan beside fact, in one query over what the present person sees.

        :param domain: of this report: periods by ``month_on``, which are the days that ``needed_per_day`` knows
        :param groupby: specifications as of ``_read_group``, e.g. ``("user_id", "month_on:month")``
        :param figures: those that are needed: what is not asked for is not looked up, open deals above all
        :return: ``{group: {metric: figures}}``; a group is the tuple of what it is grouped by, ``()`` without.
            Figures are ``fact``, ``plan``, ``plan_to_date``, ``last_year``, ``forecast``; the shares
            ``attainment`` (fact ÷ plan), ``pace`` (fact ÷ plan to date), ``growth`` (fact ÷ last year − 1),
            ``forecast_attainment``; ``needed_per_day``, what every working day left of the period must bring
            to reach the plan, today included; 0 where it is reached, none for ratios. What cannot be told
            is ``None``: no plan, nothing to divide by, several companies.
        """
        [found] = self._read_attainments(domain, [groupby], figures)
        return found

    @api.model
    def _read_attainments(self, domain, groupings, figures=FIGURES):
        """The same for several groupings, still in one query.

        :param groupings: each as of `_read_attainment`; none by product, where targets are of no product
        :return: list of what `_read_attainment` returns, one for each
        """
        shared = self._share_horizons()
        aggregates = [*(f"{name}:sum" for name in figures), "company_id:array_agg_distinct"]
        days = shared._get_days_left(domain)
        sets = [("metric_id", *groupby) for groupby in groupings]
        return [
            self._compose_figures(rows, groupby[1:], figures, days)
            for rows, groupby in zip(
                shared._read_grouping_sets(domain, sets, aggregates), sets, strict=True
            )
        ]

    @api.model
    def _compose_figures(self, rows, groupby, asked, days):
        found = defaultdict(dict)
        for metric, *row in rows:
            group, (*numbers, companies) = row[: len(groupby)], row[len(groupby) :]
            figures = {
                name: None if number is False else number
                for name, number in zip(asked, numbers, strict=True)
            }
            left = days(companies, groupby, group)
            figures["needed_per_day"] = None
            if metric.aggregation == "sum" and left and figures.get("plan") is not None:
                missing = max(figures["plan"] - (figures["fact"] or 0.0), 0)
                figures["needed_per_day"] = missing / left
            found[tuple(group)][metric] = figures
        return dict(found)

    @api.model
    def _share_horizons(self):
        """This report for several questions of one screen: its calendars are looked up once."""
        scope = self.browse()._get_scope()
        if scope.horizons:
            return self
        return self.with_context(attainment_scope=replace(scope, horizons=self._get_horizons()))

    @api.model
    def _get_days_left(self, domain):
        """How many working days are left of the months that a domain and a group let through.

        :return: function ``(companies, groupby, group) → number``
        """
        months = Domain(domain).map_conditions(
            lambda condition: condition if condition.field_expr == "month_on" else Domain.TRUE
        )
        left = {
            company.id: {
                month: horizon.get_days_left(month)
                for month in horizon.months
                if self.new({"month_on": month}).filtered_domain(months)
            }
            for company, horizon in self.browse()._get_scope().horizons.items()
        }

        def _count(companies, groupby, group):
            if len(companies) != 1:
                return 0
            spans = [
                (spec.partition(":")[2], start)
                for spec, start in zip(groupby, group, strict=True)
                if spec.startswith("month_on:")
            ]
            return sum(
                days
                for month, days in left[companies[0]].items()
                if all(date_utils.start_of(month, span) == start for span, start in spans)
            )

        return _count
