from odoo.tests import tagged

from .pay_words import FLAT, PayWords, day

MONTHLY = FLAT | {"window": "month"}


@tagged("post_install", "-at_install")
class TestPayUndone(PayWords):
    """A refund that is undone later brings back what it took, and nothing more."""

    def test_a_refund_larger_than_the_sale_brings_back_the_sale_when_it_is_undone(self):
        """50 for 1,000; −1,500 takes the 50, not 75; +1,500 brings 50, not 75."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        sale = self.sell(day(1), 1000)
        self.assert_amounts(self.settle(1), self.hunter, 50)
        self.reverse(sale, day(2), amount=-1500)
        self.assert_amounts(self.settle(2), self.hunter, -50, 50)
        self.reverse(sale, day(3), amount=1500)
        run = self.settle(3)
        self.assert_amounts(run, self.hunter, 50, kinds=("commission",))
        self.assert_payable(run, self.hunter, 0)

    def test_the_same_in_an_open_window(self):
        """The quarter goes on: 50, −50, +50."""
        self.put(self.hunter, FLAT, clawback_floor=0)
        sale = self.sell(day(1), 1000)
        self.settle(1)
        self.reverse(sale, day(2), amount=-1500)
        self.assert_amounts(self.settle(2), self.hunter, -50, kinds=("commission",))
        self.reverse(sale, day(3), amount=1500)
        self.assert_amounts(self.settle(3), self.hunter, 50, kinds=("commission",))

    def test_a_part_of_what_was_too_much_brings_nothing(self):
        """1,000 − 1,500 + 400 is nothing still; with 300 more 200 are left: 5 % of 200 are 10."""
        self.put(self.hunter, FLAT, clawback_floor=0)
        sale = self.sell(day(1), 1000)
        self.reverse(sale, day(1, 20), amount=-1500)
        self.assert_amounts(self.settle(1), self.hunter, 50, -50)
        self.reverse(sale, day(2, 5), amount=400)
        self.assert_amounts(self.settle(2), self.hunter)
        self.reverse(sale, day(3, 5), amount=300)
        self.assert_amounts(self.compute(3), self.hunter, 10)

    def test_a_refund_that_came_too_late_is_undone_for_nothing(self):
        """It took nothing back after 30 days, so it brings nothing when it is undone."""
        self.put(self.hunter, MONTHLY, clawback_floor=0, clawback_days=30)
        sale = self.sell(day(1), 1000)
        self.settle_until(2)
        self.reverse(sale, day(3), amount=-1000)
        self.assert_amounts(self.settle(3), self.hunter)
        self.reverse(sale, day(4), amount=1000)
        self.assert_amounts(self.settle(4), self.hunter)

    def test_a_sale_that_grows_after_a_late_refund_pays_what_it_grew_by(self):
        """1,000, too late −1,000, then +1,500: it is a sale of 1,500 now, and 50 of its 75 are paid already."""
        self.put(self.hunter, MONTHLY, clawback_floor=0, clawback_days=30)
        sale = self.sell(day(1), 1000)
        self.settle_until(2)
        self.reverse(sale, day(3), amount=-1000)
        self.settle(3)
        self.reverse(sale, day(4), amount=1500)
        self.assert_amounts(self.settle(4), self.hunter, 25)

    def test_half_of_a_refund_is_undone(self):
        """50 for 1,000; all of it goes back; 400 of it come again: 20."""
        self.put(self.hunter, MONTHLY, clawback_floor=0)
        sale = self.sell(day(1), 1000)
        self.settle(1)
        self.reverse(sale, day(2), amount=-1000)
        self.settle(2)
        self.reverse(sale, day(3), amount=400)
        self.assert_amounts(self.settle(3), self.hunter, 20, kinds=("commission",))
