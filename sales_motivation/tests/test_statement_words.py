from datetime import date

from odoo.tests import tagged

from .pay_words import PayWords, day

TWO_RATES = {
    "kind": "commission",
    "name": "Commission",
    "metric": "money_in",
    "tiers": [(0, 0.03), (100000, 0.05)],
}


class StatementWordsCommon(PayWords):
    """A mill that pays its invoices, and the sentences of a statement."""

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


@tagged("post_install", "-at_install")
class TestStatementWords(StatementWordsCommon):
    """Each line in a sentence that needs no manual, with its numbers worked out by hand."""

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
