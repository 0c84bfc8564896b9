from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import models

from odoo.addons.sales_conveyor.const import PLANS_IN_FORCE


class CrmTeamMember(models.Model):
    """What people have reached of the criteria of a step: sums and ratios over full months, targets beside them."""

    _inherit = "crm.team.member"

    # === BUSINESS METHODS === #

    def _measure_criteria(self, asked):
        """What people have reached, by as many questions as there are spans of months.

        :param dict asked: ``{member: criteria}``
        :return: ``{(member, criterion): number or None}``
        """
        values = {}
        for company, members in (
            self.browse([member.id for member in asked])._group_by_company().items()
        ):
            spans = defaultdict(lambda: self.env["motivation.grade.criterion"])
            for member in members:
                for months, criteria in asked[member].grouped("months").items():
                    spans[months] |= criteria
            for months, criteria in spans.items():
                found = self._measure_span(company, months, members.user_id, criteria)
                values |= {
                    (member, criterion): found[criterion].get(member.user_id)
                    for member in members
                    for criterion in asked[member] & criteria
                }
        return values

    def _measure_span(self, company, months, users, criteria):
        """The numbers of the last full months.

        :return: ``{criterion: {user: number or None}}``; of a sum everybody has a number
        """
        today = company._get_business_day()
        first = today.replace(day=1) - relativedelta(months=months)
        last = today.replace(day=1) - relativedelta(days=1)
        domain = [
            ("company_id", "=", company.id),
            ("happened_on", ">=", first),
            ("happened_on", "<=", last),
            ("user_id", "in", users.ids),
        ]
        facts = criteria.metric_id._measure(domain, ("user_id",))
        of_target = criteria.filtered(lambda criterion: criterion.kind == "target")
        targets = self._read_targets(company, first, last, users, of_target.metric_id)
        found = {}
        for criterion in criteria:
            metric = criterion.metric_id
            nothing = 0.0 if metric.aggregation == "sum" else None
            found[criterion] = {user: facts[metric].get((user,), nothing) for user in users}
            if criterion in of_target:
                found[criterion] = {
                    user: value / targets[user, metric] if targets.get((user, metric)) else None
                    for user, value in found[criterion].items()
                }
        return found

    def _read_targets(self, company, first, last, users, metrics):
        """The targets in force of people over months: ``{(user, metric): number}``."""
        if not metrics:
            return {}
        groups = self.env["conveyor.target"]._read_group(
            [
                ("company_id", "=", company.id),
                ("plan_id.state", "in", PLANS_IN_FORCE),
                ("user_id", "in", users.ids),
                ("metric_id", "in", metrics.ids),
                ("month_on", ">=", first),
                ("month_on", "<=", last),
            ],
            ["user_id", "metric_id"],
            ["value:sum"],
        )
        return {(user, metric): value for user, metric, value in groups}

    # === WORDS === #

    def _weigh_time(self, step):
        """How long a person stands on his step, where the next one asks for it."""
        if not step.months_before or not self.grade_id:
            return
        since = self.grade_since_on
        today = self._get_company()._get_business_day()
        passed = relativedelta(today, since) if since else relativedelta()
        months = passed.years * 12 + passed.months
        yield {
            "label": self.env._("Months on the present step"),
            "words": self.env._("%(value)s of %(goal)s", value=months, goal=step.months_before),
            "bar": min(100, round(100 * months / step.months_before)),
            "is_met": months >= step.months_before,
            "code": "time",
        }

    def _describe_criterion(self, criterion, value):
        """A criterion beside what was reached of it."""
        metric, goal = criterion.metric_id, criterion.goal
        company = self._get_company()
        is_share = criterion.kind == "target"
        tell = (
            metric._tell_share if is_share else lambda number: metric._tell_value(number, company)
        )
        is_met = criterion._holds(value)
        if metric.is_less_better:
            bar = 100 if is_met else round(100 * (goal + 1) / ((value or 0) + 1))
            words = self.env._(
                "%(value)s, at most %(goal)s", value=tell(value or 0), goal=tell(goal)
            )
        else:
            bar = min(100, round(100 * (value or 0) / goal)) if goal else 100
            words = self.env._(
                "%(value)s of %(goal)s",
                value="–" if value is None else tell(value),
                goal=tell(goal),
            )
        return {
            "label": criterion.display_name,
            "words": words,
            "bar": max(0, bar if is_met else min(99, bar)),
            "is_met": is_met,
            "code": metric.code,
        }
