"""What a month may come to: plans by the day, the pace so far, open deals. Plain Python, no ORM.

A forecast is the sum of what is known and of a guess at the rest:

    forecast = fact + (1 - weight) × pace + weight × open deals

It is made leaf by leaf (person, product, month), so that a quarter, a team and the company are sums of it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

# Full months before the present one that tell the pace.
PACE_MONTHS = 3


def add_months(month, months):
    """The first day of another month.

    >>> add_months(date(2026, 1, 1), -3)
    datetime.date(2025, 10, 1)
    >>> add_months(date(2026, 11, 1), 2)
    datetime.date(2027, 1, 1)
    """
    year, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, index + 1, 1)


@dataclass(frozen=True)
class Horizon:
    """What the calendar tells on a day: how much of the month is over, and what is left of the year.

    :param today: the business day; it is not over
    :param days: the working days, sorted, from the months that tell the pace to the end of the year
    :param first: the first day that the company has facts of; ``None`` if it has none

    >>> days = [date(2026, month, day) for month in (2, 3, 4) for day in (2, 3, 4, 5)]
    >>> spring = Horizon(date(2026, 3, 4), days)
    >>> spring.month, spring.days_over, spring.month_days, spring.pace_days
    (datetime.date(2026, 3, 1), 2, 4, 6)
    >>> [spring.get_days_left(date(2026, month, 1)) for month in (2, 3, 4)]
    [0, 2, 4]
    """

    today: date
    days: tuple
    first: date | None = None

    @property
    def month(self):
        """The present month."""
        return self.today.replace(day=1)

    @property
    def months(self):
        """The present month and the later ones of its year."""
        return [self.today.replace(month=month, day=1) for month in range(self.today.month, 13)]

    @property
    def pace_start(self):
        """The day from which on facts tell the pace: three full months ago, or when the company began.

        >>> Horizon(date(2026, 3, 4), ()).pace_start
        datetime.date(2025, 12, 1)
        >>> Horizon(date(2026, 3, 4), (), first=date(2026, 2, 10)).pace_start
        datetime.date(2026, 2, 10)
        """
        start = add_months(self.month, -PACE_MONTHS)
        return max(start, self.first) if self.first else start

    @property
    def pace_days(self):
        """The working days that are over and tell the pace."""
        return self.count(self.pace_start, self.today)

    @property
    def days_over(self):
        """The working days of the present month before today."""
        return self.count(self.month, self.today)

    @property
    def month_days(self):
        """All working days of the present month."""
        return self.count(self.month, add_months(self.month, 1))

    def get_days_left(self, month):
        """The working days of a month from today on."""
        return self.count(max(month, self.today), add_months(month, 1))

    def count(self, start, stop):
        """The working days from one day to another, which is not counted."""
        return max(bisect_left(self.days, stop) - bisect_left(self.days, start), 0)


def get_due(plan, month, horizon):
    """How much of the plan of a month should be reached before today.

    >>> days = [date(2026, 3, day) for day in (2, 3, 4, 5)]
    >>> middle = Horizon(date(2026, 3, 5), days)
    >>> [get_due(100.0, date(2026, month, 1), middle) for month in (2, 3, 4)]
    [100.0, 75.0, 0.0]
    """
    if month != horizon.month:
        return plan if month < horizon.month else 0.0
    return plan * horizon.days_over / horizon.month_days if horizon.month_days else 0.0


def get_pace(total, month, horizon):
    """What the rest of a month brings if days go on as they did.

    :param total: of the days that tell the pace, today left out

    Twelve in six days are two a day; four days of April are left:

    >>> days = [date(2026, month, day) for month in (2, 3, 4) for day in (2, 3, 4, 5)]
    >>> get_pace(12.0, date(2026, 4, 1), Horizon(date(2026, 3, 4), days))
    8.0
    >>> get_pace(12.0, date(2026, 4, 1), Horizon(date(2026, 3, 4), ()))
    0.0
    """
    if not horizon.pace_days:
        return 0.0
    return total * horizon.get_days_left(month) / horizon.pace_days


def get_forecast(fact, pace, deals=0.0, weight=0.0):
    """What a month may come to.

    :param fact: so far, today included
    :param pace: of `get_pace`
    :param deals: open deals by their chances
    :param weight: how much of the rest the open deals tell; 0 for what they do not feed

    1.2 million are there; open deals tell 0.4, the pace tells 0.6 more:

    >>> round(get_forecast(1.2, 0.6, 0.4, weight=0.5), 2)
    1.7
    >>> round(get_forecast(1.2, 0.6), 2)
    1.8
    """
    return fact + (1 - weight) * pace + weight * deals


def get_share(part, whole):
    """A ratio, or nothing where there is nothing to divide by.

    >>> get_share(3, 4)
    0.75
    >>> get_share(3, 0), get_share(3, None), get_share(None, 4)
    (None, None, None)
    """
    return part / whole if whole and part is not None else None
