"""The tables of the bench: who is compared with whom, and against which budget."""

import sys

import bare
import kanban
import measure
import operations
import race
import worlds

from odoo import api
from odoo.modules.registry import Registry

HEAD = f"{'operation':<28}{'cards':>6}  {'arm':<22}{'seconds':>9}{'spread':>16}{'queries':>8}{'× stock':>9}{'+ queries':>10}"


def _say(line):
    """Show a line at once: a run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Bench:
    """Compares the stock world with ours, in a team without the conveyor and in one with it."""

    def __init__(self, rounds, batch):
        self.rounds = rounds
        self.batch = batch
        with Registry(worlds.STOCK).cursor() as cr:
            ids = worlds.read_ids(api.Environment(cr, api.SUPERUSER_ID, {}))
        self.head = ids["head"]
        self.without, self.with_conveyor = ids["teams"][:2]

    def _arms(self):
        return [
            measure.Arm("stock Odoo", worlds.STOCK, self.without),
            measure.Arm("stock team", worlds.OURS, self.without),
            measure.Arm("conveyor team", worlds.OURS, self.with_conveyor),
        ]

    def _compare(self, arms, operation, rounds=None):
        return measure.compare(arms, operation, rounds or self.rounds, self.head)

    def print_writes(self):
        """B4: our fields and hooks on stock writes."""
        _say(
            "\nB4: stock writes; budget × 1.05 (1.10 with noise), +3 queries for one, +10 for a batch"
        )
        _say(HEAD)
        for count in (1, self.batch):
            # A single write is so short that it needs more rounds for a steady median.
            rounds = self.rounds * 6 if count == 1 else self.rounds
            for kind in operations.WRITES:
                self._print(kind(count), self._compare(self._arms(), kind(count), rounds))

    def print_handover(self):
        """B5: handover beside stock's change of owner, and bare SQL."""
        _say("\nB5: handover; budget for a batch: 12 times faster than stock, for one: × 1.3")
        _say(HEAD)
        for count in (1, self.batch):
            kinds = [
                ("stock owner + stage", worlds.STOCK, operations.StockHandover),
                ("ours: offer", worlds.OURS, operations.Offer),
                ("ours: accept", worlds.OURS, operations.Accept),
                ("ours: both", worlds.OURS, operations.Handover),
                ("bare SQL", worlds.OURS, bare.BareHandover),
            ]
            arms = [measure.Arm(n, db, self.with_conveyor, kind(count)) for n, db, kind in kinds]
            self._compare(arms, None, self.rounds * 4 if count == 1 else self.rounds)
            self._print(operations.Handover(count), arms)
        arm = measure.Arm("loser", worlds.OURS, self.with_conveyor)
        _say(
            f"the loser of a race is told after {race.lose(arm, self.rounds, self.head):.3f} s; budget 0.1 s"
        )

    def print_kanban(self):
        """B16: the kanban with the relay on it; B14: the strip."""
        _say("\nB16: kanban; budget × 1.15, +3 queries, flat in the number of cards")
        _say(HEAD)
        for count in (10, 40, 80):
            for kind in (kanban.Kanban, kanban.OwnKanban):
                self._print(kind(count), self._compare(self._arms(), kind(count), self.rounds * 3))
        strip = measure.Arm("conveyor team", worlds.OURS, self.with_conveyor)
        self._print(kanban.Strip(0), self._compare([strip], kanban.Strip(0), self.rounds * 3))

    def _print(self, operation, arms):
        stock = arms[0]
        for arm in arms:
            low, high = measure.spread(arm)
            _say(
                f"{type(operation).__name__:<28}{operation.count:>6}  {arm.name:<22}{arm.seconds:>9.4f}"
                f"{f'{low:.4f}–{high:.4f}':>16}{arm.statements:>8}{arm.seconds / stock.seconds:>9.3f}"
                f"{arm.statements - stock.statements:>+10}"
            )
