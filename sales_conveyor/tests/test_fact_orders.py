from datetime import datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactOrders(LedgerCommon):
    """Contracts: confirmed orders, and what becomes of them later."""

    def setUp(self):
        super().setUp()
        self.survey = self.env["product.product"].create(
            {"name": "Survey", "taxes_id": False, "standard_price": 20.0}
        )
        with at_instant(self.env, NOON):
            self.sold = self.order(user_id=self.hunter.id)  # one audit for 1000
            self.sold.action_confirm()

    def rows(self, code, order=None):
        """Product, amount and reason of each row."""
        return [
            (fact.product_id, fact.amount, fact.reason)
            for fact in self.facts(code, order or self.sold)
        ]

    # === CANCELLED === #

    def test_cancelled_and_confirmed_again_is_a_new_contract_of_its_day(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.sold._action_cancel()
        self.sold.action_draft()
        self.sold.user_id = self.hunter2
        self.sold.action_confirm()
        first, back, again = self.facts("contract", self.sold)
        self.assertEqual((first.quantity, back.quantity, again.quantity), (1, -1, 1))
        self.assertEqual((back.reversal_of_id, back.reason), (first, "cancelled"))
        self.assertEqual(((first | back).user_id, again.user_id), (self.hunter, self.hunter2))
        self.assertEqual(again.happened_on, self.env.cr.now().date())
        self.assertEqual(self.standing("contract_amount", self.sold), (1, 1000))
        self.assertEqual(self.standing("first_sale", self.sold), (1, 0))
        self.assertFalse(self.check())

    def test_cancelled_and_confirmed_in_one_transaction_is_nothing_new(self):
        self.sold._action_cancel()
        self.sold.action_draft()
        self.sold.action_confirm()
        self.assertEqual(len(self.facts("contract", self.sold)), 1)

    # === CHANGED AFTER CONFIRMATION === #

    def test_changed_line_is_a_difference_for_the_person_and_cohort_of_the_first_row(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.sold.user_id = self.hunter2
            self.sold.order_line.product_uom_qty = 3  # 3 × 1000 − 1000 = +2000
        first, more = self.facts("contract_amount", self.sold)
        self.assertEqual((more.quantity, more.amount, more.reason), (2, 2000, "changed"))
        self.assertEqual((more.user_id, more.cohort_on), (self.hunter, first.cohort_on))
        self.assertEqual(more.happened_on, A_MONTH_LATER.date())
        self.assertEqual(self.standing("contract", self.sold), (1, 0))
        self.assertFalse(self.check())

    def test_discount_lowers_the_contract(self):
        self.sold.order_line.discount = 12.5  # 1000 × 0.125 = 125
        self.assertEqual(self.rows("contract_amount")[1:], [(self.product, -125, "changed")])

    def test_line_added_later_is_credited_to_the_salesperson_of_that_day(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.sold.user_id = self.hunter2
            line = {
                "product_id": self.survey.id,
                "price_unit": 50,
                "product_uom_qty": 3,
                "purchase_price": 20,
            }
            self.sold.order_line = [Command.create(line)]
        _first, added = self.facts("contract_amount", self.sold)
        self.assertEqual(
            (added.product_id, added.amount, added.user_id), (self.survey, 150, self.hunter2)
        )
        self.assertEqual(self.facts("margin", self.sold)[-1].amount, 90)  # 150 − 3 × 20
        self.assertFalse(self.check())

    def test_line_set_to_nothing_is_taken_back(self):
        self.sold.order_line.product_uom_qty = 0
        self.assertEqual(self.standing("contract_amount", self.sold), (0, 0))
        self.assertEqual(self.standing("contract", self.sold), (1, 0))
        self.assertFalse(
            self.facts("first_sale", self.sold)[-1].quantity > 0, "an order for nothing is no sale"
        )
        self.assertFalse(self.check())

    def test_line_deleted_between_two_confirmations_is_taken_back(self):
        """From a confirmed order Odoo lets no line be deleted, from a cancelled one it does."""
        self.sold._action_cancel()
        self.sold.order_line.unlink()
        self.sold.order_line = [Command.create({"product_id": self.survey.id, "price_unit": 50})]
        self.sold.action_draft()
        self.sold.action_confirm()
        expected = [
            (self.product, 1000, False),
            (self.product, -1000, "cancelled"),
            (self.survey, 50, False),
        ]
        self.assertEqual(sorted(self.rows("contract_amount"), key=str), sorted(expected, key=str))
        self.assertFalse(self.check())

    def test_other_product_moves_the_line(self):
        self.sold.order_line.product_id = self.survey
        self.sold.order_line.price_unit = 1000
        expected = [
            (self.product, 1000, False),
            (self.product, -1000, "moved"),
            (self.survey, 1000, False),
        ]
        self.assertEqual(self.rows("contract_amount"), expected)
        self.assertFalse(self.check())

    def test_other_client_moves_everything(self):
        other = self.env["res.partner"].create({"name": "Southern Mill", "is_company": True})
        with at_instant(self.env, A_MONTH_LATER):
            self.sold.write({"partner_id": other.id, "user_id": self.hunter2.id})
        for code in ("contract", "contract_amount", "first_sale"):
            first, back, moved = self.facts(code, self.sold)
            self.assertEqual((back.reason, back.partner_id), ("moved", self.client), code)
            self.assertEqual((moved.partner_id, moved.user_id), (other, self.hunter), code)
            self.assertEqual(moved.cohort_on, first.cohort_on)
        self.assertFalse(self.check())

    def test_note_and_section_are_no_money(self):
        note = {"display_type": "line_note", "name": "By hand"}
        self.sold.order_line = [Command.create(note)]
        self.assertEqual(len(self.facts("contract_amount", self.sold)), 1)

    def test_cost_that_becomes_known_later_lowers_the_margin(self):
        self.sold.order_line.purchase_price = 400
        self.assertEqual(self.standing("margin", self.sold), (0, 600))
        self.assertFalse(self.check())

    # === WAYS INTO THE STATE === #

    def test_order_created_as_confirmed_is_a_contract(self):
        """An import, or a call that names the state itself."""
        order = self.order(user_id=self.hunter.id, state="sale")
        self.assertEqual(self.standing("contract", order), (1, 0))
        empty = self.order(user_id=self.hunter.id, state="sale", order_line=[])
        self.assertEqual(self.standing("contract", empty), (1, 0))
        self.assertFalse(self.check())

    def test_hundred_orders_are_booked_by_two_statements(self):
        """One for the contracts, one for the first sales of the clients."""
        orders = self.env["sale.order"].concat(
            *(self.order(user_id=self.hunter.id) for _number in range(100))
        )
        self.env.flush_all()
        with self.statements("INSERT INTO conveyor_fact ") as booked:
            orders.action_confirm()
            self.assertEqual(self.standing("contract", orders), (100, 0))
        self.assertEqual(len(booked), 2)
        self.assertEqual(self.standing("contract_amount", orders), (100, 100_000))

    def test_sent_quotation_is_an_offer_of_its_sender_once(self):
        order = self.order(user_id=self.hunter.id)
        order.with_user(self.head).action_quotation_sent()
        [sent] = self.facts("offer_sent", order)
        self.assertEqual(sent.user_id, self.head)
        self.env["conveyor.fact"]._book_expected()
        order.write({"state": "draft"})
        order.with_user(self.hunter).action_quotation_sent()
        self.assertEqual(self.facts("offer_sent", order), sent)

    def test_order_without_a_salesperson_waits_for_one(self):
        order = self.order(user_id=False)
        order.action_confirm()
        self.assertFalse(self.facts("contract", order))
        order.user_id = self.hunter
        self.assertEqual(self.facts("contract", order).user_id, self.hunter)
        self.assertEqual(self.standing("contract_amount", order), (1, 1000))
        self.assertFalse(self.check())
