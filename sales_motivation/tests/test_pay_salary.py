from odoo.tests import tagged

from .pay_words import PayWords, day

SALARY = {"kind": "salary"}


@tagged("post_install", "-at_install")
class TestPaySalary(PayWords):
    """A salary is paid by the days of its assignment; the days of a month make the whole."""

    def test_a_whole_month_pays_the_salary(self):
        """January and February alike, however many days they have."""
        self.put(self.hunter, SALARY, salary=50000.01)
        self.assert_amounts(self.settle(1), self.hunter, 50000.01)
        self.assert_amounts(self.compute(2), self.hunter, 50000.01)

    def test_a_joiner_is_paid_from_his_first_day(self):
        """From 21 January: 11 of 31 days of 31,000."""
        self.put(self.hunter, SALARY, salary=31000, since=day(1, 21))
        self.assert_amounts(self.compute(1), self.hunter, 11000)

    def test_a_leaver_is_paid_until_his_last_day(self):
        """Until 10 February: 10 of 28 days of 28,000, and nothing in March."""
        self.put(self.hunter, SALARY, salary=28000, until=day(2, 10))
        self.settle(1)
        self.assert_amounts(self.settle(2), self.hunter, 10000)
        self.assertFalse(self.statement(self.compute(3), self.hunter))

    def test_a_raise_within_a_month_pays_both_by_days(self):
        """20 of 31 days of 31,000 and 11 of 31 days of 62,000: 20,000 + 22,000."""
        plan = self.put(self.hunter, SALARY, salary=31000, until=day(1, 20))
        self.pay_by(self.hunter, plan, since=day(1, 21), salary=62000)
        self.assert_amounts(self.compute(1), self.hunter, 20000, 22000)

    def test_parts_of_a_month_make_the_whole_to_the_kopeck(self):
        """10,000 over 7 + 11 + 13 days of 31: 2,258.06, then 5,806.45 − 2,258.06, then the rest."""
        plan = self.put(self.hunter, SALARY, salary=10000, until=day(1, 7))
        self.pay_by(self.hunter, plan, since=day(1, 8), date_to_on=day(1, 18), salary=10000)
        self.pay_by(self.hunter, plan, since=day(1, 19), salary=10000)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 2258.06, 3548.39, 4193.55)
        self.assert_payable(run, self.hunter, 10000)

    def test_two_plans_within_a_month_pay_each_their_days(self):
        """Scout until the 10th for 31,000, hunter from the 11th for 62,000: 10,000 + 42,000."""
        self.put(self.hunter, SALARY, salary=31000, until=day(1, 10), name="Scouts")
        self.put(self.hunter, SALARY, salary=62000, since=day(1, 11))
        self.assert_amounts(self.compute(1), self.hunter, 10000, 42000)

    def test_a_new_version_takes_the_salary_along(self):
        """15 days by the first version and 16 by the second make the month."""
        plan = self.put(self.hunter, SALARY, salary=31000)
        self.replace(plan, day(1, 16))
        self.assert_amounts(self.compute(1), self.hunter, 15000, 16000)

    def test_a_plan_without_a_salary_pays_none(self):
        self.put(self.hunter, {"metric": "money_in", "tiers": [(0, 0.05)]}, salary=31000)
        self.assert_amounts(self.compute(1), self.hunter)

    def test_an_adjustment_is_paid_once_with_its_month(self):
        """1,000 agreed upon for January, 300 for February; neither comes again, nor what is only proposed."""
        self.put(self.hunter, SALARY, salary=31000)
        self.adjust(1000, 1)
        self.adjust(300, 2)
        self.adjust(5000, 1, state="draft")
        self.assert_payable(self.settle(1), self.hunter, 32000)
        self.compute(2)
        self.assert_payable(self.settle(2), self.hunter, 31300)
        self.assert_payable(self.settle(3), self.hunter, 31000)

    def test_an_adjustment_downwards_is_taken_out_of_variable_pay(self):
        """−300 waits in February, where only the salary is paid; March earns 1,000, of which half is taken."""
        self.put(self.hunter, SALARY, {"metric": "money_in", "tiers": [(0, 0.05)]}, salary=31000)
        self.adjust(-700, 2)
        self.settle(1)
        run = self.settle(2)
        self.assert_payable(run, self.hunter, 31000)
        self.assertEqual(self.statement(run, self.hunter).carried, 700)
        self.sell(day(3), 20000)
        self.assert_payable(self.settle(3), self.hunter, 31500)
        self.sell(day(4), 20000)
        self.assert_payable(self.compute(4), self.hunter, 31800)

    def test_an_adjustment_for_a_settled_month_is_paid_in_the_open_one(self):
        self.put(self.hunter, SALARY, salary=31000)
        self.settle(1)
        self.adjust(700, 1)
        self.assert_payable(self.compute(2), self.hunter, 31700)

    def test_an_adjustment_for_whoever_is_on_no_plan_makes_a_statement(self):
        self.put(self.hunter, SALARY, salary=31000)
        self.adjust(700, 1, self.scout)
        self.assert_payable(self.compute(1), self.scout, 700)


@tagged("post_install", "-at_install")
class TestPayDraw(PayWords):
    """Variable pay is made up to a minimum; an advance is taken back out of what goes beyond later."""

    def draw(self, amount=10000, is_recoverable=True, **values):
        """A minimum beside a commission of 5 % by months."""
        return (
            {"metric": "money_in", "window": "month", "tiers": [(0, 0.05)]},
            {"kind": "draw", "amount": amount, "is_recoverable": is_recoverable, **values},
        )

    def test_variable_pay_is_made_up(self):
        """5 % of 100,000 is 5,000: 5,000 more, and the salary does not count."""
        self.put(self.hunter, *self.draw(), {"kind": "salary"}, salary=50000)
        self.sell(day(1), 100000)
        self.assert_payable(self.compute(1), self.hunter, 60000)

    def test_nothing_is_added_above_it(self):
        self.put(self.hunter, *self.draw())
        self.sell(day(1), 300000)
        self.assert_payable(self.compute(1), self.hunter, 15000)

    def test_an_advance_comes_back_out_of_what_goes_beyond(self):
        """Advanced 10,000; 13,000 earned gives back 3,000; 25,000 earned the other 7,000; then nothing."""
        self.put(self.hunter, *self.draw())
        self.assert_payable(self.settle(1), self.hunter, 10000)
        for month, base, payable in ((2, 260000, 10000), (3, 500000, 18000), (4, 500000, 25000)):
            self.sell(day(month), base)
            self.assert_payable(self.settle(month), self.hunter, payable)

    def test_a_guarantee_is_never_taken_back(self):
        self.put(self.hunter, *self.draw(is_recoverable=False))
        self.assert_payable(self.settle(1), self.hunter, 10000)
        self.sell(day(2), 500000)
        self.assert_payable(self.compute(2), self.hunter, 25000)

    def test_a_joiner_is_guaranteed_his_days(self):
        """From 11 January: 21 of 31 days of 31,000."""
        self.put(self.hunter, *self.draw(31000), since=day(1, 11))
        self.assert_payable(self.compute(1), self.hunter, 21000)

    def test_a_new_version_within_a_month_guarantees_both_parts(self):
        """10 days of 31,000 and 21 days of 62,000: 10,000 + 42,000, one minimum of 52,000."""
        plan = self.put(self.hunter, {"kind": "draw", "amount": 31000})
        self.replace(plan, day(1, 11), amount=62000)
        self.assert_payable(self.compute(1), self.hunter, 52000)

    def test_what_is_taken_back_is_made_up_again(self):
        """Paid 5,000 for a sale that comes back: half of 8,000 is taken, and 4,000 are made up to 10,000."""
        self.put(self.hunter, *self.draw())
        sale = self.sell(day(1), 100000)
        self.settle(1)
        self.reverse(sale, day(2))
        self.sell(day(2), 160000)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, 8000, -5000, 1000, 6000)
        self.assert_payable(run, self.hunter, 10000)
