from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import FLAT, PayWords, day


@tagged("post_install", "-at_install")
class TestStatementDeeds(PayWords):
    """The buttons of a month: what they do, what they refuse, and in which words."""

    def setUp(self):
        super().setUp()
        for user in (self.hunter, self.scout):
            self.put(user, FLAT)
            self.sell(day(1), 1000, user)

    def told(self, action):
        """What a button says to the person."""
        return action["params"]["message"]

    def month(self, number):
        return self.env["motivation.run"].create({"first_on": date(2026, number, 1)})

    # === COMPUTING === #

    def test_a_month_that_has_not_begun_says_so(self):
        run = self.env["motivation.run"].create({"first_on": date(2030, 1, 1)})
        self.assertEqual(run.obstacle, "January 2030 has not begun yet.")
        with self.assertRaisesRegex(UserError, "has not begun"):
            run.action_compute()

    def test_a_month_out_of_order_tells_what_comes_first(self):
        self.compute(1)
        run = self.month(2)
        self.assertIn("January 2026 comes first: the statement of", run.obstacle)
        self.assertEqual(run.state, "draft")
        self.settle(1)
        run.invalidate_recordset()
        self.assertFalse(run.obstacle)

    def test_the_state_is_that_of_the_last_statement(self):
        run = self.compute(1)
        self.assertEqual(run.state, "computed")
        run.with_user(self.head).action_send()
        self.assertEqual(run.state, "sent")
        self.statement(run, self.hunter).with_user(self.owner).action_approve()
        self.assertEqual((run.state, run.open_count), ("sent", 1))
        run.with_user(self.head).action_approve()
        self.assertEqual(run.state, "approved")
        run.with_user(self.head).action_pay()
        self.assertEqual(run.state, "paid")

    def test_totals_stand_by_kind(self):
        run = self.compute(1)
        self.assertIn("Commission", run.totals)
        self.assertIn("100.00", run.totals)
        self.assertIn("100.00", run.payable_words)

    def test_a_changed_amount_has_to_be_agreed_upon_again(self):
        run = self.compute(1)
        run.with_user(self.head).action_send()
        mine = self.statement(run, self.hunter)
        mine.with_user(self.hunter).action_accept()
        self.statement(run, self.scout).with_user(self.scout).action_accept()
        self.sell(day(1, 20), 1000)
        self.compute(1)
        self.assertEqual(mine.state, "sent")
        self.assertEqual(self.statement(run, self.scout).state, "accepted")

    # === APPROVING === #

    def test_a_month_is_approved_when_it_is_over(self):
        self.sell(day(2), 1000)
        self.settle(1)
        run = self.compute(2)
        with (
            at_instant(self.env, datetime(2026, 2, 28, 12)),
            self.assertRaisesRegex(UserError, "not over yet"),
        ):
            run.with_user(self.head).action_approve()

    def test_approve_all_tells_what_is_left_and_why(self):
        self.put(self.head, FLAT)
        self.sell(day(1), 1000, self.head)
        run = self.compute(1)
        run.with_user(self.owner).action_send()
        disputed = self.statement(run, self.scout)
        self.env["motivation.inquiry"].with_user(self.scout).create(
            {"statement_id": disputed.id, "question": "Where is the mill?"}
        )
        told = self.told(run.with_user(self.head).action_approve())
        self.assertIn("1 statements are approved", told)
        self.assertIn("questions are not answered yet: Scout", told)
        self.assertIn("Your own is approved by somebody else", told)
        self.assertEqual(self.statement(run, self.hunter).state, "approved")
        self.assertEqual(self.statement(run, self.head).state, "sent")

    def test_a_problem_is_told_and_not_approved(self):
        tiers = {"tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.05)]}
        self.put(self.farmer, FLAT | tiers)
        self.sell(day(1), 1000, self.farmer)
        run = self.compute(1)
        self.assertEqual(run.problem_count, 1)
        told = self.told(run.with_user(self.owner).action_approve())
        self.assertIn("Something is missing for: Farmer", told)
        self.assertEqual(self.statement(run, self.farmer).state, "computed")

    def test_nobody_decides_about_his_own_pay(self):
        self.put(self.head, FLAT)
        self.sell(day(1), 1000, self.head)
        own = self.statement(self.compute(1), self.head).with_user(self.head)
        for deed in ("action_send", "action_approve"):
            with self.assertRaisesRegex(UserError, "own pay"):
                getattr(own, deed)()
        own.with_user(self.owner).action_approve()
        with self.assertRaisesRegex(UserError, "own pay"):
            own.action_pay()

    def test_sellers_press_no_button_of_a_month(self):
        run = self.compute(1)
        run.with_user(self.head).action_send()
        mine = run.with_user(self.hunter)
        with self.assertRaises(AccessError):
            mine.action_compute()
        with self.assertRaises(UserError):
            mine.action_approve()
        with self.assertRaises(UserError):
            mine.action_verify()
        with self.assertRaises(UserError):
            self.statement(run, self.hunter).with_user(self.hunter).action_approve()
        self.assertEqual(set(run.statement_ids.mapped("state")), {"sent"})

    # === SEALS === #

    def tamper(self, statement):
        """Change an approved amount as somebody with the keys of PostgreSQL would."""
        self.env.cr.execute("ALTER TABLE motivation_statement_line DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE motivation_statement_line SET amount = amount + 1 WHERE statement_id = %s",
            [statement.id],
        )
        self.env.cr.execute("ALTER TABLE motivation_statement_line ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_verify_says_that_all_is_well(self):
        run = self.settle(1)
        told = run.with_user(self.head).action_verify()["params"]
        self.assertEqual(told["type"], "success")
        self.assertIn("All 2 approved statements", told["message"])

    def test_verify_names_what_was_changed(self):
        run = self.settle(1)
        self.tamper(self.statement(run, self.hunter))
        told = run.with_user(self.owner).action_verify()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertIn("Hunter, January 2026", told["message"])

    def test_the_watchman_tells_head_and_owner_once(self):
        run = self.settle(1)
        statements = self.env["motivation.statement"]
        statements._cron_verify()
        self.assertFalse(run.statement_ids.activity_ids)
        broken = self.statement(run, self.hunter)
        self.tamper(broken)
        statements._cron_verify()
        statements._cron_verify()
        people = broken.activity_ids.mapped("user_id")
        self.assertLessEqual(self.head | self.owner, people)
        self.assertEqual(len(broken.activity_ids), len(people))
        self.assertIn("Hunter", broken.activity_ids[0].note)
