"""Pay runs beside the open peer and beside the bare writing of their lines; the live look of a seller."""

import itertools
import math
import resource
import sys

import measure
import pay_fill
import pay_peer
from pay_worlds import LARGE, PAST, SMALL

from odoo import api

HEAD = f"{'pay':<44}{'seconds':>10}{'spread':>18}{'statements':>12}{'lines':>12}{'ratio':>8}"


class Run:
    """A month is computed; its statements are there from the time before, its lines are not."""

    def __init__(self, months_ago=0):
        self.months_ago, self.count = months_ago, 0

    def prepare(self, env, team):
        """The run."""
        month = pay_fill.month(env, self.months_ago)
        runs = env["motivation.run"]
        return runs.search([("first_on", "=", month)]) or runs.create({"first_on": month})

    def run(self, run):
        """Compute everybody."""
        run._compute()

    def finish(self, run):
        """How many lines there are."""
        lines = run.env["motivation.statement.line"]
        self.count = lines.search_count([("statement_id", "in", run.statement_ids.ids)])


class ByHand(Run):
    """As many rows into the same table, with the same keys, index and lock, from a table of finished lines."""

    def run(self, run):
        """Write them by one statement."""
        cr = run.env.cr
        cr.execute(
            """
            SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
              FROM information_schema.columns WHERE table_name = 'bench_lines'
            """
        )
        [[names]] = cr.fetchall()
        cr.execute(
            f"INSERT INTO motivation_statement_line ({names}) SELECT {names} FROM bench_lines"  # noqa: S608  (ours)
        )


class Look:
    """A seller opens his pay."""

    count = 0

    def prepare(self, env, team):
        """A seller with as many sales as the others; what every worker knows is known."""
        user = env["res.users"].search([("login", "=", "paid_7")])
        mine = env(user=user.id)["motivation.my.pay"]
        mine.get_my_pay()
        return mine

    def run(self, mine):
        """What the screen asks for."""
        self.count = sum(group["count"] for group in mine.get_my_pay()["groups"])


class PayTables:
    """The part ``pay`` of the bench."""

    def __init__(self, rounds):
        self.rounds = rounds

    def print_pay(self):
        """B9 to B12, the longest last."""
        self._print_month()
        self._print_past()
        self._print_look()
        self._print_growth()

    def _print_month(self):
        self._say(
            "\nB9: 10,000 facts, 50 people; budget 1 s, 15 statements, 5 times faster than the peer, 2 times bare"
        )
        bare = measure.Arm("bare INSERT … SELECT", SMALL.database, 0, ByHand())
        ours = measure.Arm("ours", SMALL.database, 0, Run())
        peer = measure.Arm("the open peer", pay_peer.DATABASE, 0, pay_peer.Settle())
        self._compare([bare, ours, peer], self.rounds, bare)

    def _print_past(self):
        self._say("\nB11: the same beside 500,000 frozen lines; budget × 1.10")
        arms = [
            measure.Arm("no history", SMALL.database, 0, Run()),
            measure.Arm("17 months of history", PAST.database, 0, Run()),
            measure.Arm("bare, no history", SMALL.database, 0, ByHand()),
            measure.Arm("bare, 17 months of history", PAST.database, 0, ByHand()),
        ]
        self._compare(arms, self.rounds * 2, arms[0])

    def _print_look(self):
        self._say("\nB12: a seller opens his pay; budget 0.020 s")
        arms = [
            measure.Arm(
                f"{world.people} people, {len(world.facts)} months", world.database, 0, Look()
            )
            for world in (SMALL, PAST, LARGE)
        ]
        self._compare(arms, self.rounds * 3, arms[0])

    def _print_growth(self):
        self._say("\nB10: 1,000 people; budget 60 s for 1,000,000 facts, growth 1.1, memory flat")
        arms = [
            measure.Arm(f"{count:,} facts", LARGE.database, 0, Run(ago))
            for ago, count in sorted(LARGE.facts, key=lambda part: part[1])
        ]
        before = _peak()
        for arm in arms:
            self._compare([arm], 1 if arm is arms[-1] else 3, arms[0])
        self._say(f"Python at most {before:.0f} MB before, {_peak():.0f} MB after")
        for small, large in itertools.pairwise(arms):
            growth = math.log(
                large.seconds / small.seconds, large.operation.count / small.operation.count
            )
            self._say(f"growth from {small.name} to {large.name}: {growth:.2f}")

    def _compare(self, arms, rounds, base):
        self._say(HEAD)
        measure.compare(arms, None, rounds, api.SUPERUSER_ID)
        for arm in arms:
            low, high = measure.spread(arm)
            self._say(
                f"{arm.name:<44}{arm.seconds:>10.4f}{f'{low:.4f}–{high:.4f}':>18}{arm.statements:>12}"
                f"{arm.operation.count:>12,}{arm.seconds / base.seconds:>8.2f}"
            )

    def _say(self, line):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
