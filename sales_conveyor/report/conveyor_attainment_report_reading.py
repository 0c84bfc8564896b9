from collections import defaultdict

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
    def _read_attainment(self, domain, groupby=()):
        """Plan beside fact, in one query over what the present person sees.

        :param domain: of this report: periods by ``month_on``, which are the days that ``needed_per_day`` knows
        :param groupby: specifications as of ``_read_group``, e.g. ``("user_id", "month_on:month")``
        :return: ``{group: {metric: figures}}``; a group is the tuple of what it is grouped by, ``()`` without.
            Figures are ``fact``, ``plan``, ``plan_to_date``, ``last_year``, ``forecast``; the shares
            ``attainment`` (fact ÷ plan), ``pace`` (fact ÷ plan to date), ``growth`` (fact ÷ last year − 1),
            ``forecast_attainment``; ``needed_per_day``, what every working day left of the period must bring
            to reach the plan, today included; 0 where it is reached, none for ratios. What cannot be told is ``None``: no plan, nothing to divide by, several companies.
        """
        groupby = tuple(groupby)
        aggregates = [*(f"{name}:sum" for name in FIGURES), "company_id:array_agg_distinct"]
        found = defaultdict(dict)
        days = self._get_days_left(domain)
        for row in self._read_group(domain, ["metric_id", *groupby], aggregates):
            metric, *group = row[: 1 + len(groupby)]
            *numbers, companies = row[1 + len(groupby) :]
            figures = {
                name: None if number is False else number
                for name, number in zip(FIGURES, numbers, strict=True)
            }
            left = days(companies, groupby, group)
            figures["needed_per_day"] = None
            if metric.aggregation == "sum" and left and figures["plan"] is not None:
                figures["needed_per_day"] = (
                    max(figures["plan"] - (figures["fact"] or 0.0), 0) / left
                )
            found[tuple(group)][metric] = figures
        return dict(found)

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
            for company, horizon in self._get_horizons().items()
        }

        def count(companies, groupby, group):
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

        return count
