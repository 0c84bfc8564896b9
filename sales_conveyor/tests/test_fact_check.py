from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from ..models import conveyor_ledger_run_step
from .common import department
from .forgetting import let_go
from .ledger import LedgerCommon


@department
class TestFactCheck(LedgerCommon):
    """The self-check finds whatever is not as it was booked, and mending brings back what documents tell."""

    def setUp(self):
        super().setUp()
        self.deal = self.accepted(expected_revenue=700.0, partner_id=self.client.id)
        self.deal.action_set_won()
        self.sold = self.order(user_id=self.hunter.id)
        self.sold.action_confirm()
        self.activity(self.deal).with_user(self.hunter).action_done()
        self.invoiced = self.invoice(33.33, 66.67, tax=self.tax(20))
        self.pay(self.invoiced, 50)
        self.assertFalse(self.check())
        [self.won] = self.facts("deal_won", self.deal)

    def sql(self, query, *values):
        """Something happens behind Odoo's back."""
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *values))
        self.env.invalidate_all()

    def found(self):
        """The kinds and metrics that a check names."""
        return {(kind, code) for kind, code, *_rest in self.check()}

    # === THE LEDGER WAS CHANGED === #

    def test_changed_row_is_found_whatever_its_column(self):
        changes = {
            "user_id": self.hunter2.id,
            "amount": 7000,
            "happened_on": "2020-01-01",
            "cohort_on": None,
            "team_id": self.stock_team.id,
            "reference": "Forged",
            "is_imported": True,
            "scout_id": self.scout2.id,
            "days_held": 99,
        }
        for column, value in changes.items():
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.tamper(self.won, column, value)
                self.assertIn(("tampered", "deal_won"), self.found())
                savepoint.rollback()
                self.env.invalidate_all()

    def test_tampering_is_shown_and_not_mended(self):
        self.tamper(self.won, "amount", 7000)
        self.assertIn("tampered", {kind for kind, *_rest in self.check()})
        self.assertIn("tampered", {kind for kind, *_rest in self.mend()})

    def test_deleted_row_is_found_and_booked_again(self):
        self.sql("DELETE FROM conveyor_fact WHERE id = %s", self.won.id)
        self.assertEqual(self.found(), {("missing", "deal_won"), ("sum", "deal_won")})
        self.assertFalse(self.mend())
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))

    def test_deleted_deed_is_found_by_the_sums_when_no_document_tells_it_any_more(self):
        self.deal.activity_ids.unlink()
        self.env["mail.activity"].with_context(active_test=False).search(
            [("res_id", "=", self.deal.id)]
        ).unlink()
        self.assertFalse(self.check())
        self.sql("DELETE FROM conveyor_fact WHERE id = %s", self.facts("call", self.deal).id)
        self.assertEqual(self.found(), {("sum", "call")})

    def test_forged_row_is_found(self):
        self.sql(
            """INSERT INTO conveyor_fact (metric_id, origin_id, line_id, part_id, revision, happened_at, happened_on,
                      cohort_on, booked_at, user_id, company_id, quantity, res_model, res_id, hash)
               SELECT metric_id, origin_id + 1000000, 0, 0, 0, happened_at, happened_on,
                      cohort_on, booked_at, user_id, company_id, quantity, res_model, res_id, hash
                 FROM conveyor_fact WHERE id = %s""",
            self.won.id,
        )
        kinds = {("orphan", "deal_won"), ("tampered", "deal_won"), ("sum", "deal_won")}
        self.assertEqual(self.found(), kinds)

    def test_forged_sum_is_found_and_mended(self):
        self.sql(
            "UPDATE conveyor_fact_sum SET quantity = quantity + 5 WHERE metric_id = %s",
            self.won.metric_id.id,
        )
        self.assertEqual(self.found(), {("sum", "deal_won")})
        self.assertFalse(self.mend())

    # === A DOCUMENT WAS CHANGED BEHIND ODOO'S BACK === #

    def test_changed_documents_are_found_and_mended(self):
        self.sql("UPDATE crm_lead SET expected_revenue = 650 WHERE id = %s", self.deal.id)
        self.sql(
            "UPDATE sale_order_line SET price_subtotal = 900 WHERE order_id = %s", self.sold.id
        )
        expected = {
            ("changed", "deal_won"),
            ("changed", "contact_won"),
            ("changed", "contract_amount"),
        }
        self.assertEqual(self.found(), expected)
        self.assertFalse(self.mend())
        self.assertEqual(self.standing("deal_won", self.deal), (1, 650))
        self.assertEqual(self.standing("contract_amount", self.sold), (1, 900))

    def test_deleted_document_is_found_and_taken_back(self):
        self.sql("DELETE FROM conveyor_passage WHERE lead_id = %s", self.deal.id)
        self.sql("DELETE FROM crm_lead WHERE id = %s", self.deal.id)
        self.assertEqual(self.found(), {("orphan", "deal_won"), ("orphan", "contact_won")})
        self.assertFalse(self.mend())
        self.assertEqual(self.facts("deal_won")[-1].reason, "deleted")

    def test_state_changed_by_sql_is_found_and_mended(self):
        self.sql("UPDATE sale_order SET state = 'cancel' WHERE id = %s", self.sold.id)
        found = self.found()
        self.assertIn(("orphan", "contract"), found)
        self.assertIn(("orphan", "first_sale"), found)
        self.assertFalse(self.mend())
        self.assertEqual(self.standing("contract", self.sold), (0, 0))
        self.assertEqual(
            self.standing("first_sale", self.invoiced), (1, 0), "the next sale is the first"
        )

    def test_rebuilt_copy_says_the_same(self):
        self.assertFalse(self.check("rebuild"))
        self.sql("UPDATE crm_lead SET expected_revenue = 650 WHERE id = %s", self.deal.id)
        self.assertEqual(
            {code for _kind, code, *_rest in self.check("rebuild")}, {"deal_won", "contact_won"}
        )

    # === THE WORK ITSELF === #

    def test_check_goes_by_chunks_and_goes_on_after_a_stop(self):
        for _number in range(3):
            self.card(owner=self.hunter, stage=self.stage_talk).action_set_won()
        self.sql("UPDATE crm_lead SET expected_revenue = 650 WHERE id = %s", self.deal.id)
        whole = self.check()
        runs = self.env["conveyor.ledger.run"].with_user(self.head)
        with patch.object(conveyor_ledger_run_step, "CHUNK", 2):
            run = runs.browse(runs.action_start_check()["res_id"])
            steps = 0
            while run.state in ("waiting", "running"):
                run.sudo()._advance()
                steps += 1
                if steps == 4:
                    run.action_stop()
                    self.assertEqual(run.state, "cancelled")
                    before = run.done_count
                    run.action_go_on()
                    self.assertEqual((run.state, run.done_count), ("waiting", before))
        self.assertGreater(steps, 20)
        self.assertEqual((run.state, run.progress, run.done_count), ("done", 100, run.total_count))
        run.invalidate_recordset()
        self.assertEqual(len(run.difference_ids), len(whole))

    def test_one_check_at_a_time(self):
        runs = self.env["conveyor.ledger.run"].with_user(self.head)
        first = runs.action_start_check()
        self.assertEqual(
            runs.action_start_check()["res_id"], first["res_id"], "the one under way is shown"
        )
        stopped = runs.browse(first["res_id"])
        stopped.action_stop()
        stopped.action_stop()
        second = runs.browse(runs.action_start_check()["res_id"])
        self.assertNotEqual(second, stopped)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            stopped.action_go_on()
            stopped.flush_recordset()
        with self.assertRaises(UserError):
            second.action_go_on()

    def test_mending_twice_books_once(self):
        self.sql("DELETE FROM conveyor_fact WHERE id = %s", self.won.id)
        self.check()
        run = (
            self.env["conveyor.ledger.run"]
            .search([("state", "=", "done")], limit=1)
            .with_user(self.head)
        )
        run.action_mend()
        run.action_mend()
        self.assertEqual(len(self.facts("deal_won", self.deal)), 1)
        self.assertFalse(self.check())

    def test_metric_switched_off_is_not_checked_and_not_taken_back(self):
        self.won.metric_id.active = False
        self.deal.expected_revenue = 5
        self.assertEqual(self.facts("deal_won", self.deal), self.won)
        self.assertFalse([row for row in self.check() if row[1] == "deal_won"])
        self.won.metric_id.active = True
        self.assertEqual(self.found(), {("changed", "deal_won")})

    def test_backfill_takes_over_what_was_there_before(self):
        """As if the addon came today: dates are those of the documents, and marked so."""
        let_go(self.env.cr)
        self.sql("DELETE FROM conveyor_fact_sum")
        self.sql("DELETE FROM conveyor_fact")
        self.sql(
            "UPDATE sale_order SET date_order = '2025-05-05 08:00' WHERE id = %s", self.sold.id
        )
        run = self.env["conveyor.ledger.run"].create({"kind": "backfill"})
        while run.state in ("waiting", "running"):
            run._advance()
        self.assertEqual(run.booked_count, self.env["conveyor.fact"].search_count([]))
        [contract] = self.facts("contract", self.sold)
        self.assertTrue(contract.is_backfilled)
        self.assertEqual(str(contract.happened_on), "2025-05-05")
        self.assertEqual(self.standing("money_in", self.invoiced)[1], 41.67)  # 100 × 50 ÷ 120
        self.assertFalse(self.check())
        again = self.env["conveyor.ledger.run"].create({"kind": "backfill"})
        while again.state in ("waiting", "running"):
            again._advance()
        self.assertEqual(again.booked_count, 0)

    def test_order_changed_before_the_backfill_came_by_is_of_its_own_day(self):
        let_go(self.env.cr)
        self.sql("DELETE FROM conveyor_fact_sum")
        self.sql("DELETE FROM conveyor_fact")
        self.sql(
            "UPDATE sale_order SET date_order = '2025-05-05 08:00' WHERE id = %s", self.sold.id
        )
        self.env["conveyor.ledger.run"].create({"kind": "backfill"})
        line = {"product_id": self.product.id, "price_unit": 5.0}
        self.sold.order_line = [Command.create(line)]
        self.assertEqual(str(self.facts("contract", self.sold).happened_on), "2025-05-05")
