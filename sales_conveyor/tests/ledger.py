from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tools import SQL

from .common import ConveyorCommon


class LedgerCommon(ConveyorCommon):
    """Words for the ledger of facts, after it has taken over whatever the database held before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for run in cls.env["conveyor.ledger.run"].search([], order="id"):
            while run.state in ("waiting", "running"):
                run._advance()
        facts = cls.env["conveyor.fact"]
        cls.last_before = facts.search([], order="id desc", limit=1).id or 0
        cls.env.company.conveyor_tz = "UTC"

    # === WORDS OF WORK === #

    def activity(self, card, user=None, kind="mail.mail_activity_data_call"):
        """Something to do on a card."""
        return card.activity_schedule(kind, user_id=(user or self.hunter).id)

    def meeting(self, card=None, user=None, start=None, **values):
        """A meeting of a seller with himself and whoever is named."""
        user = user or self.hunter
        start = start or self.env.cr.now() - timedelta(days=1)
        defaults = {
            "name": "Visit",
            "start": start,
            "stop": start + timedelta(hours=1),
            "user_id": user.id,
            "partner_ids": [Command.set(user.partner_id.ids)],
            "opportunity_id": card and card.id,
        }
        return self.env["calendar.event"].create({**defaults, **values})

    # === WORDS OF MONEY === #

    def tax(self, percent):
        """A tax on top of the price."""
        return self.env["account.tax"].create(
            {
                "name": f"{percent} %",
                "amount": percent,
                "amount_type": "percent",
                "price_include_override": "tax_excluded",
            }
        )

    def currency(self, name, *rates):
        """A currency with rates of days: units of it for one of the company's."""
        currency = self.env["res.currency"].create({"name": name, "symbol": name, "rounding": 0.01})
        for day, rate in rates:
            self.rate(currency, day, rate)
        return currency

    def rate(self, currency, day, rate):
        """The rate of a currency from a day on."""
        values = {
            "currency_id": currency.id,
            "name": day,
            "rate": rate,
            "company_id": self.env.company.id,
        }
        return self.env["res.currency.rate"].create(values)

    def invoice(self, *prices, tax=None, user=None, kind="out_invoice", **values):
        """A posted invoice with a line for each price, the products being any."""
        lines = [
            Command.create(
                {
                    "product_id": self.env["product.product"]
                    .create({"name": f"Product {price}"})
                    .id,
                    "price_unit": price,
                    "tax_ids": [Command.set(tax.ids if tax else [])],
                }
            )
            for price in prices
        ]
        defaults = {
            "move_type": kind,
            "partner_id": self.client.id,
            "invoice_user_id": (user or self.hunter).id,
            "team_id": self.team.id,
            "invoice_date": self.env.cr.now().date(),
            "invoice_line_ids": lines,
        }
        invoice = self.env["account.move"].create({**defaults, **values})
        invoice.action_post()
        return invoice

    def pay(self, invoices, amount=None, **values):
        """A payment that the register of payments matches with invoices."""
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        defaults = {"payment_date": self.env.cr.now().date(), "group_payment": True}
        if amount is not None:
            defaults["amount"] = amount
        wizard = self.env["account.payment.register"].with_context(**context)
        return wizard.create({**defaults, **values})._create_payments()

    # === WORDS OF THE LEDGER === #

    def facts(self, code, document=None):
        """The facts of a metric about a document, or all since the test began, in the order of booking."""
        domain = [("metric_id.code", "=", code), ("id", ">", self.last_before)]
        if document is not None:
            domain += [("res_model", "=", document._name), ("res_id", "in", document.ids)]
        return self.env["conveyor.fact"].search(domain, order="id")

    def standing(self, code, document=None):
        """What the facts sum up to: ``(quantity, amount)``."""
        facts = self.facts(code, document)
        return sum(facts.mapped("quantity")), round(sum(facts.mapped("amount")), 2)

    def amounts(self, invoice):
        """The money of an invoice, by payment and line."""
        facts = self.facts("money_in", invoice).sorted(lambda fact: (fact.part_id, fact.line_id))
        return facts.mapped("amount")

    def check(self, kind="check"):
        """The differences that a check of the whole ledger finds."""
        self.env["conveyor.fact"]._book_expected()
        runs = self.env["conveyor.ledger.run"]
        run = runs.search([("kind", "=", kind), ("state", "=", "waiting")]) or runs.create(
            {"kind": kind}
        )
        while run.state in ("waiting", "running"):
            run._advance()
        self.env.invalidate_all()
        self.assertEqual(run.difference_count, len(run.difference_ids))
        return [
            (d.kind, d.metric_id.code, d.res_model, d.res_id, d.quantity, d.amount)
            for d in run.difference_ids
        ]

    def mend(self):
        """Let the head of sales book what the last check found, and check again."""
        run = self.env["conveyor.ledger.run"].search([("state", "=", "done")], limit=1)
        run.with_user(self.head).action_mend()
        return self.check()

    @contextmanager
    def statements(self, text):
        """The statements of the block that contain a text."""
        found, execute = [], type(self.env.cr).execute

        def listen(cr, query, *args, **kwargs):
            if text in (query.code if isinstance(query, SQL) else str(query)):
                found.append(query)
            return execute(cr, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", listen):
            yield found

    def tamper(self, fact, column, value):
        """Change a row behind Odoo's back."""
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_fact SET %s = %s WHERE id = %s",
                SQL.identifier(column),
                value,
                fact.id,
            )
        )
        self.env.invalidate_all()
