from datetime import datetime

from odoo.tests import tagged

from odoo.addons.sales_conveyor.tests.ledger import LedgerCommon
from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import day
from .test_my_pay import TWO_RATES, MyPayCommon

NOON = datetime(2026, 1, 10, 12)


@tagged("post_install", "-at_install")
class TestMyPayForeseen(MyPayCommon, LedgerCommon):
    """What a month may still bring: sold and not paid for, open deals by their chances, by the same curve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_books()

    def setUp(self):
        super().setUp()
        self.enterContext(at_instant(self.env, NOON))
        self.put(self.hunter, TWO_RATES)

    def foreseen(self, user=None):
        pay = self.look(day(1, 10), user)
        told = pay["foreseen"]
        return told["won"]["amount"], told["open"]["amount"], told["estimate"]

    def deal(self, revenue, probability=50, deadline=None, **values):
        """An open deal of the hunter that is expected this month."""
        values = {"owner": self.hunter, "stage": self.stage_talk, **values}
        return self.card(
            expected_revenue=revenue,
            date_deadline=deadline or day(1, 25),
            probability=probability,
            **values,
        )

    def bill(self, amount, user=None, **values):
        """An invoice without taxes that falls due this month."""
        values = {"invoice_date_due": day(1, 20), "invoice_date": day(1, 5), **values}
        return self.invoice(amount, user=user, **values)

    # === SOLD, NOT PAID === #

    def test_an_unpaid_invoice_is_as_good_as_sold(self):
        self.bill(20000)
        self.assertEqual(self.foreseen(), (600, 0, 600))

    def test_what_is_paid_is_no_longer_foreseen(self):
        invoice = self.bill(20000)
        self.pay(invoice, 5000, payment_date=day(1, 8))
        pay = self.look(day(1, 10))
        self.assertEqual(pay["totals"]["payable"], 150)
        self.assertEqual(self.foreseen(), (450, 0, 600))

    def test_what_falls_due_later_is_left_out(self):
        self.bill(20000, invoice_date_due=day(2, 5))
        self.assertEqual(self.foreseen(), (0, 0, 0))

    def test_an_order_without_an_invoice_is_sold(self):
        order = self.order(user_id=self.hunter.id)
        self.assertEqual(self.foreseen(), (0, 0, 0))
        order.action_confirm()
        self.assertEqual(self.foreseen(), (30, 0, 30))

    def test_a_deal_won_without_an_order_is_sold(self):
        deal = self.deal(4000)
        self.assertEqual(self.foreseen(), (0, 60, 60))
        deal.action_set_won()
        self.assertEqual(self.foreseen(), (120, 0, 120))

    # === OPEN DEALS === #

    def test_open_deals_count_by_their_chances(self):
        """Half of 10,000 and a quarter of 20,000, each at 3 %."""
        self.deal(10000)
        self.deal(20000, probability=25)
        self.assertEqual(self.foreseen(), (0, 300, 300))

    def test_deals_of_another_month_are_left_out(self):
        self.deal(10000, deadline=day(2, 1))
        self.deal(10000, deadline=day(1, 9))
        self.assertEqual(self.foreseen(), (0, 0, 0))

    def test_everything_goes_along_one_curve(self):
        """90,000 stand; 10,000 sold fill the first tier, 20,000 of open deals are above it."""
        self.sell(day(1, 5), 90000)
        self.bill(10000)
        self.deal(40000)
        self.assertEqual(self.foreseen(), (300, 1000, 4000))

    def test_a_number_of_deals_is_foreseen_by_their_chances(self):
        each = {"kind": "commission", "metric": "deal_won", "unit": "each", "tiers": [(0, 1000)]}
        self.put(self.hunter2, each)
        self.deal(10000, owner=self.hunter2)
        self.deal(10000, probability=20, owner=self.hunter2)
        self.assertEqual(self.foreseen(self.hunter2), (0, 700, 700))

    def test_a_closed_gate_foresees_nothing(self):
        gate = {"metric_id": "meeting_held", "goal": 3}
        self.put(self.hunter2, TWO_RATES | {"gates": [gate]})
        self.deal(10000, owner=self.hunter2)
        self.assertEqual(self.foreseen(self.hunter2), (0, 0, 0))

    # === WHOSE === #

    def test_deals_of_others_are_theirs(self):
        self.deal(10000, owner=self.hunter2)
        self.bill(20000, user=self.hunter2)
        self.assertEqual(self.foreseen(), (0, 0, 0))

    def test_a_scout_foresees_the_deals_of_his_cards(self):
        self.put(self.scout, TWO_RATES | {"credit": "scout", "share": 0.5})
        deal = self.deal(10000)
        deal.scout_id = self.scout
        self.assertEqual(self.foreseen(self.scout), (0, 75, 75))

    def test_a_leader_foresees_the_deals_of_his_teams(self):
        team = TWO_RATES | {"kind": "override", "credit": "team"}
        self.put(self.leader, team, teams=self.team)
        self.deal(10000)
        self.deal(10000, owner=self.stranger, team_id=self.stock_team.id)
        self.assertEqual(self.foreseen(self.leader), (0, 150, 150))

    def test_first_sales_are_foreseen_with_new_clients_only(self):
        self.put(self.scout, TWO_RATES | {"sale": "first"})
        self.put(self.scout2, TWO_RATES | {"sale": "repeat"})
        known = self.env["res.partner"].create({"name": "Old Client"})
        self.fact("first_sale", day(1, 2), self.hunter2, partner_id=known.id)
        for user in (self.scout, self.scout2):
            begin = {"owner": user, "stage": self.stage_contact}
            self.deal(10000, partner_id=known.id, **begin)
            self.deal(30000, partner_id=self.client.id, **begin)
        self.assertEqual(self.foreseen(self.scout), (0, 450, 450))
        self.assertEqual(self.foreseen(self.scout2), (0, 150, 150))

    def test_one_deal_of_two_components_is_told_once(self):
        each = {"kind": "commission", "name": "Deals", "metric": "deal_won", "unit": "each"}
        self.put(self.hunter2, TWO_RATES, each | {"tiers": [(0, 1000)]})
        self.deal(10000, owner=self.hunter2)
        told = self.look(day(1, 10), self.hunter2)["foreseen"]["open"]
        self.assertEqual((told["base"], told["count"], told["amount"]), (5000, 0.5, 650))
