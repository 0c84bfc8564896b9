from odoo.tests import tagged

from .pay_words import FLAT, MONTHLY, TWO_RATES, PayWords, day

OVERRIDE = FLAT | {"kind": "override", "credit": "team", "tiers": [(0, 0.01)]}
BACK = ("clawback",)


@tagged("post_install", "-at_install")
class TestPayClawback(PayWords):
    """What a client returns goes back: along the curve in an open window, as it was paid in a closed one."""

    # === OPEN WINDOWS === #

    def test_in_an_open_window_money_goes_back_along_the_curve(self):
        """80,000 + 60,000: 2,400 + 600 + 2,000. Back 50,000 of the first: 140,000 → 90,000 is −40,000 × 5 % − 10,000 × 3 %."""
        self.put(self.hunter, TWO_RATES)
        sale = self.sell(day(1, 5), 80000)
        self.sell(day(1, 6), 60000)
        self.assert_amounts(self.settle(1), self.hunter, 2400, 2600)
        self.reverse(sale, day(2), amount=-50000, quantity=0)
        self.sell(day(2, 20), 100000)
        self.assert_amounts(self.compute(2), self.hunter, -2300, 300 + 4500)

    def test_more_than_the_sale_never_goes_back_in_an_open_window(self):
        """A sale of 20,000 loses 30,000: 20,000 × 3 % = 600 go back, not 900."""
        self.put(self.hunter, TWO_RATES)
        sale = self.sell(day(1), 20000)
        self.sell(day(1, 20), 50000)
        self.settle(1)
        self.reverse(sale, day(2), amount=-30000)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, -600, 600)
        self.assertEqual(self.statement(run, self.hunter).carried, 600)

    def test_a_sale_that_was_never_paid_gives_nothing_back(self):
        """Sold in January, before pay by the ledger began in February; refunded in February."""
        self.put(self.hunter, TWO_RATES)
        sale = self.sell(day(1), 20000)
        self.sell(day(2, 5), 50000)
        self.reverse(sale, day(2))
        self.assert_amounts(self.compute(2), self.hunter, 1500)

    def test_a_sale_and_its_refund_of_one_month_pay_nothing(self):
        self.put(self.hunter, TWO_RATES)
        sale = self.sell(day(1, 5), 20000)
        self.reverse(sale, day(1, 20))
        self.assert_amounts(self.compute(1), self.hunter, 600, -600)

    def test_a_sale_that_grows_is_paid_on(self):
        """A card won at 0, valued 40,000 in February and 10,000 less in March: 1,200 and −300."""
        self.put(self.hunter, TWO_RATES | {"metric": "won_amount"})
        won = self.fact("deal_won", day(1), self.hunter, amount=0)
        self.settle(1)
        self.reverse(won, day(2), amount=40000, quantity=0)
        self.assert_amounts(self.settle(2), self.hunter, 1200)
        self.reverse(won, day(3), amount=-10000, quantity=0)
        self.sell(day(3), 1)
        self.assert_amounts(self.compute(3), self.hunter, -300, 300)

    # === CLOSED WINDOWS === #

    def test_a_closed_window_gives_back_what_was_really_paid(self):
        """80,000 at 3 % = 2,400; 60,000 paid 600 + 2,000 = 2,600. The second comes back whole: 2,600."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        self.sell(day(1, 5), 80000)
        sale = self.sell(day(1, 6), 60000)
        self.settle(1)
        self.reverse(sale, day(2, 5))
        self.sell(day(2, 6), 100000)
        self.assert_amounts(self.compute(2), self.hunter, 3000, -2600)

    def test_thirds_of_a_sale_make_the_whole(self):
        """Paid 100.00 for 3,000: thirds give back 33.33, 33.34, 33.33."""
        self.put(self.hunter, MONTHLY | {"tiers": [(0, 0.033333333)]}, clawback_floor=0)
        sale = self.sell(day(1), 3000)
        self.assert_amounts(self.settle(1), self.hunter, 100)
        self.sell(day(2, 1), 30000)
        for number in (5, 6, 7):
            self.reverse(sale, day(2, number), amount=-1000, quantity=0)
        self.assert_amounts(self.compute(2), self.hunter, -33.33, -33.34, -33.33, kinds=BACK)

    def test_thirds_in_three_months_make_the_whole(self):
        """33.33 of 100.00, then 33.33 or 33.34 of 66.67, then the rest: 100.00."""
        self.put(self.hunter, MONTHLY | {"tiers": [(0, 0.033333333)]}, clawback_floor=0)
        sale = self.sell(day(1), 3000)
        self.settle(1)
        back = 0
        for month in (2, 3, 4):
            self.sell(day(month, 1), 30000)
            self.reverse(sale, day(month), amount=-1000, quantity=0)
            back += sum(self.amounts(self.settle(month), self.hunter, *BACK))
        self.assertEqual(float(back), -100)

    def test_a_window_gives_back_no_more_than_it_has_paid(self):
        """3,000 and 5,000 were paid; the first sale came back along the curve, 5,000; 3,000 are left for the second.

        Its own line says 5,000; when it comes back after the quarter, 3,000 go back, and the quarter has paid nothing.
        """
        self.put(self.hunter, TWO_RATES, clawback_floor=0)
        first, second = self.sell(day(1, 5), 100000), self.sell(day(1, 6), 100000)
        self.assert_amounts(self.settle(1), self.hunter, 3000, 5000)
        self.reverse(first, day(2))
        self.assert_amounts(self.settle(2), self.hunter, -5000, 5000)
        self.settle(3)
        self.reverse(second, day(4))
        self.assert_amounts(self.compute(4), self.hunter, -3000, kinds=BACK)

    def test_more_than_the_sale_never_goes_back(self):
        """A sale of 20,000 paid 600 and loses 30,000: 600."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.reverse(sale, day(2), amount=-30000)
        self.sell(day(2, 20), 50000)
        self.assert_amounts(self.compute(2), self.hunter, 1500, -600)

    def test_money_of_long_ago_stays(self):
        """180 days from 15 January end on 14 July: what comes back on the 15th is too late."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        early, late = self.sell(day(1), 20000), self.sell(day(1), 30000)
        self.settle_until(6)
        self.reverse(early, day(7, 14))
        self.reverse(late, day(7, 15))
        self.sell(day(7, 20), 50000)
        self.assert_amounts(self.compute(7), self.hunter, 1500, -600)

    def test_a_late_sale_and_its_refund_give_nothing_and_take_nothing(self):
        """20,000 of January is booked in March and returned in March: 600 and −600."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        self.settle_until(2)
        sale = self.sell(day(1), 20000, booked="2026-03-05 12:00:00")
        self.reverse(sale, day(3, 20))
        self.sell(day(3, 21), 100000)
        self.assert_amounts(self.compute(3), self.hunter, 600, 3000, -600)

    def test_a_closed_sale_that_grew_late_gives_back_all_of_it(self):
        """Paid 600 for 20,000; 10,000 more comes late (300), then all 30,000 come back: 900."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.reverse(sale, day(2, 5), amount=10000, quantity=0)
        self.reverse(sale, day(2, 20), amount=-30000)
        self.sell(day(2, 21), 100000)
        self.assert_amounts(self.compute(2), self.hunter, 300, 3000, -900)


@tagged("post_install", "-at_install")
class TestPayCarried(PayWords):
    """What cannot be taken this month is carried over; salary and the floor are never touched."""

    def test_half_of_variable_pay_stays_and_the_rest_waits(self):
        """Owed 3,000. February earns 1,500: 750 taken, 2,250 wait; March 2,000 and 1,250; April 9,000 and all of it."""
        self.put(self.hunter, MONTHLY, {"kind": "salary"}, salary=50000, clawback_floor=0.5)
        sale = self.sell(day(1), 100000)
        self.assert_amounts(self.settle(1), self.hunter, 3000, 50000)
        self.reverse(sale, day(2))
        for month, base, taken, left in ((2, 50000, 750, 2250), (3, 66666.67, 1000, 1250)):
            self.sell(day(month, 20), base)
            run = self.settle(month)
            earned = round(base * 0.03, 2)
            self.assert_payable(run, self.hunter, 50000 + earned - taken)
            self.assertEqual(self.statement(run, self.hunter).carried, left)
        self.sell(day(4, 20), 220000)
        run = self.settle(4)
        self.assert_payable(run, self.hunter, 50000 + 3000 + 6000 - 1250)
        self.assertEqual(self.statement(run, self.hunter).carried, 0)

    def test_nothing_earned_means_nothing_taken(self):
        """The salary is whole while 3,000 wait, month after month."""
        self.put(self.hunter, MONTHLY, {"kind": "salary"}, salary=50000)
        sale = self.sell(day(1), 100000)
        self.settle(1)
        self.reverse(sale, day(2))
        for month in (2, 3, 4):
            run = self.settle(month)
            self.assert_payable(run, self.hunter, 50000)
            self.assertEqual(self.statement(run, self.hunter).carried, 3000)

    def test_a_floor_of_all_takes_nothing_ever(self):
        self.put(self.hunter, MONTHLY, clawback_floor=1)
        sale = self.sell(day(1), 100000)
        self.settle(1)
        self.reverse(sale, day(2))
        self.sell(day(2, 20), 100000)
        run = self.settle(2)
        self.assert_payable(run, self.hunter, 3000)
        self.assertEqual(self.statement(run, self.hunter).carried, 3000)

    def test_a_new_debt_joins_the_old_one(self):
        """Owed 600 from January, in March 300 more; March earns 600: 300 taken, 600 wait."""
        self.put(self.hunter, MONTHLY)
        first, second = self.sell(day(1), 20000), self.sell(day(1), 10000)
        self.settle(1)
        self.reverse(first, day(2))
        self.settle(2)
        self.reverse(second, day(3))
        self.sell(day(3), 20000)
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, 600, -300, -600, 600)
        self.assert_payable(run, self.hunter, 300)
