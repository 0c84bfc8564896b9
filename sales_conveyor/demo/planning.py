"""The plans of the demonstration: what each person was to bring, told backwards from what he did bring."""

from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from ..tools.clock import at_instant

MONTH = relativedelta(months=1)
SALES = ("deal_won", "contract", "contract_amount")
METRICS = {
    "scout": ("contact_delivered",),
    "hunter": ("contact_taken", *SALES),
    "farmer": SALES,
}
# How much of the plan a person has reached, by place in the section: the department does well, the first hunter
# shines, the second scout and the key farmer, who has few clients, fall behind.
REACHED = {"scout": (1.04, 0.8), "hunter": (1.22, 0.9), "farmer": (0.62, 0.95)}
# Targets are round numbers.
UNITS = {"amount": 500, "quantity": 1}
# Of a month that has only begun nothing can be told.
DAYS_ENOUGH = 5


class Planning:
    """Plans of the years that a history touches, from its first whole month on.

    A target is the mean of a month and its neighbours, divided by what the person has reached of it.
    """

    def __init__(self, env, cast, began_at):
        """Look at the history of a department.

        :param Cast cast: who works
        :param datetime began_at: when the history began
        """
        self.env, self.cast, self.began_at = env, cast, began_at
        self.company = cast.team.company_id or env.company
        self.today = self.company._get_business_day()
        self.this_month = self.today.replace(day=1)
        self.first_month = self.company._get_business_day(began_at).replace(day=1) + MONTH

    def run(self, head, owner):
        """Let the head of sales set the targets and the owner approve them."""
        leaves = defaultdict(dict)
        for role, codes in METRICS.items():
            for place, user in enumerate(self.cast.people(role)):
                reached = REACHED[role][place % len(REACHED[role])]
                for code in codes:
                    for leaf, value in self._find_targets(user, code, reached):
                        leaves[leaf[0].year][leaf] = value
        with at_instant(self.env, self.began_at):
            plans = self.env["conveyor.plan"].with_user(head)
            for year, targets in sorted(leaves.items()):
                plan = plans.create({"year": year, "company_id": self.company.id})
                plan.env["conveyor.target"]._set_leaves(plan, targets)
                plan.with_user(owner).action_approve()
                if year < self.today.year:
                    plan.with_user(owner).action_close()

    def _find_targets(self, user, code, reached):
        """The targets of a person for a metric, month by month until the end of the year.

        :return: list of ``(leaf, value)``
        """
        metric = self.env["conveyor.metric"]._get(code)
        facts = self._read_facts(user, metric)
        unit, month, found = UNITS[metric.measure], self.first_month, []
        mean = sum(facts.values()) / len(facts) if facts else 0
        while month.year <= self.today.year and any(facts.values()):
            level = self._smooth(facts, month)
            if level is not None:
                value = max(1, round((level or mean) / reached / unit)) * unit
                leaf = (month, metric.id, self.cast.team.id, user.id, None)
                found.append((leaf, Decimal(value)))
            month += MONTH
        return found

    def _read_facts(self, user, metric):
        """What a person brought in each month since he began, the present one as if it were over.

        :return: ``{first day of month: number}``
        """
        domain = [("user_id", "=", user.id), ("company_id", "=", self.company.id)]
        plans = self.env["conveyor.plan"]
        found = plans._read_facts(metric, domain, ["month_on:month"])[metric]
        facts = {month: max(number, 0.0) for (month,), number in found.items()}
        start = max([self.first_month, *([min(facts)] if facts else [])])
        months, month = {}, start
        while month < self.this_month:
            months[month] = facts.get(month, 0.0)
            month += MONTH
        share = self._get_share()
        if share and start <= self.this_month:
            months[self.this_month] = facts.get(self.this_month, 0.0) / share
        return months

    def _get_share(self):
        """The share of the working days of this month that are over; 0 where too few of them are."""
        last = self.this_month + MONTH - relativedelta(days=1)
        days = self.company._get_working_days(self.this_month, last)
        over = sum(day < self.today for day in days)
        return over / len(days) if over >= DAYS_ENOUGH else 0

    def _smooth(self, facts, month):
        """The mean of a month and its neighbours; later months go on like the last one, earlier ones have none."""
        last = max(facts)
        month = min(month, last)
        near = [facts[m] for m in (month - MONTH, month, month + MONTH) if m in facts]
        return sum(near) / len(near) if near and month in facts else None
