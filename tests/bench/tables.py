"""The tables of the bench: who is compared with whom, and against which budget."""

import statistics
import sys

import bare
import kanban
import ledger
import measure
import operations
import race
import worlds
import years

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

    def print_ledger(self):
        """B7, B8: taking over history and checking it; B3: three years by person and month."""
        with Registry(worlds.OURS).cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            _say("\nB7: back-fill; budget 5 minutes for a million cards")
            self._tell("back-fill", ledger.take_over(env))
            _say(
                "sums compacted in {:.1f} s: {:,} rows before, {:,} after".format(
                    *ledger.compact(env)
                )
            )
            worlds.analyze(env)
            _say("\nB8: check; budget for a million cards 2 minutes, of one day 2 s")
            self._tell("check of everything", ledger.work(env, "check"))
            facts = ledger.live_a_day(env, env["crm.lead"].search_count([]) // 1000)
            self._tell(
                f"check of a day, {facts} facts",
                ledger.work(env, "check", date_from=env.cr.now().date()),
            )
        self._print_years()

    def print_restart(self):
        """B7: a back-fill killed in the middle of a chunk goes on, and the ledger is the same."""
        unbroken, broken, booked = ledger.take_over_killed(worlds.OURS)
        verdict = "the same" if unbroken == broken else f"NOT the same: {unbroken}"
        _say(
            f"\nB7: killed after {booked:,} facts, gone on: {broken[0]:,} facts, sum of hashes {broken[1]}: {verdict}"
        )

    def _tell(self, name, work):
        _say(
            f"{name:<28}{work.seconds:>9.2f} s, {work.chunks} chunks, the slowest {work.slowest:.2f} s; {work.documents:,} "
            f"documents, {work.rows:,} rows, {work.differences} differences; Python at most {work.megabytes:.0f} MB"
        )

    def _print_years(self):
        _say(
            "\nB3: won deals by person and month, all years; budget half of stock's time, SQL twice the bare one's"
        )
        _say(HEAD)
        kinds = [
            ("stock pivot of cards", worlds.STOCK, years.StockYears(0)),
            ("ours: sums by month", worlds.OURS, years.Years(0)),
            ("ours: facts", worlds.OURS, years.FactYears(0)),
            ("bare SQL over sums", worlds.OURS, years.BareYears(0)),
            ("bare SQL over facts", worlds.OURS, years.BareFactYears(0)),
        ]
        arms = [measure.Arm(name, db, self.without, kind) for name, db, kind in kinds]
        self._print(years.Years(0), self._compare(arms, None))
        for arm in arms:
            _say(f"{arm.name:<28}of it SQL {statistics.median(arm.operation.sql[1:]):.4f} s")

    def _print(self, operation, arms):
        stock = arms[0]
        for arm in arms:
            low, high = measure.spread(arm)
            _say(
                f"{type(operation).__name__:<28}{operation.count:>6}  {arm.name:<22}{arm.seconds:>9.4f}"
                f"{f'{low:.4f}–{high:.4f}':>16}{arm.statements:>8}{arm.seconds / stock.seconds:>9.3f}"
                f"{arm.statements - stock.statements:>+10}"
            )
