from datetime import date

from odoo.tests import tagged

from .pay_words import day
from .test_statement_words import TWO_RATES, StatementWordsCommon


@tagged("post_install", "-at_install")
class TestStatementRest(StatementWordsCommon):
    """The lines of a month beside its sales, in sentences: salary, bonus, minimum, adjustment."""

    # === THE REST OF A MONTH === #

    def test_a_salary_tells_its_days(self):
        self.put(self.hunter, {"kind": "salary"}, since=date(2026, 4, 11), salary=60000)
        self.put(self.scout, {"kind": "salary"}, salary=60000)
        run = self.compute(4)
        self.assertEqual(self.words(run), ["20 of 30 days of 60,000 ₽ a month"])
        self.assertEqual(self.words(run, self.scout), ["The whole month"])

    def test_a_bonus_and_what_lowers_it(self):
        """104 % of the target earn 10,400 of 10,000; each breach lowers it by 500."""
        bonus = {
            "kind": "bonus", "metric": "money_in", "amount": 10000, "unit": "fixed", "window": "month",
            "tier_on": "attainment", "tiers": [(0, 1)],
        }  # fmt: skip
        less = {"kind": "deduction", "metric": "breach_confirmed", "amount": 500, "window": "month"}
        self.put(self.hunter, bonus, less)
        self.aim("money_in", self.hunter, 100000)
        self.sell(day(1, 5), 104000)
        self.count("breach_confirmed", self.hunter, day(1, 9), reference="INC/0001")
        run = self.compute(1)
        self.assert_payable(run, self.hunter, 9900)
        self.assertEqual(
            self.words(run),
            [
                "104 % of the target of “Money in”: 104 % of 10,000 ₽",
                "500 ₽ for each — Breaches confirmed, INC/0001, 9 January",
            ],
        )

    def test_a_deduction_that_finds_no_more_bonus_says_so(self):
        bonus = {"kind": "bonus", "amount": 300, "unit": "fixed", "window": "month"}
        less = {"kind": "deduction", "metric": "breach_confirmed", "amount": 500, "window": "month"}
        self.put(self.hunter, bonus, less)
        self.count("breach_confirmed", self.hunter, day(1, 9))
        words = self.words(self.compute(1), kind="deduction")
        self.assertTrue(words[0].endswith("The bonus had no more left to lower"), words)

    def test_a_draw_and_what_is_carried_over(self):
        draw = {"kind": "draw", "amount": 1000}
        self.put(self.hunter, TWO_RATES | {"window": "month"}, draw)
        sale = self.sell(day(1, 5), 100000)
        self.settle(1)
        self.reverse(sale, day(2, 5))
        run = self.compute(2)
        self.assertEqual(
            self.words(run)[1:],
            [
                "More was to be taken back than this month can bear: carried over to the next one",
                "Made up to the guaranteed minimum of 1,000 ₽",
            ],
        )
        run.statement_ids.with_user(self.owner)._approve()
        self.assertEqual(
            self.words(self.compute(3), kind="carried")[0],
            "Carried over from the month before: it could not be taken back then",
        )

    def test_an_adjustment_names_its_two_people(self):
        self.put(self.hunter, TWO_RATES)
        values = {
            "user_id": self.hunter.id,
            "amount": 700,
            "month_on": day(1),
            "reason": "Fair of May",
        }
        proposal = self.env["motivation.adjustment"].with_user(self.head).create(values)
        proposal.with_user(self.owner).action_approve()
        self.assertEqual(
            self.words(self.compute(1)), ["Fair of May (proposed by Head, agreed by Owner)"]
        )

    # === COST === #

    def test_a_thousand_lines_cost_as_many_questions_as_ten(self):
        self.put(self.hunter, TWO_RATES)
        counts = []
        for month, number in ((1, 10), (2, 300)):
            for place in range(number):
                self.invoice_paid(day(month, 1 + place % 28), 100, f"INV/{month}/{place}")
            statement = self.statement(self.settle(month), self.hunter)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            groups = statement.with_user(self.hunter).get_groups()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(groups[0]["lines"]), number)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 40)
