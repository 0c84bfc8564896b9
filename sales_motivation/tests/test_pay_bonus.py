from datetime import datetime

from odoo.tests import tagged

from .pay_words import PayWords, day

BONUS = {"kind": "bonus", "amount": 9000, "metric": "money_in"}
BY_CURVE = BONUS | {"tier_on": "attainment", "tiers": [(0, 0.5), (1, 2)]}
FINE = {"kind": "deduction", "metric": "breach_confirmed", "unit": "fixed", "amount": 2000}
COMMISSION = {"metric": "money_in", "tiers": [(0, 0.05)]}
CLEAN = [{"metric_id": "breach_confirmed", "goal": 2}]


@tagged("post_install", "-at_install")
class TestPayBonus(PayWords):
    """A bonus is paid once, when its window ends; deductions lower it and nothing else."""

    def test_a_bonus_is_paid_when_its_window_ends(self):
        """9,000 in March, nothing in January and February."""
        self.put(self.hunter, BONUS)
        self.assert_amounts(self.settle(1), self.hunter)
        self.assert_amounts(self.settle(2), self.hunter)
        self.assert_amounts(self.compute(3), self.hunter, 9000)

    def test_windows_of_months_and_of_years(self):
        """Monthly 1,000 twelve times; yearly 5,000 in December."""
        self.put(
            self.hunter,
            BONUS | {"window": "month", "amount": 1000},
            BONUS | {"window": "year", "amount": 5000},
        )
        for month in range(1, 12):
            self.assert_amounts(self.settle(month), self.hunter, 1000)
        self.assert_payable(self.compute(12, at=datetime(2026, 12, 31, 23, 50)), self.hunter, 6000)

    def test_a_bonus_by_the_curve_of_attainment(self):
        """Target 300,000, reached 360,000 = 120 %: 9,000 × (0.5 + 0.2 × 2) = 8,100."""
        self.put(self.hunter, BY_CURVE)
        self.aim("money_in", self.hunter, 100000, 100000, 100000)
        self.sell(day(1), 360000)
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 8100)

    def test_a_bonus_by_the_curve_may_have_a_gate_by_attainment_too(self):
        """120 % passes 80 %: 8,100; 60 % does not: 9,000 × 0.3 are held."""
        gate = {"metric_id": "money_in", "kind": "attainment", "goal": 0.8}
        for user, amount in ((self.hunter, 360000), (self.hunter2, 180000)):
            self.put(user, BY_CURVE | {"gates": [gate]})
            self.aim("money_in", user, 100000, 100000, 100000)
            self.sell(day(1), amount, user)
        self.settle_until(2)
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, 8100)
        self.assertEqual(self.statement(run, self.hunter2).held, 2700)

    def test_a_bonus_without_its_target_is_told(self):
        self.put(self.hunter, BY_CURVE | {"window": "month"})
        run = self.compute(1)
        self.assertIn("has no target", self.statement(run, self.hunter).problem)

    def test_a_joiner_has_the_bonus_of_his_days(self):
        """From 15 February: 45 of 90 days of 9,000; attainment by the target of his days.

        Target: 14 of 28 days of 100,000 and 100,000 = 150,000; reached 150,000: 9,000 × ½ × 0.5 = 2,250.
        """
        self.put(self.hunter, BONUS, since=day(2, 15))
        self.put(self.hunter2, BY_CURVE, since=day(2, 15))
        self.aim("money_in", self.hunter2, 100000, 100000, 100000)
        self.sell(day(3), 150000, self.hunter2)
        self.settle(2)
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, 4500)
        self.assert_amounts(run, self.hunter2, 2250)

    def test_what_was_reached_before_the_plan_does_not_count(self):
        """70,000 of 10 February were another plan's: 150,000 of 150,000 since the 15th is 100 %."""
        self.put(self.hunter, BY_CURVE, since=day(2, 15))
        self.aim("money_in", self.hunter, 100000, 100000, 100000)
        self.sell(day(1), 400000)
        self.sell(day(2, 10), 70000)
        self.sell(day(2, 15), 150000)
        self.settle(2)
        self.assert_amounts(self.compute(3), self.hunter, 2250)

    def test_a_leaver_has_no_bonus(self):
        self.put(self.hunter, BONUS, until=day(3, 30))
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter)

    def test_whoever_left_and_came_back_has_the_bonus_of_his_days(self):
        """On the plan in January and in March, 62 of the 90 days of the quarter: 9,000 × 62 ÷ 90 = 6,200."""
        plan = self.put(
            self.hunter, {"kind": "bonus", "amount": 9000, "window": "quarter"}, until=day(1, 31)
        )
        self.pay_by(self.hunter, plan, since=day(3, 1))
        self.assert_amounts(self.settle_until(3), self.hunter, 6200)

    def test_whoever_comes_back_after_a_year_begins_anew(self):
        """On the plan until last summer, and again since March: 9,000 × 31 ÷ 90 = 3,100."""
        plan = self.put(
            self.hunter,
            {"kind": "bonus", "amount": 9000, "window": "quarter"},
            since=day(1, 1, 2025),
            until=day(6, 30, 2025),
        )
        self.pay_by(self.hunter, plan, since=day(3, 1))
        self.assert_amounts(self.settle(3), self.hunter, 3100)

    def test_a_new_version_within_the_window_pays_both_parts(self):
        """31 of 90 days of 9,000 by the first version, 59 of 90 days of 18,000 by the second: 3,100 + 11,800."""
        plan = self.put(self.hunter, BONUS)
        self.settle(1)
        self.replace(plan, day(2, 1), amount=18000)
        self.settle(2)
        self.assert_amounts(self.compute(3), self.hunter, 3100, 11800)

    def test_each_version_is_measured_by_its_own_days(self):
        """January 50,000 of 100,000: 3,100 × 0.25; then 200,000 of 200,000: 5,900 × 0.5."""
        plan = self.put(self.hunter, BY_CURVE)
        self.aim("money_in", self.hunter, 100000, 100000, 100000)
        self.sell(day(1), 50000)
        self.settle(1)
        self.replace(plan, day(2, 1), sequence=1)
        self.sell(day(2), 200000)
        self.settle(2)
        self.assert_amounts(self.compute(3), self.hunter, 775, 2950)

    def test_a_raise_of_the_salary_changes_no_bonus(self):
        """Two assignments to one plan make one bonus."""
        plan = self.put(self.hunter, BONUS, until=day(2, 28))
        self.pay_by(self.hunter, plan, since=day(3, 1), salary=1)
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 9000)

    def test_a_gate_that_is_not_reached_keeps_the_bonus(self):
        """Three breaches where two are allowed."""
        self.put(self.hunter, BONUS | {"gates": CLEAN})
        self.put(self.hunter2, BONUS | {"gates": CLEAN})
        self.count("breach_confirmed", self.hunter, day(1), day(2), day(3))
        self.count("breach_confirmed", self.hunter2, day(1), day(2))
        self.settle_until(2)
        run = self.settle(3)
        self.assert_amounts(run, self.hunter, 0)
        self.assertEqual(self.statement(run, self.hunter).held, 9000)
        self.assert_amounts(run, self.hunter2, 9000)
        self.assert_payable(self.compute(4), self.hunter, 0)


@tagged("post_install", "-at_install")
class TestPayDeduction(PayWords):
    """A deduction lowers the bonus of its statement, never below 0 and nothing else."""

    def test_a_deduction_lowers_the_bonus(self):
        """9,000 − 2 × 2,000."""
        self.put(self.hunter, BONUS, FINE)
        self.count("breach_confirmed", self.hunter, day(1), day(3))
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 9000, -2000, -2000)

    def test_it_never_lowers_it_below_nothing(self):
        """5 × 2,000 of 9,000: the fifth takes the last 1,000; commission and salary are untouched."""
        self.put(self.hunter, BONUS, FINE, COMMISSION, {"kind": "salary"}, salary=50000)
        self.count("breach_confirmed", self.hunter, *[day(1, number) for number in range(5, 10)])
        self.sell(day(3), 100000)
        self.settle_until(2)
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, *[-2000] * 4, -1000, kinds=("deduction",))
        self.assert_payable(run, self.hunter, 55000)

    def test_without_a_bonus_there_is_nothing_to_lower(self):
        self.put(self.hunter, FINE, COMMISSION)
        self.count("breach_confirmed", self.hunter, day(3))
        self.sell(day(3), 100000)
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 5000)

    def test_a_gate_that_keeps_the_bonus_leaves_nothing_to_lower(self):
        self.put(
            self.hunter, BONUS | {"gates": [{"metric_id": "breach_confirmed", "goal": 0}]}, FINE
        )
        self.count("breach_confirmed", self.hunter, day(3))
        self.settle_until(2)
        self.assert_payable(self.compute(3), self.hunter, 0)

    def test_a_breach_that_was_dismissed_lowers_nothing(self):
        """Confirmed in January, dismissed in March: −2,000 + 2,000."""
        self.put(self.hunter, BONUS, FINE)
        [breach] = self.count("breach_confirmed", self.hunter, day(1))
        self.settle_until(2)
        self.reverse(breach, day(3))
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, -2000, 2000, kinds=("deduction",))
        self.assert_payable(run, self.hunter, 9000)

    def test_a_deduction_of_another_person_is_his(self):
        self.put(self.hunter, BONUS, FINE)
        self.count("breach_confirmed", self.hunter2, day(3))
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 9000)

    def test_what_was_before_the_plan_does_not_count(self):
        """On the plan since 1 February: the breach of January is no matter of it; 59 of 90 days are paid."""
        self.put(self.hunter, BONUS, FINE, since=day(2, 1))
        self.count("breach_confirmed", self.hunter, day(1), day(2))
        self.settle(2)
        self.assert_amounts(self.compute(3), self.hunter, 5900, -2000)

    def test_imported_history_lowers_nothing(self):
        """What the head brought in from elsewhere is not paid, and not fined either."""
        self.put(self.hunter, BONUS, FINE)
        [breach] = self.count("breach_confirmed", self.hunter, day(3))
        self.env.cr.execute(
            "UPDATE conveyor_fact SET is_imported = TRUE WHERE id = %s", [breach.id]
        )
        self.settle_until(2)
        self.assert_amounts(self.compute(3), self.hunter, 9000)
