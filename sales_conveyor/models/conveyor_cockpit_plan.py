from odoo import api, models
from odoo.fields import Domain

from ..const import PLANS_IN_FORCE


class ConveyorCockpit(models.AbstractModel):
    """Plan and fact in the cockpit: the main goal with its curve, the other goals, the ranking."""

    _inherit = "conveyor.cockpit"

    # === PLAN === #

    @api.model
    def _get_plan(self, scope, data):
        """Where the goals stand.

        :return: ``{"main": goal, "goals": [goal], "has_plan": bool, "method": str, "curve", "ranking"}``; see
            `_get_goal`, `_get_curve` and `_get_ranking`
        """
        main = scope.company._get_main_metric()
        planned = self._get_planned_metrics(scope)
        domain = scope.within("month_on") & scope.of()
        domain &= Domain("metric_id", "in", (planned | main).ids)
        whole, by_month, by_user, by_kind = scope.report._read_attainments(
            domain, [[], ["month_on:month"], ["user_id"], ["kind"]]
        )
        numbers = whole.get((), {})
        goals = [
            self._get_goal(metric, numbers.get(metric, {}), scope) for metric in main | planned
        ]
        return {
            "main": goals[0],
            "goals": goals[1:],
            "has_plan": main in planned,
            "curve": self._get_curve(main, by_month, scope),
            "ranking": self._get_ranking(main, by_user, scope),
            "method": scope.report._describe_forecast(main, scope.company, by_kind)["words"],
        }

    @api.model
    def _get_planned_metrics(self, scope):
        domain = scope.within("month_on") & scope.of() & Domain("state", "in", PLANS_IN_FORCE)
        groups = self.env["conveyor.target"]._read_group(domain, ["metric_id"])
        return self.env["conveyor.metric"].union(*(metric for [metric] in groups)).sorted()

    @api.model
    def _get_goal(self, metric, numbers, scope):
        """A metric beside its plan.

        :param dict numbers: of ``_read_attainment``
        """
        return {
            **self._get_metric_head(metric),
            "fact": self._figure_of_facts(numbers.get("fact") or 0.0, metric, scope),
            **{
                name: numbers.get(name)
                for name in (
                    "plan",
                    "plan_to_date",
                    "last_year",
                    "forecast",
                    "attainment",
                    "pace",
                    "needed_per_day",
                )
            },
        }

    @api.model
    def _get_metric_head(self, metric):
        return {
            "metric_id": metric.id,
            "code": metric.code,
            "name": metric.name,
            "description": metric.description,
            "is_money": metric.measure == "amount",
            "is_percentage": metric.is_percentage,
            "is_less_better": metric.is_less_better,
        }

    # === CURVE === #

    @api.model
    def _get_curve(self, metric, groups, scope):
        """The way of the main goal through the period, day by day; month by month through a year.

        :param dict groups: its figures by month
        :return: ``{"days": [date], "fact": [number or None], "plan": [number]}``, all of them running totals
        """
        by_month = {month: numbers.get(metric, {}) for (month,), numbers in groups.items()}
        if scope.period.kind == "year":
            return self._run_up(by_month, scope)
        booked, measure = metric._get_booked(), f"{metric.measure}:sum"
        domain = Domain("metric_id", "in", booked.ids) & scope.within("happened_on") & scope.of()
        facts = dict(self.env["conveyor.fact"]._read_group(domain, ["happened_on:day"], [measure]))
        shares = {
            day: (by_month.get(day.replace(day=1), {}).get("plan") or 0.0)
            / sum(other.month == day.month for other in scope.days)
            for day in scope.days
        }
        points = sorted({*scope.days, *facts})
        return self._add_up(points, facts, shares, scope)

    @api.model
    def _run_up(self, by_month, scope):
        months = [scope.period.first.replace(month=number) for number in range(1, 13)]
        facts = {month: by_month.get(month, {}).get("fact") or 0.0 for month in months}
        plans = {month: by_month.get(month, {}).get("plan") or 0.0 for month in months}
        return self._add_up(months, facts, plans, scope)

    @api.model
    def _add_up(self, points, facts, plans, scope):
        curve = {"days": points, "fact": [], "plan": []}
        fact = plan = 0.0
        for point in points:
            fact += facts.get(point) or 0.0
            plan += plans.get(point) or 0.0
            # What is still to come is no fact.
            curve["fact"].append(fact if point <= scope.today else None)
            curve["plan"].append(plan)
        return curve

    # === RANKING === #

    @api.model
    def _get_ranking(self, metric, groups, scope):
        """Everybody beside the plan of the main goal, the first first.

        :param dict groups: its figures by person
        :return: list of ``{"user_id", "name", "fact": figure, "plan", "attainment", "pace", "forecast"}``
        """
        rows = [
            {
                "user_id": user.id,
                "name": user.name,
                "fact": self._figure_of_facts(
                    numbers[metric]["fact"] or 0.0, metric, scope, Domain("user_id", "=", user.id)
                ),
                **{
                    name: numbers[metric][name]
                    for name in ("plan", "attainment", "pace", "forecast")
                },
            }
            for (user,), numbers in groups.items()
            if user and metric in numbers and (numbers[metric]["fact"] or numbers[metric]["plan"])
        ]
        # People without a plan come after those who have one, by what they brought.
        return sorted(
            rows,
            key=lambda row: (
                row["attainment"] is None,
                -(row["attainment"] or 0),
                -row["fact"]["value"],
                row["name"],
            ),
        )
