"""The arithmetic of pay, without Odoo: curves, lines, money taken back, draws. All numbers are Decimal.

The same arithmetic is written in SQL for a thousand people at once; tests hold the two together.
"""

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

CENT = Decimal("0.01")
NOTHING = Decimal()


class Tier(NamedTuple):
    """From this much on every further unit pays this rate. The first tier starts at 0."""

    start: Decimal
    rate: Decimal


class Line(NamedTuple):
    """What one fact pays: its base, where it stands on the curve, and the money."""

    base: Decimal
    before: Decimal
    after: Decimal
    amount: Decimal


class TierError(ValueError):
    """Why tiers make no curve: ``empty``, ``gap`` (the first does not start at 0) or ``twice``."""


def round_money(amount, unit=CENT):
    """To whole units of the currency, half a unit away from zero, as Odoo rounds money.

    >>> round_money(Decimal("2.675")), round_money(Decimal("-2.675")), round_money(Decimal(7), Decimal(5))
    (Decimal('2.68'), Decimal('-2.68'), Decimal('5'))
    """
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def make_tiers(pairs):
    """Tiers in order, checked: they cover everything from 0 on, and nothing twice.

    >>> make_tiers([(100, 5), (0, 3)])
    (Tier(start=Decimal('0'), rate=Decimal('3')), Tier(start=Decimal('100'), rate=Decimal('5')))
    >>> make_tiers([(10, 3)])  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    TierError: gap

    :param pairs: of start and rate
    :raises TierError: see there
    """
    tiers = sorted(Tier(Decimal(start), Decimal(rate)) for start, rate in pairs)
    if not tiers:
        raise TierError("empty")
    if tiers[0].start:
        raise TierError("gap")
    if any(one.start == other.start for one, other in pairwise(tiers)):
        raise TierError("twice")
    return tuple(tiers)


def earn(tiers, total):
    """F: what a cumulative total earns. Each rate applies to the part between its start and the next.

    F has no jump anywhere, so no deal is worth more for being the one that crosses a line, and below zero the
    first rate goes on: money goes back the way it came.

    >>> tiers = make_tiers([(0, "0.03"), (100000, "0.05")])
    >>> earn(tiers, Decimal(100000)), earn(tiers, Decimal(120000)), earn(tiers, Decimal(-1000))
    (Decimal('3000.00'), Decimal('4000.00'), Decimal('-30.00'))

    :param tiers: of `make_tiers`
    :param Decimal total: of the window so far
    """
    earned = tiers[0].rate * total
    for lower, upper in pairwise(tiers):
        earned += (upper.rate - lower.rate) * max(NOTHING, total - upper.start)
    return earned


def scale(tiers, target):
    """Tiers that start at shares of a target, as tiers that start at amounts.

    >>> scale(make_tiers([(0, 1), ("0.8", 2)]), Decimal(500))[1].start
    Decimal('400.0')
    """
    return tuple(Tier(tier.start * target, tier.rate) for tier in tiers)


def pay_lines(tiers, bases, before=NOTHING, unit=CENT, exchange=Decimal(1)):
    """A line for each base in turn: round(F(after)) − round(F(before)).

    Whatever the order, the lines sum up to round(F(all)) − round(F(before)), to the cent:

    >>> tiers = make_tiers([(0, "0.03"), (100, "0.05")])
    >>> [line.amount for line in pay_lines(tiers, map(Decimal, (90, 20, -10)))]
    [Decimal('2.70'), Decimal('0.80'), Decimal('-0.50')]

    :param bases: what each fact brings, reversals negative
    :param Decimal before: what the window had before them
    :param Decimal unit: the smallest coin of the currency of pay
    :param Decimal exchange: units of the currency of pay for one of the company's
    """
    lines = []
    for base in bases:
        after = before + base
        amount = round_money(earn(tiers, after) * exchange, unit)
        amount -= round_money(earn(tiers, before) * exchange, unit)
        lines.append(Line(base, before, after, amount))
        before = after
    return lines


def pay_back(base, paid, reversals, unit=CENT):
    """What goes back when a closed window loses part of a sale: the share that was really paid for it.

    Never more than was paid, and exactly that much when all of it is gone:

    >>> pay_back(Decimal(300), Decimal("10.00"), [Decimal(-100), Decimal(-100), Decimal(-150)])
    [Decimal('-3.33'), Decimal('-3.34'), Decimal('-3.33')]

    :param Decimal base: of the sale in its frozen lines
    :param Decimal paid: for it in its frozen lines
    :param reversals: negative bases in turn
    """
    left, amounts = base, []
    for reversal in reversals:
        now = max(NOTHING, left + reversal)
        back = _keep(base, paid, now, unit) - _keep(base, paid, left, unit)
        amounts.append(back)
        left = now
    return amounts


def _keep(base, paid, left, unit):
    return round_money(paid * left / base, unit) if base else NOTHING


def split_days(amount, spans, days, unit=CENT):
    """A monthly amount over spans of days of one month; a whole month pays exactly the amount.

    >>> split_days(Decimal(1000), [(0, 10), (10, 30)], 30)
    [Decimal('333.33'), Decimal('666.67')]

    :param spans: of days before and days after, counted from the first day of the month
    :param int days: of the month
    """
    return [
        round_money(amount * last / days, unit) - round_money(amount * first / days, unit)
        for first, last in spans
    ]


class Settlement(NamedTuple):
    """How a period ends: what is paid of the variable part, what of a debt is taken, what stays."""

    taken: Decimal
    carried: Decimal


def settle(variable, due, floor=NOTHING, unit=CENT):
    """Take a debt out of variable pay only, leave its floor, carry the rest over.

    >>> settle(Decimal(1000), Decimal(300), Decimal("0.5"))
    Settlement(taken=Decimal('300'), carried=Decimal('0'))
    >>> settle(Decimal(1000), Decimal(800), Decimal("0.5"))
    Settlement(taken=Decimal('500.00'), carried=Decimal('300.00'))
    >>> settle(Decimal(-200), Decimal(100))
    Settlement(taken=Decimal('-200'), carried=Decimal('300'))

    :param Decimal variable: pay of the period beside the salary; negative where more went back than came
    :param Decimal due: what is to be taken back
    :param Decimal floor: the share of variable pay that always stays
    :return: what is taken (negative: what is lent until the next period) and what is carried over
    """
    if variable <= 0:
        return Settlement(variable, due - variable)
    limit = round_money(variable * (1 - floor), unit)
    taken = min(due, limit)
    return Settlement(taken, due - taken)


def top_up(draw, variable, owed, is_recoverable, unit=CENT):
    """A draw: variable pay is made up to it; what was advanced is taken back out of what goes beyond.

    >>> top_up(Decimal(500), Decimal(300), NOTHING, True), top_up(Decimal(500), Decimal(900), Decimal(200), True)
    (Decimal('200'), Decimal('-200'))

    :param Decimal owed: advanced before and not taken back yet
    :return: the advance, or, negative, what is taken back
    """
    if variable < draw:
        return draw - max(NOTHING, variable)
    return -min(owed, variable - draw) if is_recoverable else NOTHING
