from datetime import date

from odoo.tests import tagged

from .pay_words import PayWords, day

TWO_RATES = {
    "kind": "commission",
    "name": "Commission",
    "metric": "money_in",
    "tiers": [(0, 0.03), (100000, 0.05)],
}


@tagged("post_install", "-at_install")
class TestStatementWords(PayWords):
    """Each line in a sentence that needs no manual, with its numbers worked out by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id.write({"symbol": "₽", "position": "after"})
        cls.mill = cls.env["res.partner"].create({"name": "Northern Mill", "is_company": True})

    def invoice_paid(self, on, amount, number="INV/2026/0012", **values):
        """Money of an invoice of the mill."""
        return self.sell(
            on,
            amount,
            reference=number,
            res_model="account.move",
            partner_id=self.mill.id,
            **values,
        )

    def words(self, run, user=None, kind=None):
        """The sentences of a person, with plain spaces."""
        lines = self.statement(run, user or self.hunter).line_ids.sorted("id")
        lines = lines.filtered(lambda line: not kind or line.kind == kind)
        return [line.explanation.replace("\xa0", " ") for line in lines]

    # === FACTS === #

    def test_a_sale_tells_its_rate_document_client_and_day(self):
        self.put(self.hunter, TWO_RATES)
        self.invoice_paid(date(2026, 3, 5), 12000)
        self.assertEqual(
            self.words(self.compute(3)),
            ["3 % of 12,000 ₽ — Money in, INV/2026/0012, Northern Mill, 5 March"],
        )

    def test_a_sale_that_crosses_a_tier_tells_both_parts(self):
        """90,000 stand; of 20,000 the first 10,000 are paid by 3 %, the rest by 5 %."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        self.invoice_paid(day(1, 6), 20000)
        self.assertEqual(
            self.words(self.compute(1))[1],
            "10,000 ₽ × 3 % + 10,000 ₽ × 5 % — Money in, INV/2026/0012, Northern Mill, 6 January",
        )

    def test_a_fixed_amount_tells_how_many(self):
        """7 deals stand; of the next 4 three are paid 500 each and the last one 700."""
        each = {"kind": "commission", "metric": "deal_won", "unit": "each"}
        self.put(self.hunter, each | {"tiers": [(0, 500), (10, 700)]})
        self.count("deal_won", self.hunter, day(1, 5), quantity=7)
        self.count("deal_won", self.hunter, day(1, 6), quantity=4, reference="Mill")
        self.assertEqual(
            self.words(self.compute(1))[1],
            "3 × 500 ₽ + 1 × 700 ₽ — Deals won, Mill, 6 January",
        )

    def test_a_part_of_the_base_is_told(self):
        self.put(self.scout, TWO_RATES | {"credit": "scout", "share": 0.4})
        self.invoice_paid(day(1, 5), 50000, scout_id=self.scout.id)
        self.assertEqual(
            self.words(self.compute(1), self.scout),
            [
                "3 % of 20,000 ₽ (40 % of it counts here) — Money in, INV/2026/0012, Northern Mill, 5 January, Hunter"
            ],
        )

    def test_attainment_tells_the_target(self):
        tiers = {"tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.05)]}
        self.put(self.hunter, TWO_RATES | tiers)
        self.aim("money_in", self.hunter, 30000, 30000, 40000)
        self.invoice_paid(day(1, 5), 120000)
        self.assertEqual(
            self.words(self.compute(1)),
            [
                "100,000 ₽ × 3 % + 20,000 ₽ × 5 %, by now 120 % of the target — Money in, INV/2026/0012, Northern Mill, 5 January"
            ],
        )

    def test_money_back_within_the_window_tells_the_sale_that_it_changes(self):
        """Back the way it came: 10,000 × 5 % and 10,000 × 3 %."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        sale = self.invoice_paid(day(1, 6), 20000)
        self.settle(1)
        self.reverse(sale, day(2, 3))
        self.assertEqual(
            self.words(self.compute(2), kind="commission"),
            [
                "−(10,000 ₽ × 5 % + 10,000 ₽ × 3 %) — Money in, INV/2026/0012, Northern Mill, 3 February, a change of 20,000 ₽ of 6 January"
            ],
        )

    def test_what_is_taken_back_tells_what_was_paid_and_when(self):
        """800 were paid for 20,000; the client returns 5,000, a quarter of it."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        sale = self.invoice_paid(day(1, 6), 20000)
        self.settle_until(3)
        self.reverse(sale, day(4, 3), amount=-5000, quantity=0)
        [words] = self.words(self.compute(4), kind="clawback")
        self.assertEqual(
            words,
            "The client returned 5,000 ₽ of 20,000 ₽: 200 ₽ of the 800 ₽ paid for January — Money in, INV/2026/0012, "
            "Northern Mill, 3 April, a change of 20,000 ₽ of 6 January",
        )

    def test_what_comes_to_light_later_says_so(self):
        self.put(self.hunter, TWO_RATES)
        self.settle(1)
        self.invoice_paid(day(1, 30), 20000, booked="2026-02-10 12:00:00")
        [words] = self.words(self.compute(2))
        self.assertTrue(words.endswith("30 January, came to light later"), words)

    def test_an_override_tells_whose_sale_it_was(self):
        team = TWO_RATES | {"kind": "override", "credit": "team"}
        self.put(self.leader, team, teams=self.team)
        self.invoice_paid(day(1, 5), 20000)
        [words] = self.words(self.compute(1), self.leader)
        self.assertTrue(words.endswith("5 January, Hunter"), words)

    def test_another_currency_tells_the_rate(self):
        dollar = (
            self.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        )
        dollar.write({"active": True, "symbol": "€", "position": "after"})
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "name": "2026-01-01", "rate": 0.01, "company_id": self.company.id}
        )  # fmt: skip
        self.put(self.hunter, TWO_RATES, currency_id=dollar.id)
        self.invoice_paid(day(1, 5), 20000)
        run = self.compute(1)
        self.assertEqual(self.statement(run, self.hunter).payable, 6)
        self.assertTrue(self.words(run)[0].startswith("3 % of 20,000 ₽, at the rate of 0.01 — "))

    # === GATES === #

    def test_held_money_tells_the_numbers_of_its_gate(self):
        gate = {"metric_id": "meeting_held", "goal": 3}
        self.put(self.hunter, TWO_RATES | {"gates": [gate]})
        self.count("meeting_held", self.hunter, day(1, 5), day(1, 6))
        self.invoice_paid(day(1, 7), 20000)
        run = self.compute(1)
        [words] = self.words(run)
        self.assertEqual(
            words,
            "3 % of 20,000 ₽ — Money in, INV/2026/0012, Northern Mill, 7 January. "
            "Held: “Meetings held” is 2, at least 3 is needed",
        )
        with self.subTest("released"):
            run.statement_ids.with_user(self.owner)._approve()
            self.count("meeting_held", self.hunter, day(2, 5))
            self.assertEqual(
                self.words(self.compute(2)),
                [
                    "Held before, paid now that its condition is met — Money in, INV/2026/0012, Northern Mill, 7 January"
                ],
            )

    def test_a_gate_on_a_target_tells_how_much_of_it_there_is(self):
        gate = {"metric_id": "money_in", "goal": 0.8, "kind": "attainment"}
        self.put(self.hunter, TWO_RATES | {"gates": [gate], "window": "month"})
        self.aim("money_in", self.hunter, 40000)
        self.invoice_paid(day(1, 7), 20000)
        [words] = self.words(self.compute(1))
        self.assertTrue(
            words.endswith("Held: 50 % of the target of “Money in” is reached, 80 % is needed"),
            words,
        )

    def test_what_a_gate_measured_stays_as_it_was(self):
        """A meeting that is entered too late changes nothing of what was told."""
        gate = {"metric_id": "meeting_held", "goal": 3}
        self.put(self.hunter, TWO_RATES | {"gates": [gate], "window": "month"})
        self.invoice_paid(day(1, 7), 20000)
        run = self.settle(1)
        self.count("meeting_held", self.hunter, day(1, 8), booked="2026-02-10 12:00:00")
        self.assertIn("is —, at least 3", self.words(run)[0])

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
