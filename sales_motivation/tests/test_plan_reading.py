from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import PayWords, at, day

LINEAR = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)]}


@tagged("post_install", "-at_install")
class TestPlanReading(PayWords):
    """Whoever is paid by a plan reads it and says so, himself and on a day that stays."""

    def setUp(self):
        super().setUp()
        self.approved = self.put(self.hunter, LINEAR, salary=500)
        self.assignment = self.approved.assignment_ids

    # pylint: disable=method-required-super
    def read(self, user=None, assignment=None):
        """A person presses the button."""
        assignment = assignment or self.assignment
        model = self.env["motivation.pay.assignment"].with_user(user or self.hunter)
        call_kw(model, "action_acknowledge", [assignment.ids], {})

    def asked(self, user=None):
        """What somebody is asked to read."""
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "motivation.pay.assignment"),
                ("user_id", "=", (user or self.hunter).id),
            ]
        )

    def test_the_person_is_asked_and_says_that_he_has_read_it(self):
        self.assertEqual(self.asked().res_id, self.assignment.id)
        self.assertEqual(self.approved.unread_count, 1)
        with at_instant(self.env, at(1, 12)):
            self.read()
        self.assertEqual(self.assignment.acknowledged_at, at(1, 12))
        self.assertFalse(self.asked())
        self.assertEqual(self.approved.unread_count, 0)

    def test_the_day_stays(self):
        with at_instant(self.env, at(1, 12)):
            self.read()
        with at_instant(self.env, at(2, 12)):
            self.read()
        self.assertEqual(self.assignment.acknowledged_at, at(1, 12))
        for user in (self.hunter, self.head, self.owner):
            for value in (False, "2026-01-01 10:00:00"):
                with self.assertRaises(UserError):
                    self.assignment.with_user(user).write({"acknowledged_at": value})
        self.assertEqual(self.assignment.acknowledged_at, at(1, 12))

    def test_nobody_reads_for_another(self):
        for user in (self.head, self.owner, self.leader, self.scout):
            with self.assertRaises(UserError):
                self.read(user)
        self.assertFalse(self.assignment.acknowledged_at)

    def test_nothing_is_acknowledged_from_the_start(self):
        made = self.env["motivation.pay.assignment"].with_context(
            default_acknowledged_at="2026-01-01 10:00:00"
        )
        values = {"user_id": self.hunter2.id, "plan_id": self.approved.id}
        values |= {"date_from_on": day(1, 1), "acknowledged_at": "2026-01-01 10:00:00"}
        self.assertFalse(made.with_user(self.head).create(values).acknowledged_at)

    def test_other_terms_are_read_anew(self):
        for values in (
            {"salary": 700},
            {"team_ids": [(6, 0, self.team.ids)]},
            {"date_from_on": day(1, 2)},
            {"plan_id": self.plan(LINEAR, name="Other").id},
        ):
            self.read()
            self.assignment.with_user(self.head).write(values)
            self.assertFalse(self.assignment.acknowledged_at, values)
            self.assertEqual(len(self.asked()), 1)

    def test_what_is_no_term_changes_nothing(self):
        self.read()
        self.assignment.with_user(self.head).write({"date_to_on": day(12, 31), "salary": 500})
        self.assertTrue(self.assignment.acknowledged_at)

    def test_what_he_has_read_is_ended_and_not_wiped_out(self):
        self.read()
        with self.assertRaisesRegex(UserError, "give it a last day"), self.cr.savepoint():
            self.assignment.with_user(self.head).unlink()
        self.assignment.with_user(self.head).date_to_on = day(6, 30)

    def test_a_new_version_is_read_anew(self):
        self.read()
        version = self.replace(self.approved, day(4, 1))
        self.assertFalse(version.assignment_ids.acknowledged_at)
        self.assertEqual(self.asked().res_id, version.assignment_ids.id)
        self.assertTrue(self.assignment.acknowledged_at, "the one before was read")

    def test_a_simulation_asks_nobody(self):
        before = self.asked(self.hunter2)
        self.assignment.copy({"simulation_id": self._simulation().id, "user_id": self.hunter2.id})
        self.assertEqual(self.asked(self.hunter2), before)

    def _simulation(self):
        return self.env["motivation.simulation"].create(
            {"name": "Tried", "plan_id": self.approved.id}
        )

    def test_whoever_cannot_read_it_is_not_asked(self):
        clerk = new_test_user(self.env, "t_clerk", groups="base.group_user")
        self.pay_by(clerk, self.approved)
        self.assertFalse(self.asked(clerk))

    def test_who_has_not_read_is_found(self):
        self.pay_by(self.hunter2, self.approved)
        self.read()
        unread = self.env["motivation.pay.assignment"].search(
            [("acknowledged_at", "=", False), ("plan_id", "=", self.approved.id)]
        )
        self.assertEqual(unread.user_id, self.hunter2)

    def test_my_plan_opens_mine(self):
        model = self.env["motivation.pay.assignment"].with_user(self.hunter)
        action = model.action_open_mine()
        self.assertEqual(action["res_id"], self.assignment.id)
        [values] = model.browse(action["res_id"]).read(["plan_words", "salary", "plan_changes"])
        self.assertIn("You earn", values["plan_words"])
        self.replace(self.approved, day(12, 1))
        self.assertNotIn("res_id", {k: v for k, v in model.action_open_mine().items() if v})
        self.assertFalse(
            self.env["motivation.pay.assignment"]
            .with_user(self.scout)
            .action_open_mine()
            .get("res_id")
        )

    def test_the_page_is_printed_for_its_person(self):
        report = self.env["ir.actions.report"]
        name = "sales_motivation.motivation_pay_assignment_report"
        for user in (self.hunter, self.head):
            page, _kind = report.with_user(user)._render_qweb_html(name, self.assignment.ids)
            self.assertIn(b"You earn", page)
            self.assertIn(self.hunter.name.encode(), page)
        with self.assertRaises(AccessError):
            report.with_user(self.scout)._render_qweb_html(name, self.assignment.ids)
        page, _kind = report.with_user(self.hunter)._render_qweb_html(
            "sales_motivation.motivation_pay_plan_report", self.approved.ids
        )
        self.assertIn(b"There is no upper limit", page)
