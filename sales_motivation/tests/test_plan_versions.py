from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import PayWords, at, day

LINEAR = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)], "name": "Share"}
APRIL = date(2026, 4, 1)


@tagged("post_install", "-at_install")
class TestPlanVersions(PayWords):
    """A new version moves its people on its day, and tells them what is new."""

    def draft(self, plan, since=APRIL):
        """The next version, not yet approved."""
        draft = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        draft.valid_from_on = since
        return draft

    def spans(self, user):
        """Who pays a person when: (version, first day, last day)."""
        assignments = self.env["motivation.pay.assignment"].search(
            [("user_id", "=", user.id)], order="date_from_on"
        )
        return [(one.plan_id.version, one.date_from_on, one.date_to_on) for one in assignments]

    def test_people_come_on_the_day_with_what_is_theirs(self):
        plan = self.put(self.hunter, LINEAR, salary=1000, teams=self.team)
        self.pay_by(self.hunter2, plan, since=day(5, 1))
        self.pay_by(self.farmer, plan, date_to_on=day(2, 28))
        draft = self.draft(plan)
        draft._approve()
        self.assertEqual(
            self.spans(self.hunter), [(1, date(2026, 1, 1), day(3, 31)), (2, APRIL, False)]
        )
        self.assertEqual(self.spans(self.hunter2), [(2, day(5, 1), False)])
        self.assertEqual(self.spans(self.farmer), [(1, date(2026, 1, 1), day(2, 28))])
        moved = draft.assignment_ids.filtered(lambda one: one.user_id == self.hunter)
        self.assertEqual((moved.salary, moved.team_ids), (1000, self.team))
        self.assertEqual((plan.state, draft.state), ("retired", "approved"))

    def test_the_day_decides_what_is_paid(self):
        plan = self.put(self.hunter, LINEAR)
        draft = self.draft(plan, day(2, 1))
        draft.component_ids.tier_ids.rate = 0.05
        draft._approve()
        self.sell(day(1, 31), 1000)
        self.sell(day(2, 1), 1000)
        self.assert_payable(self.settle(1), self.hunter, 30)
        self.assert_payable(self.compute(2), self.hunter, 50)

    def test_a_later_version_goes_on_from_the_one_before(self):
        plan = self.put(self.hunter, LINEAR)
        second = self.draft(plan)
        second._approve()
        third = self.draft(second, day(7, 1))
        third._approve()
        self.assertEqual([span[0] for span in self.spans(self.hunter)], [1, 2, 3])
        self.assertEqual((third.version, third.previous_id), (3, second))

    def test_one_draft_of_the_next_version_at_a_time(self):
        plan = self.put(self.hunter, LINEAR)
        draft = self.draft(plan)
        self.assertEqual(plan.action_make_version()["res_id"], draft.id)
        with self.assertRaisesRegex(UserError, "is a draft itself"), self.cr.savepoint():
            draft.action_make_version()

    def test_a_version_does_not_begin_before_the_one_before(self):
        plan = self.put(self.hunter, LINEAR)
        draft = self.draft(plan, date(2025, 12, 1))
        with self.assertRaisesRegex(UserError, "begins on that day or later"), self.cr.savepoint():
            draft._approve()

    def test_a_version_does_not_begin_in_settled_days(self):
        plan = self.put(self.hunter, LINEAR)
        self.settle(1)
        draft = self.draft(plan, day(1, 31))
        with self.assertRaisesRegex(UserError, "settled until"), self.cr.savepoint():
            draft._approve()
        draft.valid_from_on = day(2, 1)
        draft._approve()

    def test_nobody_is_put_on_a_version_that_is_replaced(self):
        plan = self.put(self.hunter, LINEAR)
        self.draft(plan)._approve()
        with self.assertRaisesRegex(ValidationError, "take that one"), self.cr.savepoint():
            self.pay_by(self.hunter2, plan)
        self.pay_by(self.hunter2, plan, date_to_on=day(3, 31))

    def test_nobody_is_paid_by_a_draft_or_before_the_plan_begins(self):
        draft = self.plan(LINEAR, approve=False)
        with self.assertRaisesRegex(ValidationError, "is a draft"), self.cr.savepoint():
            self.pay_by(self.hunter, draft)
        later = self.plan(LINEAR, since=APRIL)
        with (
            self.assertRaisesRegex(ValidationError, "nobody is paid by it before"),
            self.cr.savepoint(),
        ):
            self.pay_by(self.hunter, later)

    def test_a_plan_that_breaks_a_rule_is_not_approved(self):
        """A row may be taken away one by one, behind the back of its component."""
        plan = self.plan({**LINEAR, "tiers": [(0, 0.03), (100, 0.05)]}, approve=False)
        plan.component_ids.tier_ids.sorted("start")[0].unlink()
        with self.assertRaisesRegex(ValidationError, "begins at 0"), self.cr.savepoint():
            plan._approve()
        self.assertEqual(plan.state, "draft")

    def test_names_keep_their_translations(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        plan = self.plan(LINEAR, approve=False)
        plan.update_field_translations("name", {"fr_FR": "Chasseurs"})
        plan._approve()
        draft = self.draft(plan)
        self.assertEqual(draft.with_context(lang="fr_FR").name, "Chasseurs")

    def test_the_next_version_begins_with_a_quarter(self):
        plan = self.put(self.hunter, LINEAR)
        with at_instant(self.env, at(2, 10)):
            action = plan.action_make_version()
        self.assertEqual(
            self.env["motivation.pay.plan"].browse(action["res_id"]).valid_from_on, APRIL
        )


@tagged("post_install", "-at_install")
class TestPlanChanges(PayWords):
    """What a version changes is told in words."""

    def changes(self, *components, change):
        """What is told after a draft of the next version was changed."""
        plan = self.plan(*components)
        draft = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        change(draft)
        return draft._find_changes()

    def test_nothing_changed_is_told(self):
        self.assertEqual(self.changes(LINEAR, change=lambda draft: None), ["Nothing so far."])

    def test_a_rate_is_told_before_and_now(self):
        def change(draft):
            draft.component_ids.tier_ids.rate = 0.05

        told = self.changes(LINEAR, change=change)
        self.assertRegex(told[0], "“Share”, before: You earn 3.% .* Now: You earn 5.% of")
        self.assertRegex(told[1], "^All of this from ")

    def test_parts_that_come_and_go_are_told(self):
        def change(draft):
            draft.component_ids.filtered(lambda one: one.kind == "commission").unlink()
            draft.component_ids = [
                Command.create({"name": "Advance", "kind": "draw", "amount": 100})
            ]

        told = self.changes({"kind": "salary", "name": "Salary"}, LINEAR, change=change)
        self.assertTrue(told[0].startswith("New: “Advance”. Where everything beside"), told)
        self.assertEqual(told[1], "No longer: “Share”.")

    def test_a_new_name_is_a_new_name_only(self):
        def change(draft):
            draft.component_ids.name = "Commission"

        told = self.changes(LINEAR, change=change)
        self.assertEqual(told[0], "“Share” is called “Commission” now.")
        self.assertEqual(len(told), 2)

    def test_order_and_rules_are_told(self):
        def change(draft):
            draft.component_ids[0].sequence = 50
            draft.clawback_days = 30

        told = self.changes(LINEAR, {**LINEAR, "name": "Other", "sale": "first"}, change=change)
        self.assertIn("The components stand in another order.", told)
        self.assertTrue(any("at most 30 days after the sale" in text for text in told), told)

    def test_the_screen_shows_them(self):
        plan = self.plan(LINEAR)
        self.assertFalse(plan.changes)
        draft = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        self.assertIn("Nothing so far", draft.changes)
        draft.component_ids.tier_ids.rate = 0.05
        self.assertIn("Now: You earn", draft.changes)
