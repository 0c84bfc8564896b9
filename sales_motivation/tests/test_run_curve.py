from datetime import date

from odoo.tests import tagged

from .pay import PayCommon
from .pay_words import TWO_RATES


@tagged("post_install", "-at_install")
class TestRunCurve(PayCommon):
    """Facts on the curve of their window."""

    def setUp(self):
        super().setUp()
        self.pay_by(self.hunter, self.plan(TWO_RATES))

    def sell(self, day, amount, **values):
        return self.fact("money_in", day, self.hunter, amount=amount, **values)

    def test_each_rate_applies_to_its_own_part(self):
        """90,000 × 3 % = 2,700; 10,000 × 3 % + 10,000 × 5 % = 800."""
        self.sell(date(2026, 1, 5), 90000)
        self.sell(date(2026, 1, 6), 20000)
        self.assert_amounts(self.compute(1), self.hunter, 2700, 800)

    def test_a_quarter_goes_on_where_the_month_before_ended(self):
        self.sell(date(2026, 1, 5), 90000)
        self.sell(date(2026, 2, 6), 20000)
        self.sell(date(2026, 4, 6), 20000)
        self.assert_amounts(self.settle(1), self.hunter, 2700)
        self.assert_amounts(self.settle(2), self.hunter, 800)
        self.settle(3)
        self.assert_amounts(self.compute(4), self.hunter, 600)

    def test_computing_twice_gives_the_same(self):
        self.sell(date(2026, 1, 5), 90000)
        run = self.compute(1)
        self.compute(1)
        self.assert_amounts(run, self.hunter, 2700)

    def test_money_back_within_the_window_goes_back_the_way_it_came(self):
        self.sell(date(2026, 1, 5), 90000)
        sale = self.sell(date(2026, 1, 6), 20000)
        self.settle(1)
        self.reverse(sale, date(2026, 2, 3))
        self.assert_amounts(self.compute(2), self.hunter, -800, 800)

    def test_a_closed_window_gives_back_the_share_that_was_paid(self):
        self.sell(date(2026, 1, 5), 90000)
        sale = self.sell(date(2026, 1, 6), 20000)
        for month in (1, 2, 3):
            self.settle(month)
        self.reverse(sale, date(2026, 4, 3), amount=-5000, quantity=0)
        self.sell(date(2026, 4, 5), 100000)
        self.assert_amounts(self.compute(4), self.hunter, 3000, -200)

    def test_a_late_fact_is_paid_in_the_open_month_on_its_own_window(self):
        self.sell(date(2026, 1, 5), 90000)
        for month in (1, 2, 3):
            self.settle(month)
        self.sell(date(2026, 3, 30), 20000, booked="2026-04-10 12:00:00")
        self.assert_amounts(self.compute(4), self.hunter, 800)
