from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

EARLIER = datetime(2026, 3, 2, 8, 0)
NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactBooking(LedgerCommon):
    """What happens is booked once, credited to its doer, on the business day of the company."""

    def test_won_deal_is_booked_for_its_owner_with_the_three_people(self):
        with at_instant(self.env, EARLIER):
            card = self.accepted(expected_revenue=5000.0)
        with at_instant(self.env, NOON):
            self.drag(card, self.stage_won)
        [fact] = self.facts("deal_won", card)
        self.assertEqual(fact.happened_on, date(2026, 3, 10))
        self.assertEqual(fact.happened_at, NOON)
        self.assertEqual(fact.user_id, self.hunter)
        self.assertEqual((fact.scout_id, fact.hunter_id), (self.scout, self.hunter))
        self.assertEqual((fact.role, fact.team_id), ("hunter", self.team))
        self.assertEqual((fact.quantity, fact.amount), (1, 5000))

    def test_reopened_deal_is_taken_back_on_its_day_with_its_cohort(self):
        with at_instant(self.env, EARLIER):
            card = self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=700.0)
        with at_instant(self.env, NOON):
            card.action_set_won()
        with at_instant(self.env, A_MONTH_LATER):
            card.write({"stage_id": self.stage_talk.id, "probability": 20})
        won, back = self.facts("deal_won", card)
        self.assertEqual(back.reversal_of_id, won)
        self.assertEqual((back.quantity, back.amount, back.reason), (-1, -700, "cancelled"))
        self.assertEqual(back.happened_on, date(2026, 4, 14))
        self.assertEqual(back.cohort_on, won.cohort_on)
        self.assertEqual(back.user_id, self.hunter)

    def test_confirmed_order_is_one_contract_and_money_by_product(self):
        other = self.env["product.product"].create({"name": "Survey", "taxes_id": False})
        order = self.order(user_id=self.hunter.id)
        order.order_line = [
            Command.create({"product_id": other.id, "price_unit": 50, "product_uom_qty": 3})
        ]
        order.action_confirm()
        self.assertEqual(sum(self.facts("contract", order).mapped("quantity")), 1)
        amounts = self.facts("contract_amount", order)
        self.assertEqual(
            {f.product_id: f.amount for f in amounts}, {self.product: 1000, other: 150}
        )
        self.assertEqual(amounts.user_id, self.hunter)
        self.assertEqual(amounts.partner_id, self.client)
        [first] = self.facts("first_sale", order)
        self.assertEqual(first.partner_id, self.client)

    def test_cancelled_order_takes_everything_back(self):
        order = self.order(user_id=self.hunter.id)
        order.action_confirm()
        order._action_cancel()
        for code in ("contract", "contract_amount", "first_sale"):
            self.assertEqual(sum(self.facts(code, order).mapped("quantity")), 0, code)
            self.assertEqual(sum(self.facts(code, order).mapped("amount")), 0, code)
        self.assertFalse(self.check())
