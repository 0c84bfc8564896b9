from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactCurrencies(LedgerCommon):
    """Money of the ledger is the company's; the rate of the day is kept, whatever becomes of it later."""

    def setUp(self):
        super().setUp()
        self.thaler = self.currency("THL", (date(2026, 1, 1), 4.0))
        self.pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": self.thaler.id}
        )

    def sold(self, price=1000, currency=None):
        """A confirmed order in a foreign currency."""
        if currency:
            self.pricelist.currency_id = currency
        line = Command.create({"product_id": self.product.id, "price_unit": price})
        order = self.order(
            user_id=self.hunter.id, pricelist_id=self.pricelist.id, order_line=[line]
        )
        order.action_confirm()
        return order

    def test_contract_abroad_keeps_its_rate(self):
        with at_instant(self.env, NOON):
            order = self.sold()
        [fact] = self.facts("contract_amount", order)
        self.assertEqual((fact.amount, fact.origin_amount, fact.rate), (250, 1000, 4))  # 1000 ÷ 4
        self.assertEqual(fact.origin_currency_id, self.thaler)
        self.rate(self.thaler, date(2026, 3, 1), 5.0)
        self.assertFalse(self.check(), "a rate entered late moves nothing")
        with at_instant(self.env, A_MONTH_LATER):
            order.order_line.price_unit = 1200  # (1200 − 1000) ÷ 4 = 50, not ÷ 5
        self.assertEqual(self.facts("contract_amount", order)[-1].amount, 50)
        self.assertFalse(self.check())

    def test_invoice_abroad_is_worth_its_own_rate_whatever_the_day_of_the_payment(self):
        with at_instant(self.env, NOON):
            invoice = self.invoice(1000, currency_id=self.thaler.id, invoice_date=date(2026, 3, 10))
        self.rate(self.thaler, date(2026, 4, 1), 8.0)
        with at_instant(self.env, A_MONTH_LATER):
            self.pay(invoice, 400, currency_id=self.thaler.id, payment_date=date(2026, 4, 14))
        # 1000 ÷ 4 = 250; 40 % of it = 100
        self.assertEqual(self.standing("money_in", invoice)[1], 100)
        self.pay(invoice)
        self.assertEqual(self.standing("money_in", invoice)[1], 250)
        self.assertFalse(self.check())

    def test_currency_without_a_rate_leaves_the_amount_blank_until_there_is_one(self):
        unknown = self.currency("UNK")
        order = self.sold(currency=unknown)
        [fact] = self.facts("contract_amount", order)
        self.assertFalse(fact.amount)
        self.env.cr.execute(
            "SELECT amount, origin_amount FROM conveyor_fact WHERE id = %s", [fact.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None, 1000))
        self.assertFalse(self.check(), "nothing is wrong as long as nobody knows the rate")
        self.rate(unknown, date(2026, 1, 1), 10.0)
        found = {(kind, code): amount for kind, code, *_document, amount in self.check()}
        self.assertEqual(
            found, {("changed", "contract_amount"): 100, ("changed", "margin"): 100}
        )  # 1000 ÷ 10
        self.assertFalse(self.mend())
        self.assertEqual(self.standing("contract_amount", order), (1, 100))

    def test_rate_that_came_late_is_kept_too(self):
        unknown = self.currency("UNK")
        order = self.sold(currency=unknown)
        self.facts("contract_amount", order)
        self.rate(unknown, date(2026, 1, 1), 10.0)
        order.order_line.price_unit = 2000  # 2000 ÷ 10 = 200
        self.assertEqual(self.standing("contract_amount", order), (1, 200))
        self.rate(unknown, date(2026, 2, 1), 20.0)
        self.assertFalse(self.check())
        order.order_line.price_unit = 1000  # −1000 ÷ 10 = −100, not ÷ 20
        self.assertEqual(self.standing("contract_amount", order), (1, 100))

    def test_amount_that_no_column_holds_stays_blank(self):
        """A thousand millions of a currency of which one is worth a million."""
        dear = self.currency("DEA", (date(2026, 1, 1), 0.000001))
        order = self.sold(price=9e9, currency=dear)  # 9e9 ÷ 1e-6 = 9e15
        [fact] = self.facts("contract_amount", order)
        self.assertFalse(fact.amount)
        self.assertFalse(self.check())

    def test_currency_of_five_hundredths_rounds_to_them(self):
        # Odoo itself lets no currency that is in use become coarser.
        query = "UPDATE res_currency SET rounding = 0.05 WHERE id = %s"
        self.env.cr.execute(query, [self.env.company.currency_id.id])
        self.env.invalidate_all()
        with at_instant(self.env, NOON):
            order = self.sold(price=100.30)  # ÷ 4 = 25.075 → 25.10
        self.assertEqual(self.standing("contract_amount", order), (1, 25.1))
        invoice = self.invoice(10, 10, tax=self.tax(20))
        self.pay(invoice, 7)  # 20 × 7 ÷ 24 = 5.8333 → 5.85: 2.95 and 2.90
        self.assertEqual(self.amounts(invoice), [2.95, 2.9])
        self.pay(invoice)
        self.assertEqual(self.standing("money_in", invoice)[1], 20)
        ours = ((order._name, order.id), (invoice._name, invoice.id))
        self.assertFalse([row for row in self.check() if row[2:4] in ours])
