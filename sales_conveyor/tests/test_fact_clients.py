from datetime import datetime

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactClients(LedgerCommon):
    """Facts follow their client through merges, new companies and erasure."""

    def setUp(self):
        super().setUp()
        self.other = self.partner("Southern Mill", is_company=True)

    def partner(self, name, **values):
        return self.env["res.partner"].create({"name": name, **values})

    def sold(self, client, at=None):
        """A confirmed order of a client."""
        with at_instant(self.env, at or self.env.cr.now()):
            order = self.order(partner_id=client.id, user_id=self.hunter.id)
            order.action_confirm()
        return order

    def merge(self, *partners):
        """Odoo's wizard; the last partner stays."""
        ids = [partner.id for partner in partners]
        self.env["base.partner.merge.automatic.wizard"]._merge(ids, partners[-1])

    # === MERGED === #

    def test_merged_clients_have_one_first_sale_the_earlier_one(self):
        early, late = self.sold(self.client, NOON), self.sold(self.other, A_MONTH_LATER)
        self.merge(self.client, self.other)
        self.assertEqual(self.standing("first_sale", early), (1, 0))
        self.assertEqual(self.standing("first_sale", late), (0, 0))
        self.assertEqual(self.facts("contract", early | late).partner_id, self.other)
        self.assertEqual(len(self.facts("contract")), 2, "facts follow without a row of their own")
        self.assertFalse(self.check())

    def test_clients_of_the_ledger_are_merged_again_and_again(self):
        third = self.partner("Western Mill", is_company=True)
        orders = self.sold(self.client) | self.sold(self.other) | self.sold(third)
        self.merge(self.client, self.other)
        self.merge(self.other, third)
        self.assertEqual(self.facts("contract", orders).partner_id, third)
        self.assertEqual(self.standing("first_sale"), (1, 0))
        self.assertFalse(self.check())

    def test_client_merged_into_a_contact_belongs_to_the_company_of_the_contact(self):
        contact = self.partner("Ann", parent_id=self.other.id)
        person = self.partner("Ann")
        order = self.sold(person)
        self.merge(person, contact)
        self.assertEqual(self.facts("contract", order).partner_id, self.other)
        self.assertFalse(self.check())

    def test_contact_merged_into_one_of_another_company_takes_his_orders_along(self):
        ann, twin = (
            self.partner("Ann", parent_id=self.client.id),
            self.partner("Ann", parent_id=self.other.id),
        )
        order = self.sold(ann)
        self.assertEqual(self.facts("contract", order).partner_id, self.client)
        self.merge(ann, twin)
        self.assertEqual(self.facts("contract", order)[-1].partner_id, self.other)
        self.assertEqual(self.facts("first_sale", order)[-1].partner_id, self.other)
        self.assertFalse(self.check())

    def test_paid_invoices_follow_a_merge(self):
        invoice = self.invoice(100)
        self.pay(invoice)
        self.merge(self.client, self.other)
        self.assertEqual(self.facts("money_in", invoice).partner_id, self.other)
        self.assertEqual(self.standing("money_in", invoice)[1], 100)
        self.assertFalse(self.check())

    # === COMPANIES AND THEIR CONTACTS === #

    def test_person_who_gets_a_company_brings_his_facts_along(self):
        person = self.partner("Ann")
        order, invoice = self.sold(person), self.invoice(100, partner_id=person.id)
        self.pay(invoice)
        self.facts("contract")
        person.parent_id = self.other
        for code in ("contract", "contract_amount", "money_in", "first_sale"):
            self.assertEqual(self.facts(code).partner_id, self.other, code)
        self.assertEqual(self.standing("contract", order), (1, 0))
        self.assertFalse(self.check())

    def test_person_who_leaves_a_company_takes_his_own_orders_along(self):
        person = self.partner("Ann", parent_id=self.other.id)
        his, theirs = self.sold(person, NOON), self.sold(self.other, A_MONTH_LATER)
        person.parent_id = False
        self.assertEqual(self.facts("contract", his)[-1].partner_id, person)
        self.assertEqual(self.facts("contract", theirs).partner_id, self.other)
        for order, client in ((his, person), (theirs, self.other)):
            self.assertEqual(self.standing("first_sale", order), (1, 0))
            self.assertEqual(self.facts("first_sale", order)[-1].partner_id, client)
        self.assertFalse(self.check())

    def test_contacts_of_a_person_who_becomes_a_company_are_its_clients(self):
        boss = self.partner("Boss", parent_id=self.other.id)
        ann = self.partner("Ann", parent_id=boss.id)
        order = self.sold(ann)
        self.assertEqual(self.facts("contract", order).partner_id, self.other)
        boss.is_company = True
        self.assertEqual(self.facts("contract", order)[-1].partner_id, boss)
        self.assertFalse(self.check())

    # === ERASED === #

    def test_erased_client_leaves_his_facts_without_a_name(self):
        card = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)
        card.action_set_won()
        [won] = self.facts("deal_won", card)
        row = won.client_id
        self.client.unlink()
        self.assertFalse(won.partner_id)
        self.assertEqual(row.display_name, f"Erased client {row.id}")
        self.assertEqual(self.facts("deal_won", card), won)
        self.assertFalse(self.check())

    def test_contacts_of_an_erased_company_are_clients_of_their_own(self):
        ann = self.partner("Ann", parent_id=self.client.id)
        card = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=ann.id)
        card.action_set_won()
        self.assertEqual(self.facts("deal_won", card).partner_id, self.client)
        self.client.unlink()
        self.assertEqual(self.facts("deal_won", card)[-1].partner_id, ann)
        self.assertEqual(self.standing("deal_won", card)[0], 1)
        self.assertFalse(self.check())

    # === FIRST SALES === #

    def test_first_sale_moves_on_when_the_first_order_is_cancelled(self):
        first, second = self.sold(self.client, NOON), self.sold(self.client, A_MONTH_LATER)
        first._action_cancel()
        self.assertEqual(self.standing("first_sale", first), (0, 0))
        self.assertEqual(self.standing("first_sale", second), (1, 0))
        first.action_draft()
        first.action_confirm()
        self.assertEqual(self.standing("first_sale", first), (0, 0), "what stands stays")
        self.assertEqual(self.standing("first_sale", second), (1, 0))
        self.assertFalse(self.check())

    def test_order_for_nothing_is_no_first_sale_until_it_costs_something(self):
        order = self.order(user_id=self.hunter.id)
        order.order_line.price_unit = 0
        order.action_confirm()
        self.assertFalse(self.facts("first_sale"))
        order.order_line.price_unit = 10
        self.assertEqual(self.standing("first_sale", order), (1, 0))
        self.assertFalse(self.check())

    def test_first_sale_is_counted_in_each_company(self):
        self.sold(self.client)
        branch = self.env["res.company"].create({"name": "Branch"})
        self.hunter.company_ids += branch
        order = (
            self.env["sale.order"]
            .with_company(branch)
            .create(
                {
                    "partner_id": self.client.id,
                    "company_id": branch.id,
                    "user_id": self.hunter.id,
                    "team_id": False,
                    "order_line": [
                        (0, 0, {"product_id": self.product.id, "price_unit": 10, "tax_ids": []})
                    ],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(self.facts("first_sale").company_id, self.env.company | branch)
        self.assertFalse(self.check())
