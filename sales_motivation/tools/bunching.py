"""What moving sales over the end of a window would bring, by plain arithmetic. All numbers are Decimal."""

from decimal import Decimal
from typing import NamedTuple

from .commission import NOTHING, earn


class Curve(NamedTuple):
    """What a window pays for its total: tiers, times a factor, and an amount; all of it from a goal on."""

    tiers: tuple
    factor: Decimal = Decimal(1)
    goal: Decimal | None = None
    amount: Decimal = NOTHING

    def pay(self, total):
        """What a total of the window earns.

        >>> from .commission import make_tiers
        >>> curve = Curve(make_tiers([(0, "0.1")]), goal=Decimal(100))
        >>> curve.pay(Decimal(99)), curve.pay(Decimal(100))
        (Decimal('0'), Decimal('10.0'))
        """
        if self.goal is not None and total < self.goal:
            return NOTHING
        return earn(self.tiers, total) * self.factor + self.amount

    def get_corners(self):
        """Where the pay turns or jumps."""
        starts = [tier.start for tier in self.tiers]
        return starts if self.goal is None else [*starts, self.goal]


def find_best_move(first, second, here, there, movable):
    """What to move from a window into the next one to be paid most for both.

    Between its corners the pay of two windows is a straight line, so the best is at a corner, at nothing or at
    everything. Sales are taken as if they could be cut to any size: nobody can gain more than this.

    >>> from .commission import make_tiers
    >>> rising = Curve(make_tiers([(0, "0.03"), (100, "0.05")]))
    >>> find_best_move(rising, rising, Decimal(90), Decimal(95), Decimal(50))
    (Decimal('50'), Decimal('0.90'))
    >>> linear = Curve(make_tiers([(0, "0.03")]))
    >>> find_best_move(linear, linear, Decimal(90), Decimal(95), Decimal(50))
    (Decimal('0'), Decimal('0.00'))

    :param first: `Curve` of the window that ends
    :param second: `Curve` of the next one
    :param Decimal here: total of the window that ends
    :param Decimal there: total of the next one
    :param Decimal movable: of the last days of the window that ends
    :return: what is moved, and what is gained
    """
    corners = [here - corner for corner in first.get_corners()]
    corners += [corner - there for corner in second.get_corners()]
    moves = sorted({NOTHING, movable, *(move for move in corners if 0 < move < movable)})
    before = first.pay(here) + second.pay(there)
    gains = [first.pay(here - move) + second.pay(there + move) - before for move in moves]
    best = max(gains)
    return moves[gains.index(best)], best
