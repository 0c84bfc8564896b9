from datetime import timedelta

from odoo.tools import SQL

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon


@department
class TestFactCheckDay(LedgerCommon):
    """A check of one day reads what was booked since: it finds all of that, and asks for nothing older."""

    def setUp(self):
        super().setUp()
        self.today = self.env.cr.now()
        with at_instant(self.env, self.today - timedelta(days=40)):
            self.old = self.win(700.0)
        self.new = self.win(900.0)
        self.sold = self.order(user_id=self.hunter.id)
        self.sold.action_confirm()
        self.env["conveyor.fact"]._book_expected()

    def win(self, revenue):
        """A deal that is won now."""
        deal = self.accepted(expected_revenue=revenue, partner_id=self.client.id)
        deal.action_set_won()
        return deal

    def check_day(self):
        """What a check of this day finds, and how many documents and rows it reads."""
        self.env["conveyor.fact"]._book_expected()
        run = self.env["conveyor.ledger.run"].create(
            {"kind": "check", "date_from": self.today.date()}
        )
        while run.state in ("waiting", "running"):
            run._advance()
        self.env.invalidate_all()
        self.assertEqual(run.done_count, run.total_count)
        return {(d.kind, d.metric_id.code, d.res_id) for d in run.difference_ids}, run.done_count

    def revalue(self, deal):
        """Change what a won deal is worth behind the ledger's back."""
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE crm_lead SET expected_revenue = 1 WHERE id = %s", deal.id))
        self.env.invalidate_all()

    def test_nothing_is_found_where_nothing_is_wrong(self):
        self.assertEqual(self.check_day()[0], set())

    def test_document_that_differs_is_found_only_on_its_day(self):
        self.revalue(self.new)
        self.revalue(self.old)
        self.assertEqual(
            self.check_day()[0],
            {("changed", code, self.new.id) for code in ("deal_won", "contact_won")},
        )
        self.assertIn(
            self.old.id, [res_id for _kind, _code, _model, res_id, *_rest in self.check()]
        )

    def test_row_changed_by_hand_is_found_only_on_its_day(self):
        [old], [new] = self.facts("deal_won", self.old), self.facts("deal_won", self.new)
        self.tamper(old, "reference", "Forged")
        self.tamper(new, "reference", "Forged")
        self.assertEqual(self.check_day()[0], {("tampered", "deal_won", new.id)})

    def test_first_sale_of_the_day_belongs_to_the_check(self):
        [fact] = self.facts("first_sale", self.sold)
        self.tamper(fact, "quantity", 0)
        found = {(kind, code) for kind, code, _id in self.check_day()[0]}
        self.assertIn(("tampered", "first_sale"), found)
        self.assertIn(("missing", "first_sale"), found)

    def test_sums_of_the_month_are_compared(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE conveyor_fact_sum SET quantity = quantity + 1 WHERE metric_id ="
            " (SELECT id FROM conveyor_metric WHERE code = 'contract')"
        )
        self.assertEqual({(k, code) for k, code, _id in self.check_day()[0]}, {("sum", "contract")})

    def test_older_facts_are_not_read(self):
        before = self.check_day()[1]
        with at_instant(self.env, self.today - timedelta(days=40)):
            self.win(50.0)
        self.assertEqual(self.check_day()[1], before)
