import os
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from random import Random

from odoo.tests import tagged

from ..const import FACT_KINDS
from ..tools.commission import earn, make_tiers, round_money
from .pay_words import PayWords, day
from .test_pay_histories import MONTHS, PayHistoriesCommon

ROUNDS = int(os.environ.get("MOTIVATION_HISTORIES", "8"))
SEED = int(os.environ.get("MOTIVATION_SEED", "20260101"))
TIERS = [(0, 0.0333), (1000.01, 0.05), (7777.77, 0.011), (20000, 0.07)]


@tagged("post_install", "-at_install")
class TestPayOrder(PayWords):
    """The order of deals within a window changes nothing, to the cent."""

    def test_whoever_sells_the_same_in_another_order_is_paid_the_same(self):
        """Random sums on random days of a quarter, settled month by month: round(F(all)) for everybody."""
        people = (self.hunter, self.hunter2, self.scout)
        for user in people:
            self.put(user, {"metric": "money_in", "tiers": TIERS})
        amounts = {user: [] for user in people}
        random = Random(SEED)
        for _number in range(60):
            cents = random.choice((1, 7, 333, 10001, 123456, 999999))
            for user in people:
                amounts[user].append(cents / 100)
        for user in people:
            random.shuffle(amounts[user])
        for number in range(60):
            on = day(1, 1) + timedelta(days=random.randrange(20) + 30 * (number // 20))
            for user in people:
                self.sell(on, amounts[user][number], user)
        runs = [self.settle(month) for month in (1, 2, 3)]
        tiers = make_tiers((str(start), str(rate)) for start, rate in TIERS)
        total = sum(Decimal(str(amount)) for amount in amounts[self.hunter])
        for user in people:
            paid = sum(sum(self.amounts(run, user)) for run in runs)
            self.assertEqual(paid, round_money(earn(tiers, total)), f"seed {SEED}, {user.name}")

    def test_deals_of_one_instant_are_paid_once_each(self):
        """Ten sales in one second: peers of equal keys are lines of their own."""
        self.put(self.hunter, {"metric": "money_in", "tiers": [(0, 0.03), (500, 0.05)]})
        for _number in range(10):
            self.sell(day(1), 100)
        self.assert_amounts(self.compute(1), self.hunter, *[3] * 5, *[5] * 5)


@tagged("post_install", "-at_install")
class TestPaySimulated(PayHistoriesCommon):
    """A simulation of what is in force pays what was paid, line by line."""

    def test_a_simulation_of_the_same_plans_is_the_real_run(self):
        self.tell_lives(self.compare, is_calm=True)

    def compare(self, history):
        """Half a year in reality, then once more as a simulation."""
        runs = []
        for month in range(1, MONTHS + 1):
            history.live(day(month, 1))
            runs.append(self.settle(month))
        for run, tried in zip(runs, self.simulate(MONTHS), strict=True):
            found, due = self.tidy(self.read_lines(tried)), self.tidy(self.read_lines(run))
            self.assertEqual((found - due, due - found), (Counter(), Counter()), run.first_on)
            self.assertEqual(
                sorted(tried.statement_ids.mapped("payable")),
                sorted(run.statement_ids.mapped("payable")),
            )


@tagged("post_install", "-at_install")
class TestPayRefundAll(PayHistoriesCommon):
    """Whatever was paid for sales goes back when all of them do, whoever of doers, roles and supervisors."""

    def test_when_everything_is_returned_everything_goes_back(self):
        """No floor and no limit of days; half of it in one month, the rest in the next."""
        self.tell_lives(self.compare, changes=False, windows=("month", "quarter"), floor=0)

    def compare(self, history):
        """Half a year; in summer all sales come back, in two parts."""
        runs = []
        for month in range(1, MONTHS + 1):
            history.live(day(month, 1))
            runs.append(self.settle(month))
        paid = self.sum_up(runs)
        self.assertTrue(any(paid.values()))
        for month, share in ((7, 0.5), (8, 1)):
            for sale in history.sales:
                self.give_back(sale, day(month), share)
            runs.append(self.settle(month))
        self.assertFalse({key: left for key, left in self.sum_up(runs).items() if left})

    def give_back(self, sale, on, share):
        """A share of what is left of a sale."""
        changes = self.env["conveyor.fact"].search([("reversal_of_id", "=", sale.id)])
        left = sum((sale | changes).mapped("amount")), sum((sale | changes).mapped("quantity"))
        amount, quantity = (round(-max(0, number) * share, 2) for number in left)
        if amount or quantity:
            self.reverse(sale, on, amount=amount, quantity=quantity)

    def sum_up(self, runs):
        """What each person was paid for sales, by component."""
        paid = defaultdict(Decimal)
        for run in runs:
            for line in self.read_lines(run):
                if line.kind in (*FACT_KINDS, "gate", "clawback"):
                    paid[line.user, line.component] += line.amount
        return paid
