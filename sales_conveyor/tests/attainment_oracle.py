"""What the attainment analysis must tell, in plain Python: leaf by leaf, and sums of leaves."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ..tools.forecasting import Horizon, get_due, get_forecast, get_pace, get_share

NUMBERS = ("fact", "plan", "plan_to_date", "last_year", "forecast")


@dataclass
class World:
    """Facts ``(metric, day, person, number)``, targets ``(metric, month, person, number)``, open deals
    ``(day, person, revenue, chance)``, and the calendar of the company.
    """

    today: date
    days: tuple
    weight: float
    fed: set
    facts: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    deals: list = field(default_factory=list)

    @property
    def horizon(self):
        """The calendar, from the first fact on."""
        return Horizon(
            self.today, self.days, min((day for _c, day, *_r in self.facts), default=None)
        )

    def get_leaf(self, code, person, month):
        """What one person has of one summed metric in one month; nothing where there is nothing to tell."""
        facts = [(day, value) for c, day, who, value in self.facts if (c, who) == (code, person)]
        plans = [v for c, m, who, v in self.targets if (c, who, m) == (code, person, month)]
        before = month.replace(year=month.year - 1)
        last_year = [value for day, value in facts if day.replace(day=1) == before]
        plan = sum(plans) if plans else None
        return {
            "fact": sum(value for day, value in facts if day.replace(day=1) == month),
            "plan": plan,
            "plan_to_date": None if plan is None else get_due(plan, month, self.horizon),
            "last_year": sum(last_year) if last_year else None,
            "forecast": self._get_forecast(code, person, month, facts),
        }

    def _get_forecast(self, code, person, month, facts):
        horizon = self.horizon
        known = [(day, value) for day, value in facts if day <= self.today]
        fact = sum(value for day, value in known if day.replace(day=1) == month)
        if month < horizon.month:
            return fact
        if month not in horizon.months:
            return None
        told = sum(v for day, v in known if horizon.pace_start <= day < self.today)
        pace = get_pace(told, month, horizon)
        if code not in self.fed:
            return get_forecast(fact, pace)
        return get_forecast(fact, pace, self._get_deals(code, person, month), self.weight)

    def _get_deals(self, code, person, month):
        total = 0.0
        for day, who, revenue, chance in self.deals:
            expected = max(day.replace(day=1), self.horizon.month)
            if (who, expected) == (person, month):
                total += (
                    chance / 100 * (revenue if code in ("won_amount", "contract_amount") else 1)
                )
        return total

    def get_total(self, code, people, months):
        """The figures of a summed metric over leaves."""
        totals = defaultdict(lambda: None)
        for person in people:
            for month in months:
                for name, value in self.get_leaf(code, person, month).items():
                    if value is not None:
                        totals[name] = (totals[name] or 0) + value
        return {name: totals[name] for name in NUMBERS}

    def get_ratio(self, over, under, people, months, is_complement=False):
        """The figures of a ratio of two summed metrics."""
        upper, lower = (self.get_total(code, people, months) for code in (over, under))
        figures = {}
        for name in NUMBERS:
            numerator, denominator = upper[name], lower[name]
            if not name.startswith("plan"):
                numerator, denominator = numerator or 0, denominator or 0
            if is_complement and None not in (numerator, denominator):
                denominator += numerator
            figures[name] = get_share(numerator, denominator)
        return figures
