"""How a line of a statement came about, in parts that a sentence can name. All numbers are Decimal."""

from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

INFINITE = Decimal("Infinity")


class Part(NamedTuple):
    """A piece of a base that one rate applies to; its base is never negative."""

    base: Decimal
    rate: Decimal


def cut(tiers, before, after):
    """The pieces of a curve between two totals of a window, from where the line begins to where it ends.

    >>> from .commission import make_tiers
    >>> tiers = make_tiers([(0, "0.03"), (100, "0.05")])
    >>> cut(tiers, Decimal(90), Decimal(110))
    [Part(base=Decimal('10'), rate=Decimal('0.03')), Part(base=Decimal('10'), rate=Decimal('0.05'))]

    What goes back goes the way it came, and the first rate goes on below zero:

    >>> cut(tiers, Decimal(110), Decimal(95))
    [Part(base=Decimal('10'), rate=Decimal('0.05')), Part(base=Decimal('5'), rate=Decimal('0.03'))]
    >>> cut(tiers, Decimal(-20), Decimal(10))
    [Part(base=Decimal('30'), rate=Decimal('0.03'))]

    :param tiers: as `commission.make_tiers` makes them
    """
    lower, upper = min(before, after), max(before, after)
    parts = []
    ends = [-INFINITE, *(tier.start for tier in tiers[1:]), INFINITE]
    for (start, end), tier in zip(pairwise(ends), tiers, strict=True):
        base = min(upper, end) - max(lower, start)
        if base > 0:
            parts.append(Part(base, tier.rate))
    return parts if after >= before else parts[::-1]


def next_tier(tiers, total):
    """Where the next rate begins and which it is; nothing beyond the last tier.

    >>> from .commission import make_tiers
    >>> next_tier(make_tiers([(0, "0.03"), (100, "0.05")]), Decimal(40))
    Tier(start=Decimal('100'), rate=Decimal('0.05'))
    """
    return next((tier for tier in tiers[1:] if tier.start > total), None)
