"""What the second opinion is made of: facts, lines, windows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
NOTHING = Decimal()
FOREVER = date.max


class Line(NamedTuple):
    """A line as the oracle knows it."""

    user: int
    currency: int
    kind: str
    component: int | None
    fact: int | None
    original: int | None
    window: date | None
    base: Decimal
    before: Decimal
    after: Decimal
    amount: Decimal
    held: Decimal


@dataclass(frozen=True)
class Fact:
    """A row of the ledger, and what somebody said of it."""

    id: int
    metric: int
    day: date
    at: datetime
    quantity: Decimal
    amount: Decimal
    people: dict = field(hash=False)
    product: int | None
    reversal_of: int | None
    verdict: tuple | None = field(hash=False)  # (state, original id)


@dataclass(frozen=True)
class Assignment:
    """Days of a person on a plan."""

    user: int
    plan: object
    first: date
    last: date
    salary: Decimal
    teams: tuple

    @property
    def components(self):
        """In order."""
        return self.plan.component_ids.sorted(lambda component: (component.sequence, component.id))


@dataclass
class Row:
    """A fact that somebody is paid for, or pays back."""

    user: int
    component: object
    window: date
    fact: Fact
    sale: int
    base: Decimal
    owed: Decimal = NOTHING

    @property
    def key(self):
        """The sale as this person has it."""
        return (self.sale, self.user, self.component.id)


def decimal(number):
    """A number of Odoo as it is written."""
    return Decimal(str(number or 0))


def begin(window, day):
    """The first day of the window that a day falls into."""
    months = MONTHS[window]
    return day.replace(day=1) - relativedelta(months=(day.month - 1) % months)


def end(window, first):
    """The last day of a window."""
    return first + relativedelta(months=MONTHS[window], days=-1)
