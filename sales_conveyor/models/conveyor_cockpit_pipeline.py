from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

FACT, METRIC = "conveyor.fact", "conveyor.metric"
# How many periods a trend line shows.
TREND = {"month": 6, "quarter": 5, "year": 3}
# How many nights the server may sleep before a level is blank.
SLEEP = 7
SUMMED = ("average_deal", "win_rate")


class ConveyorCockpit(models.AbstractModel):
    """The belt and the four pipeline metrics of the cockpit: deals in work, average deal, % won, days to close."""

    _inherit = "conveyor.cockpit"

    # === STRIP === #

    @api.model
    def _get_strip(self, scope, data):
        """The belt of the present period, as ``crm.team.get_conveyor_strip`` tells it; no belt of one colleague."""
        if not scope.is_present or (scope.user and not data["is_self"]):
            return False
        # The strip looks at the plan, too, by the same calendars.
        teams = scope.report.env["crm.team"]
        return teams.get_conveyor_strip(team_id=scope.team.id, period=scope.period.kind)

    # === FOUR METRICS === #

    @api.model
    def _get_pipeline(self, scope, data):
        """The four metrics, each with the period before and a trend.

        :return: list of ``{head of the metric, "figure", "previous", "trend": [number or None]}``, a trend
            having the periods of ``TREND`` up to the one shown
        """
        periods = scope.period.row(TREND[scope.period.kind])
        return [
            self._get_levels(periods, scope),
            *self._get_ratios(periods, scope),
            self._get_days(periods, scope),
        ]

    @api.model
    def _compose_trend(self, metric, values, figure):
        return {
            **self._get_metric_head(metric),
            "figure": {**figure, "value": values[-1]},
            "previous": values[-2],
            "trend": values,
        }

    @api.model
    def _get_levels(self, periods, scope):
        """Deals in work: the level of the last evening of each period that was booked; a server may sleep."""
        metric = self.env[METRIC]._get("deals_in_work")
        domain = Domain("metric_id", "=", metric.id) & scope.of()
        evenings = self._get_evenings(metric, periods, scope)
        groups = self.env[FACT]._read_group(
            domain & Domain("happened_on", "in", list(filter(None, evenings))),
            ["happened_on:day"],
            ["quantity:sum"],
        )
        levels = dict(groups)
        figure = self._figure(0, FACT, domain & Domain("happened_on", "=", evenings[-1]))
        return self._compose_trend(metric, [levels.get(day) for day in evenings], figure)

    @api.model
    def _get_evenings(self, metric, periods, scope):
        """The last day of each period whose levels were booked, found by the index of days.

        :return: list of dates, ``None`` where nothing was booked in the last days of the period
        """
        nights = [
            SQL(
                """(SELECT max(happened_on) FROM conveyor_fact
                     WHERE metric_id = %s AND happened_on > %s AND happened_on <= %s AND company_id = %s)""",
                metric.id,
                last - timedelta(days=SLEEP),
                last,
                scope.company.id,
            )
            for last in (min(period.last, scope.today) for period in periods)
        ]
        # Which nights were booked is no secret, so no rule slows the question down.
        [evenings] = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(nights)))
        return evenings

    @api.model
    def _get_ratios(self, periods, scope):
        metrics = self.env[METRIC].union(*map(self.env[METRIC]._get, SUMMED))
        domain = scope.of() & Domain("metric_id", "in", metrics.ids)
        domain &= Domain("month_on", ">=", periods[0].first)
        domain &= Domain("month_on", "<=", periods[-1].last)
        groups = scope.report._read_attainment(
            domain, [f"month_on:{scope.period.kind}"], figures=("fact",)
        )
        return [
            self._compose_trend(
                metric,
                [groups.get((period.first,), {}).get(metric, {}).get("fact") for period in periods],
                self._figure_of_facts(None, metric, scope),
            )
            for metric in metrics
        ]

    @api.model
    def _get_days(self, periods, scope):
        """The middle number of days from the creation of a card to the won deal."""
        metric = self.env[METRIC]._get("days_from_creation")
        domain = scope.of() & Domain("happened_on", ">=", periods[0].first)
        domain &= Domain("happened_on", "<=", periods[-1].last)
        values = metric._measure(domain, [f"happened_on:{scope.period.kind}"])[metric]
        return self._compose_trend(
            metric,
            [values.get((period.first,)) for period in periods],
            self._figure_of_facts(None, metric, scope),
        )
