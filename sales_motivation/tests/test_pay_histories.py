import os
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from random import Random

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.sales_conveyor.tests.ledger import LedgerCommon

from ..const import FACT_KINDS
from ..tools.commission import earn, make_tiers, round_money
from .pay_basics import Line
from .pay_histories import PayHistory
from .pay_words import JANUARY, PayWords, day
from .pay_world import World

HISTORIES = int(os.environ.get("MOTIVATION_HISTORIES", "8"))
SEED = int(os.environ.get("MOTIVATION_SEED", "20260101"))
MONTHS = 6
COMPARED = SQL(
    """
    SELECT s.user_id, s.currency_id, l.kind, l.component_id, l.fact_id, l.original_id, l.window_on, l.base::text,
           l.before::text, l.after::text, l.amount::text, l.held::text
      FROM motivation_statement_line l JOIN motivation_statement s ON s.id = l.statement_id
    """
)


class PayHistoriesCommon(PayWords, LedgerCommon):
    """Random half-years, each with a seed of its own; a failure names it."""

    def setUp(self):
        super().setUp()
        rates = [(f"2026-{month:02}-01", 2 + month / 8) for month in range(1, 13)]
        self.coin = self.currency("TST", *rates)
        self.rates = {
            (self.coin.id, date.fromisoformat(name)): Decimal(str(rate)) for name, rate in rates
        }
        categories = self.env["product.category"].create([{"name": "Machines"}, {"name": "Tools"}])
        values = [{"name": categ.name, "categ_id": categ.id} for categ in categories]
        self.products = self.env["product.product"].create(values)

    def tell_lives(self, tell, **values):
        """Tell as many lives as asked for, each on tables as small as those of the first."""
        for seed in range(SEED, SEED + HISTORIES):
            with self.subTest(seed=seed), self.cr.savepoint() as life:
                self.origin, self.targets = 10**9, None
                history = PayHistory(self, Random(seed), **values)
                history.plan_pay()
                tell(history)
                life.rollback()
            self.env.invalidate_all()

    def read_lines(self, run):
        """The lines of a month as the database has them, as the oracle tells them."""
        self.env.flush_all()
        self.env.cr.execute(SQL("%s WHERE s.run_id = %s ORDER BY l.id", COMPARED, run.id))
        return [
            Line(*row[:7], *(Decimal(number or 0) for number in row[7:]))
            for row in self.env.cr.fetchall()
        ]

    def assert_same(self, found, due, month):
        """Both opinions agree; else tell where they do not."""
        found, due = self.tidy(found), self.tidy(due)
        self.assertEqual((found - due, due - found), (Counter(), Counter()), f"month {month}")

    def tidy(self, lines):
        """Lines to be compared: those of facts with their place on the curve, all with their money."""
        told = Counter()
        for line in lines:
            is_fact = line.kind in (*FACT_KINDS, "clawback", "gate")
            place = line[6:10] if is_fact else ()
            money = (line.amount.normalize(), line.held.normalize())
            told[
                (
                    *line[:6],
                    *(getattr(one, "normalize", lambda one=one: one)() for one in place),
                    *money,
                )
            ] += 1
        return told


@tagged("post_install", "-at_install")
class TestPayHistories(PayHistoriesCommon):
    """Whatever happens in whatever order: the SQL pays what the arithmetic in Python pays, line by line."""

    def test_every_line_of_every_month_is_that_of_the_second_opinion(self):
        self.kinds = Counter()
        self.tell_lives(self.compare)
        self.assertFalse(
            {*FACT_KINDS, "clawback", "gate", "bonus", "deduction", "draw", "carried"}
            - set(self.kinds)
        )

    def compare(self, history):
        """Month by month, twice."""
        world = World(self.env, self.company, JANUARY, self.rates)
        for month in range(1, MONTHS + 1):
            history.live(day(month, 1))
            run = self.compute(month)
            found = self.read_lines(run)
            self.assert_same(found, world.compute(day(month, 1)), month)
            self.compute(month)
            self.assertEqual(self.read_lines(run), found, f"month {month} again")
            self.kinds.update(line.kind for line in found)
            run.statement_ids.with_user(self.owner)._approve()
        self.assertFalse(self.env["motivation.statement"]._find_broken(self.company))
        self.check_windows(world.settled)

    def check_windows(self, lines):
        """The lines of a window make round(F(base)), to the cent, wherever one curve holds from its first day on."""
        windows = defaultdict(list)
        for line in lines:
            if line.kind in (*FACT_KINDS, "clawback"):
                windows[line.user, line.component, line.window].append(line)
        for (_user, component_id, _window), mine in windows.items():
            component = self.env["motivation.pay.component"].browse(component_id)
            is_plain = component.tier_on == "amount" and component.plan_id.currency_id != self.coin
            if is_plain and not any(line.kind == "clawback" for line in mine):
                tiers = make_tiers((str(one.start), str(one.rate)) for one in component.tier_ids)
                total = round_money(earn(tiers, sum(line.base for line in mine)))
                self.assertEqual(sum(line.amount + line.held for line in mine), total)
