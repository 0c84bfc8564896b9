from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pay_words import PayWords, day

FLAT = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.05)], "window": "month"}


@tagged("post_install", "-at_install")
class TestRefundQueue(PayWords):
    """A credit note that names no sale waits for somebody, and charges nobody until then."""

    def setUp(self):
        super().setUp()
        self.put(self.hunter, FLAT)
        self.sale = self.sell(day(1, 5), 1000, partner_id=self.client.id)
        self.other = self.sell(day(1, 6), 500, partner_id=self.client.id)
        self.refund = self.sell(day(2, 5), -400, self.farmer, partner_id=self.client.id)

    def waiting(self):
        return self.env["conveyor.fact"].search([("is_refund_waiting", "=", True)])

    def choice(self, user=None, **values):
        wizard = self.env["motivation.refund.choice"].with_user(user or self.head)
        return wizard.create({"fact_id": self.refund.id, **values})

    def match(self, user=None, sale=None):
        """Take a row of the dialog."""
        row = (sale or self.sale).with_user(user or self.head)
        row.with_context(motivation_refund_id=self.refund.id).action_take_back()
        return self.env["motivation.refund"].search([("fact_id", "=", self.refund.id)])

    # === THE QUEUE === #

    def test_what_names_no_sale_waits(self):
        self.assertEqual(self.waiting(), self.refund)
        self.assertTrue(self.refund.is_refund_waiting)
        self.assertFalse(self.sale.is_refund_waiting)
        self.settle(1)
        self.assertEqual(self.compute(2).refund_count, 1)

    def test_what_names_its_sale_does_not_wait(self):
        self.reverse(self.sale, day(2, 6), amount=-100)
        self.assertEqual(self.waiting(), self.refund)

    def test_what_nobody_is_paid_for_does_not_wait(self):
        self.fact("shipment_amount", day(2, 5), self.farmer, amount=-400)
        self.assertEqual(self.waiting(), self.refund)

    def test_the_time_before_the_first_plan_is_left_alone(self):
        self.fact("money_in", day(12, 5, 2025), self.farmer, amount=-400)
        self.assertEqual(self.waiting(), self.refund)

    # === DECIDING === #

    def test_sales_of_the_same_client_are_proposed(self):
        foreign = self.env["res.partner"].create({"name": "Southern Mill"})
        self.sell(day(1, 7), 500, partner_id=foreign.id)
        self.sell(day(2, 7), 500, partner_id=self.client.id)
        self.assertEqual(self.choice().candidate_ids, self.sale | self.other)

    def test_a_match_takes_back_from_whoever_was_paid(self):
        """400 of 1,000 came back: 20 of the 50 that were paid."""
        self.settle(1)
        self.assert_payable(self.compute(2), self.hunter, 0)
        refund = self.match()
        self.assertEqual((refund.state, refund.decided_by_id), ("matched", self.head))
        self.assertFalse(self.waiting())
        run = self.compute(2)
        self.assertIn(("clawback", -20), self.told(run, self.hunter))
        self.assertEqual(run.refund_count, 0)

    def test_a_row_is_taken_for_the_refund_of_its_dialog_only(self):
        row = self.sale.with_user(self.head)
        for wrong in (None, True, "1", [self.refund.id], self.sale.id, 10**9):
            with self.subTest(wrong), self.assertRaises(UserError):
                row.with_context(motivation_refund_id=wrong).action_take_back()
        with self.assertRaises(UserError):
            self.choice().action_decide()

    def test_rows_of_one_invoice_are_told_apart(self):
        named = self.sale.with_context(motivation_naming=True)
        self.assertIn("1,000.00", named.display_name)

    def test_what_concerns_nobody_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "Write why"):
            self.choice(state="ignored").action_decide()
        self.choice(state="ignored", reason="Paid twice by mistake").action_decide()
        self.assertFalse(self.waiting())
        refund = self.env["motivation.refund"].search([("fact_id", "=", self.refund.id)])
        self.assertEqual((refund.state, refund.original_id.id), ("ignored", False))

    def test_more_than_is_left_is_told_before_it_is_decided(self):
        self.reverse(self.sale, day(1, 20), amount=-700)
        rows = self.choice().candidate_ids
        self.assertEqual({row: row.refund_left for row in rows}, {self.sale: 300, self.other: 500})
        self.match(sale=self.other)
        self.other.invalidate_recordset(["refund_left"])
        self.assertEqual(self.other.refund_left, 100)

    def test_only_an_earlier_sale_of_the_client_can_be_it(self):
        foreign = self.env["res.partner"].create({"name": "Southern Mill"})
        refused = {
            "of another client": self.sell(day(1, 7), 500, partner_id=foreign.id),
            "of a later day": self.sell(day(2, 7), 500, partner_id=self.client.id),
            "of another metric": self.fact("margin", day(1, 7), self.hunter, amount=500),
            "a refund itself": self.refund,
            "a change": self.reverse(self.sale, day(1, 20), amount=100),
        }
        for why, fact in refused.items():
            with self.subTest(why), self.assertRaises(UserError):
                self.match(sale=fact)

    def test_it_is_decided_once(self):
        self.match()
        with self.assertRaisesRegex(UserError, "waits for no decision"):
            self.match(sale=self.other)

    def test_heads_and_owners_decide_and_nobody_about_himself(self):
        for user in (self.hunter, self.leader):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.env["motivation.refund"].with_user(user)._decide(
                    self.refund.with_user(user), "ignored", reason="No"
                )
        mine = self.sell(day(1, 8), 800, self.head, partner_id=self.client.id)
        with self.assertRaisesRegex(UserError, "own pay"):
            self.match(sale=mine)
        self.assertTrue(self.match(self.owner, mine))

    # === TAKING IT BACK === #

    def test_a_decision_is_taken_back_until_pay_rests_on_it(self):
        refund = self.match()
        refund.with_user(self.head).action_decide_anew()
        self.assertEqual(self.waiting(), self.refund)
        self.settle(1)
        refund = self.match()
        self.settle(2)
        with self.assertRaisesRegex(UserError, "approved"):
            refund.with_user(self.head).action_decide_anew()

    def test_nobody_writes_decisions(self):
        refund = self.match()
        for user in (self.hunter, self.head, self.owner):
            own = refund.with_user(user)
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    own.write({"state": "ignored"})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create({"fact_id": self.refund.id, "state": "ignored"})
        with self.assertRaises(AccessError):
            refund.write({"state": "ignored"})
