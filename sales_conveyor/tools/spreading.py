"""Whole shares of an amount: nothing is lost and nothing is invented, down to the last unit."""

from decimal import Decimal
from fractions import Fraction
from math import lcm

LIMIT = 10**12


class SpreadError(ValueError):
    """Why nothing can be spread: one word, which the caller puts in a sentence.

    ``number``, ``negative``, ``huge`` and ``fine`` (smaller than the unit) tell of an amount or a weight,
    ``empty`` and ``zero`` of the weights together.
    """


def spread(amount, weights, decimals=0):
    """Share an amount out by weights; whoever lost most by rounding down gets the units that are left.

    >>> spread(100, [1, 1, 1])
    [Decimal('34'), Decimal('33'), Decimal('33')]
    >>> spread(Decimal("0.05"), [1, 2, 0], decimals=2)
    [Decimal('0.02'), Decimal('0.03'), Decimal('0.00')]
    >>> spread(100, [0, 0])  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    SpreadError: zero

    :param amount: of 0 or more, below 1e12, in whole units
    :param weights: numbers of 0 or more, not all of them 0; only their ratio counts
    :param int decimals: of the unit: 2 for cents, 0 for pieces
    :return: list of Decimal in the order of the weights, which sum up to the amount
    :raises SpreadError: see there
    """
    return spread_table([amount], weights, decimals)[0]


def spread_table(amounts, weights, decimals=0):
    """Share several amounts out one after another, by the same weights, so that nobody is always rounded up.

    What somebody was short of before goes before the others when the next units are left:

    >>> for row in spread_table([10, 10, 10], [1, 1, 1]):
    ...     print(*row)
    4 3 3
    3 4 3
    3 3 4

    Each share is less than one unit away from the exact one, each row sums up to its amount.

    :return: list of lists of Decimal: a row for each amount, a column for each weight
    :raises SpreadError: see `SpreadError`
    """
    weights = _make_whole(weights)
    whole = sum(weights)
    short = [0] * len(weights)  # in shares of ``whole``, like the remainders below
    rows = []
    for units in [_count_units(amount, decimals) for amount in amounts]:
        shares = [divmod(units * weight, whole) for weight in weights]
        row = [share for share, _rest in shares]
        short = [old + rest for old, (_share, rest) in zip(short, shares, strict=True)]
        # Only who lost something by rounding down may be rounded up.
        waiting = [place for place, (_share, rest) in enumerate(shares) if rest]
        waiting.sort(key=lambda place: -short[place])
        for place in waiting[: units - sum(row)]:
            row[place] += 1
            short[place] -= whole
        rows.append([Decimal(share).scaleb(-decimals) for share in row])
    return rows


def _count_units(amount, decimals):
    """An amount in its smallest units."""
    units = _parse(amount) * 10**decimals
    if amount >= LIMIT:
        raise SpreadError("huge")
    if units.denominator != 1:
        raise SpreadError("fine")
    return units.numerator


def _make_whole(weights):
    """The same ratio in whole numbers."""
    parts = [_parse(weight) for weight in weights]
    if not parts:
        raise SpreadError("empty")
    if not any(parts):
        raise SpreadError("zero")
    common = lcm(*(part.denominator for part in parts))
    return [int(part * common) for part in parts]


def _parse(number):
    """A number of 0 or more, exactly as it is written."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal | Fraction):
        raise SpreadError("number")
    try:
        exact = Fraction(str(number))
    except ValueError as fault:  # NaN and infinity
        raise SpreadError("number") from fault
    if exact < 0:
        raise SpreadError("negative")
    return exact
