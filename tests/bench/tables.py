"""The tables of the bench: who is compared with whom, and against which budget."""

import statistics
import sys

import bare
import bare_pivots
import cockpit
import day
import kanban
import ledger
import measure
import nearest
import operations
import page
import pivots
import race
import worlds
import years

from odoo import api
from odoo.modules.registry import Registry

HEAD = f"{'operation':<28}{'cards':>6}  {'arm':<22}{'seconds':>9}{'spread':>16}{'queries':>8}{'× stock':>9}{'+ queries':>10}"

PAGE_HEAD = (
    f"{'page':<28}{'arm':<22}{'seconds':>9}{'spread':>16}{'queries':>8}{'× bare':>9}{'kB':>9}"
)
PIVOT_HEAD = (
    f"{'pivot':<42}{'asks for':<36}{'seconds':>8}{'queries':>8}{'groups':>7}{'kB':>9}{'stock':>9}{'× stock':>8}"
    f"{'bare':>9}{'× bare':>8}"
)


def _say(line):
    """Show a line at once: a run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Bench(day.DayTables):
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
        self.print_years()

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

    def print_years(self):
        """B3: all years by person and month."""
        self._fill_page()
        budget = "budget half of stock's time, SQL twice the bare one's"
        _say(f"\nB3: won deals by person and month, all years; {budget}")
        self._compare_years(
            ("stock pivot of cards", worlds.STOCK, years.StockYears(0)),
            ("ours: sums by month", worlds.OURS, years.Years(0)),
            ("ours: facts", worlds.OURS, years.FactYears(0)),
            ("bare SQL over sums", worlds.OURS, years.BareYears(0)),
            ("bare SQL over facts", worlds.OURS, years.BareFactYears(0)),
        )
        _say(f"\nB3: contracts by person and month, all years; {budget}")
        self._compare_years(
            ("stock report of sales", worlds.STOCK, years.StockSaleYears(0)),
            ("ours: attainment, facts", worlds.OURS, years.AttainmentYears(0)),
            ("ours: attainment, all", worlds.OURS, years.WholeAttainmentYears(0)),
            ("bare SQL over sums", worlds.OURS, years.BareContractYears(0)),
        )

    def _compare_years(self, *kinds):
        _say(HEAD)
        arms = [measure.Arm(name, db, self.without, kind) for name, db, kind in kinds]
        self._print(arms[0].operation, self._compare(arms, None))
        for arm in arms:
            sql = statistics.median(arm.operation.sql[1:])
            _say(f"{arm.name:<28}{arm.operation.groups:>8} groups, of it SQL {sql:.4f} s")

    def _fill_page(self):
        """A ledger taken over anew has lost the levels of past nights."""
        with Registry(worlds.OURS).cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            if page.fill(env):
                worlds.analyze(env)

    def print_cockpit(self):
        """B1: everything that the cockpit of a month shows, by one call."""
        self._fill_page()
        _say(
            "\nB1: cockpit of a month; budget 0.35 s, 1 MB, 25 queries; of a team 0.05 s, 30 kB; 3 times bare SQL"
        )
        _say(PAGE_HEAD)
        for name, ours, by_hand in (
            ("the whole department", cockpit.Cockpit(0), cockpit.BareCockpit(0)),
            ("one team", cockpit.TeamCockpit(0), cockpit.BareTeamCockpit(0)),
        ):
            arms = [
                measure.Arm("ours", worlds.OURS, self.with_conveyor, ours),
                measure.Arm("bare SQL", worlds.OURS, self.with_conveyor, by_hand),
            ]
            self._compare(arms, None, self.rounds * 3)
            for arm in arms:
                low, high = measure.spread(arm)
                size = f"{ours.kilobytes:>9.1f}" if arm.operation is ours else ""
                _say(
                    f"{name:<28}{arm.name:<22}{arm.seconds:>9.4f}{f'{low:.4f}–{high:.4f}':>16}"
                    f"{arm.statements:>8}{arm.seconds / arms[1].seconds:>9.2f}{size}"
                )

    def print_pivots(self):
        """B2: each pivot of our menus as it opens."""
        self._fill_page()
        _say(
            "\nB2: pivots as they open; budget 0.3 s; not slower than stock, 10 times faster where stock takes over 1 s"
        )
        _say(PIVOT_HEAD)
        with Registry(worlds.OURS).cursor() as cr:
            env = api.Environment(cr, self.head, {})
            values = {
                **env["conveyor.metric"]._get_ids_by_code(),
                "company": env.company.id,
                "today": env.company._get_business_day(),
            }
            questions = {name: pivots.derive(env, name) for name in pivots.list_actions(env)}
        for name, question in questions.items():
            arms = {"ours": (worlds.OURS, pivots.Pivot(question))}
            if asked := nearest.find(name, values["today"]):
                arms["stock"] = (worlds.STOCK, pivots.Pivot(asked))
            if statement := bare_pivots.find(name):
                arms["bare"] = (worlds.OURS, pivots.BarePivot(statement, values))
            made = {
                kind: measure.Arm(kind, db, self.without, op) for kind, (db, op) in arms.items()
            }
            self._compare(list(made.values()), None)
            self._print_pivot(name, made)

    def _print_pivot(self, name, arms):
        ours = arms["ours"]
        asked = ours.operation
        line = (
            f"{name.removeprefix('conveyor_'):<42}{asked.question.words[:34]:<36}{ours.seconds:>8.4f}"
            f"{ours.statements:>8}{asked.rows:>7}{asked.kilobytes:>9.1f}"
        )
        for kind in ("stock", "bare"):
            arm = arms.get(kind)
            line += (
                f"{arm.seconds:>9.4f}{ours.seconds / arm.seconds:>8.2f}"
                if arm
                else f"{'–':>9}{'–':>8}"
            )
        _say(line)

    def _print(self, operation, arms):
        stock = arms[0]
        for arm in arms:
            low, high = measure.spread(arm)
            _say(
                f"{type(operation).__name__:<28}{operation.count:>6}  {arm.name:<22}{arm.seconds:>9.4f}"
                f"{f'{low:.4f}–{high:.4f}':>16}{arm.statements:>8}{arm.seconds / stock.seconds:>9.3f}"
                f"{arm.statements - stock.statements:>+10}"
            )
