from odoo import Command
from odoo.tools import SQL

from .common import department
from .ledger import LedgerCommon

# Odoo refuses some of them here and lets them in there; an import by SQL brings in any.
NUMBERS = ("NaN", "1e300", "-1e300", "Infinity", "-Infinity", "1e12", "-1e12")


@department
class TestFactBadInput(LedgerCommon):
    """Numbers that are none stay blank in the ledger; the seller who typed them sees no fault of the machine."""

    def amounts_of(self, code, document):
        """The amounts as the database has them."""
        facts = self.facts(code, document)
        self.env.cr.execute(
            "SELECT quantity, amount FROM conveyor_fact WHERE id = ANY(%s) ORDER BY id", [facts.ids]
        )
        return [
            (float(quantity), amount and float(amount))
            for quantity, amount in self.env.cr.fetchall()
        ]

    def store(self, record, column, number):
        """Have the database hold a number that Odoo may not let in."""
        self.env.flush_all()
        query = "UPDATE %s SET %s = %s WHERE id = %s"
        self.env.cr.execute(
            SQL(query, SQL.identifier(record._table), SQL.identifier(column), number, record.id)
        )
        self.env.invalidate_all()

    # === NUMBERS === #

    def test_revenue_that_is_no_number_stays_blank(self):
        for number in NUMBERS:
            with self.subTest(number=number):
                deal = self.card(owner=self.hunter, stage=self.stage_talk)
                deal.with_user(self.hunter).action_set_won()
                self.store(deal, "expected_revenue", number)
                self.assertEqual(self.amounts_of("deal_won", deal), [(1, None)])
        self.assertFalse(self.check())

    def test_negative_revenue_is_what_the_seller_said(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=-5.0)
        deal.action_set_won()
        self.assertEqual(self.amounts_of("deal_won", deal), [(1, -5)])

    def test_revenue_that_becomes_no_number_is_taken_back(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=700.0)
        deal.action_set_won()
        self.facts("deal_won", deal)
        self.store(deal, "expected_revenue", "NaN")
        self.env["conveyor.fact"]._expect("crm.lead", deal.ids)
        self.assertEqual(self.amounts_of("deal_won", deal), [(1, 700), (0, -700)])
        self.store(deal, "expected_revenue", "300")
        self.env["conveyor.fact"]._expect("crm.lead", deal.ids)
        self.assertEqual(self.standing("deal_won", deal), (1, 300))
        self.assertFalse(self.check())

    def test_price_that_is_no_number_stays_blank(self):
        for number in NUMBERS:
            with self.subTest(number=number):
                order = self.order(user_id=self.hunter.id)
                for column in ("price_subtotal", "margin"):
                    self.store(order.order_line, column, number)
                order.action_confirm()
                self.assertEqual(self.standing("contract", order), (1, 0))
                self.assertEqual(self.amounts_of("contract_amount", order), [(1, None)])
                self.assertFalse(self.facts("margin", order))
        self.assertFalse(self.check())

    def test_price_that_odoo_lets_in_stays_blank(self):
        for number in (1e200, -1e200, 1e12):
            with self.subTest(number=number):
                line = Command.create({"product_id": self.product.id, "price_unit": number})
                order = self.order(user_id=self.hunter.id, order_line=[line])
                order.with_user(self.hunter).action_confirm()
                self.assertEqual(self.amounts_of("contract_amount", order), [(1, None)])
        self.assertFalse(self.check())

    def test_quantity_that_is_no_number_is_none(self):
        for number in NUMBERS:
            with self.subTest(number=number):
                order = self.order(user_id=self.hunter.id)
                order.action_confirm()
                self.store(order.order_line, "product_uom_qty", number)
                self.assertEqual(self.amounts_of("contract_amount", order), [(0, 1000)])
        self.assertFalse(self.check())

    def test_levels_leave_out_what_is_no_number(self):
        for number in ("NaN", "1e300", "500"):
            self.store(
                self.card(owner=self.hunter2, stage=self.stage_talk), "expected_revenue", number
            )
        company = self.env.company
        self.env["conveyor.fact"]._book_levels(company, company._get_business_day())
        levels = {
            code: self.facts(code).filtered(lambda fact: fact.user_id == self.hunter2)
            for code in ("deals_in_work", "pipeline_amount")
        }
        self.assertEqual(levels["deals_in_work"].quantity, 3)
        self.assertEqual(levels["pipeline_amount"].amount, 500)

    # === WHAT IS MISSING === #

    def test_nothing_is_booked_without_an_owner(self):
        deal = self.card(owner=False, stage=self.stage_won, expected_revenue=5.0)
        invoice = self.invoice(100)
        invoice.invoice_user_id = False
        self.pay(invoice)
        self.assertFalse(self.facts("deal_won", deal))
        self.assertFalse(self.facts("money_in", invoice))
        self.assertFalse(self.check())

    def test_deal_of_a_person_who_left_is_his(self):
        deal = self.card(owner=self.stranger, stage=self.stage_talk, team_id=self.stock_team.id)
        self.stranger.active = False
        deal.user_id = self.stranger
        deal.action_set_won()
        self.assertEqual(self.facts("deal_won", deal).user_id, self.stranger)

    def test_archived_client_product_and_team_are_told(self):
        order = self.order(user_id=self.stranger.id, team_id=self.stock_team.id)
        order.action_confirm()
        self.facts("contract", order)
        self.product.active = False
        self.client.active = False
        self.stock_team.active = False
        self.assertEqual(self.facts("contract_amount", order).product_id, self.product)
        self.assertFalse(self.check())

    def test_source_of_leads_may_be_deleted(self):
        source = self.env["utm.source"].create({"name": "Fair"})
        deal = self.card(owner=self.hunter, stage=self.stage_talk, source_id=source.id)
        deal.action_set_won()
        [won] = self.facts("deal_won", deal)
        self.assertEqual(won.source_id, source)
        deal.source_id = False
        source.unlink()
        self.assertFalse(self.check(), "the seal does not break")

    # === HUNDREDS AT ONCE === #

    def test_hundreds_of_deals_are_booked_by_one_statement(self):
        deals = self.env["crm.lead"].concat(
            *(
                self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=1.0)
                for _number in range(300)
            )
        )
        self.facts("deal_won")
        with self.statements("INSERT INTO conveyor_fact ") as booked:
            deals.action_set_won()
            self.assertEqual(self.standing("deal_won", deals), (300, 300))
        self.assertEqual(len(booked), 1)

    def test_a_write_that_concerns_no_fact_books_nothing(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk)
        order = self.order(user_id=self.hunter.id)
        self.facts("deal_won")
        with self.statements("conveyor_fact") as booked:
            deal.write({"name": "Renamed", "priority": "2", "description": "Long"})
            deal.expected_revenue = 7
            order.order_line.price_unit = 5
            self.client.name = "Renamed"
            self.env["conveyor.fact"]._book_expected()
        self.assertFalse(booked)
