"""Months, quarters and years of the calendar, without Odoo."""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

# How many months a period has.
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """A month, a quarter or a year: its first and its last day."""

    kind: str
    first: date
    last: date

    def back(self, count=1):
        """The period of the same kind so many before this one.

        >>> period_of(date(2026, 3, 31), "month").back()
        Period(kind='month', first=datetime.date(2026, 2, 1), last=datetime.date(2026, 2, 28))
        >>> period_of(date(2026, 2, 14), "quarter").back(4).first
        datetime.date(2025, 1, 1)
        """
        return period_of(self.first - relativedelta(months=count * MONTHS[self.kind]), self.kind)

    def row(self, count):
        """So many periods up to this one, the eldest first.

        >>> [period.first.year for period in period_of(date(2026, 5, 1), "year").row(3)]
        [2024, 2025, 2026]
        """
        return [self.back(steps) for steps in range(count - 1, -1, -1)]


def period_of(day, kind):
    """The period of a kind that a day lies in.

    >>> period_of(date(2026, 5, 20), "quarter")
    Period(kind='quarter', first=datetime.date(2026, 4, 1), last=datetime.date(2026, 6, 30))
    >>> period_of(date(2024, 2, 29), "month").last
    datetime.date(2024, 2, 29)
    """
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(kind, first, first + relativedelta(months=months) - timedelta(days=1))
