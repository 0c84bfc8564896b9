from odoo import Command
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tests.ledger import LedgerCommon
from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import FLAT, PayWords, at, day

TEN = FLAT | {"tiers": [(0, 0.1)]}


@tagged("post_install", "-at_install")
class TestPayScope(PayWords):
    """A component pays certain products, clients, sales and days, and no others."""

    def setUp(self):
        super().setUp()
        categories = self.env["product.category"]
        self.machines = categories.create({"name": "Machines"})
        self.lathes = categories.create({"name": "Lathes", "parent_id": self.machines.id})
        self.tools = categories.create({"name": "Tools"})
        values = [
            {"name": c.name, "categ_id": c.id} for c in (self.machines, self.lathes, self.tools)
        ]
        self.products = self.env["product.product"].create(values)

    def test_a_category_pays_its_products_and_those_below(self):
        """Machines 1,000 and lathes 2,000 at 5 %; tools and what has no product are not paid."""
        self.put(self.hunter, FLAT | {"categ_ids": [Command.set(self.machines.ids)]})
        for product, amount in zip(self.products, (1000, 2000, 4000), strict=True):
            self.sell(day(1), amount, product_id=product.id)
        self.sell(day(1), 8000)
        self.assert_amounts(self.compute(1), self.hunter, 50, 100)

    def test_a_category_below_pays_nothing_of_the_one_above(self):
        self.put(self.hunter, FLAT | {"categ_ids": [Command.set(self.lathes.ids)]})
        for product, amount in zip(self.products, (1000, 2000, 4000), strict=True):
            self.sell(day(1), amount, product_id=product.id)
        self.assert_amounts(self.compute(1), self.hunter, 100)

    def test_what_ends_at_one_component_is_not_paid_below(self):
        """Lathes 10 % and no more; everything else 5 %."""
        lathes = TEN | {"categ_ids": [Command.set(self.lathes.ids)], "is_exclusive": True}
        self.put(self.hunter, lathes, FLAT)
        self.sell(day(1, 5), 1000, product_id=self.products[1].id)
        self.sell(day(1, 6), 1000, product_id=self.products[2].id)
        self.assert_amounts(self.compute(1), self.hunter, 100, 50)

    def test_what_does_not_end_is_paid_by_both(self):
        lathes = TEN | {"categ_ids": [Command.set(self.lathes.ids)]}
        self.put(self.hunter, lathes, FLAT)
        self.sell(day(1, 5), 1000, product_id=self.products[1].id)
        self.assert_amounts(self.compute(1), self.hunter, 100, 50)

    def test_the_order_of_components_decides_which_comes_first(self):
        """The one that ends stands second: what the first pays is paid, too."""
        lathes = TEN | {"categ_ids": [Command.set(self.lathes.ids)], "is_exclusive": True}
        self.put(self.hunter, FLAT, lathes, FLAT | {"tiers": [(0, 0.5)]})
        self.sell(day(1, 5), 1000, product_id=self.products[1].id)
        self.assert_amounts(self.compute(1), self.hunter, 50, 100)

    def test_a_client_pays_for_his_people_too(self):
        """1,000 of the company and 500 of its buyer; another client is not paid."""
        buyer = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.client.id})
        other = self.env["res.partner"].create({"name": "Southern Mill"})
        for asked, user in ((self.client, self.hunter), (buyer, self.hunter2)):
            self.put(user, FLAT | {"partner_ids": [Command.set(asked.ids)]})
            self.sell(day(1, 5), 1000, user, partner_id=self.client.id)
            self.sell(day(1, 7), 4000, user, partner_id=other.id)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 50)
        self.assert_amounts(run, self.hunter2, 50)

    def test_a_prize_is_paid_between_its_two_days(self):
        """500 for each contract from the 10th to the 20th, both included, whenever it is booked."""
        days = {"first_on": day(1, 10), "last_on": day(1, 20)}
        prize = {"kind": "spif", "metric": "contract", "unit": "each", "tiers": [(0, 500)], **days}
        self.put(self.hunter, prize)
        self.count("contract", self.hunter, *[day(1, number) for number in (9, 10, 20, 21)])
        self.assert_amounts(self.settle(1), self.hunter, 500, 500)
        self.fact("contract", day(1, 15), self.hunter, booked=at(2, 3))
        self.assert_amounts(self.compute(2), self.hunter, 500)


@tagged("post_install", "-at_install")
class TestPaySale(PayWords, LedgerCommon):
    """First and later sales to a client, by orders, invoices and payments as Odoo makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_books()

    def setUp(self):
        super().setUp()
        self.product.invoice_policy = "order"
        self.put(self.hunter, TEN | {"sale": "first"}, FLAT | {"sale": "repeat"})

    def confirm(self, on, *prices):
        """An order of the hunter with a line for each price, confirmed at noon."""
        lines = [
            Command.create({"product_id": self.product.id, "price_unit": price}) for price in prices
        ]
        with at_instant(self.env, at(on.month, on.day)):
            order = self.order(user_id=self.hunter.id, order_line=lines)
            order.action_confirm()
        return order

    def bill(self, order, on, *payments):
        """The invoice of an order, paid in parts on days."""
        with at_instant(self.env, at(on.month, on.day)):
            invoice = order._create_invoices()
            invoice.write({"invoice_date": on, "invoice_user_id": self.hunter.id})
            invoice.action_post()
        for paid_on, amount in payments:
            with at_instant(self.env, at(paid_on.month, paid_on.day)):
                self.pay(invoice, amount, payment_date=paid_on)
        return invoice

    def test_the_money_of_the_first_order_is_a_first_sale_to_the_end(self):
        """Two instalments of 600 and 400 at 10 %; then 1,000 of the second order at 5 %."""
        first, second = self.confirm(day(1, 5), 1000), self.confirm(day(1, 6), 1000)
        self.bill(first, day(1, 7), (day(1, 8), 600), (day(2, 8), 400))
        self.bill(second, day(1, 9), (day(1, 10), 1000))
        self.assert_amounts(self.settle(1), self.hunter, 60, 50)
        self.assert_amounts(self.compute(2), self.hunter, 40)

    def test_lines_of_an_invoice_are_paid_each(self):
        """600 and 400 in one payment, at one instant: 60 and 40, in any order."""
        self.bill(self.confirm(day(1, 5), 600, 400), day(1, 7), (day(1, 8), None))
        self.assertEqual(sorted(self.amounts(self.compute(1), self.hunter)), [40, 60])

    def test_a_first_sale_that_is_given_up_goes_back_as_a_first_sale(self):
        """Paid 100 as a first sale; the payment is undone and the order cancelled: 100 go back, and no 50."""
        order = self.confirm(day(1, 5), 1000)
        invoice = self.bill(order, day(1, 7), (day(1, 8), 1000))
        self.assert_amounts(self.settle(1), self.hunter, 100)
        with at_instant(self.env, at(2, 3)):
            invoice.line_ids.remove_move_reconcile()
            invoice.button_draft()
            invoice.button_cancel()
            order._action_cancel()
        self.assert_amounts(self.compute(2), self.hunter, -100, 100)
