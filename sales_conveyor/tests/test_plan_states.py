from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import department
from .plans import YEAR, PlanCommon


@department
class TestPlanStates(PlanCommon):
    """A plan is a draft, then in force, then closed or replaced by a new version."""

    # === APPROVING === #

    def test_owner_puts_a_plan_in_force(self):
        self.target()
        self.approve()
        self.assertEqual(self.plan.state, "approved")
        self.assertEqual(self.plan.approved_by_id, self.owner)
        self.assertEqual(self.plan.approved_at, self.env.cr.now())

    def test_head_of_sales_approves_too_and_nobody_else(self):
        self.target()
        for person in (self.scout, self.leader, self.stranger):
            with self.assertRaises(AccessError):
                self.approve(person=person)
        self.approve(person=self.head)
        self.assertEqual(self.plan.state, "approved")

    def test_plan_without_targets_is_not_approved(self):
        with self.assertRaisesRegex(UserError, "no targets yet"):
            self.approve()

    def test_second_approval_is_told(self):
        self.target()
        self.approve()
        with self.assertRaisesRegex(UserError, "is: In Force"):
            self.approve(person=self.head)
        self.assertEqual(self.plan.approved_by_id, self.owner)

    def test_second_plan_of_a_year_goes_by_a_new_version_only(self):
        other = self._make_plan()
        self.target()
        self.target(plan=other)
        self.approve()
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.approve(other)

    def test_each_year_and_company_has_its_plan(self):
        self.target()
        self.approve()
        for values in ({"year": YEAR + 1}, {"company_id": self.elsewhere.id}):
            other = self._make_plan(**values)
            self.target(plan=other, user=False)
            person = self.guest if "company_id" in values else self.head
            self.approve(other, person)
            self.assertEqual(other.state, "approved")

    # === VERSIONS === #

    def test_new_version_begins_with_the_targets_of_the_old_one(self):
        self.target(7.0)
        self.approve()
        draft = self.replace()
        self.assertEqual((draft.version, draft.previous_id, draft.state), (2, self.plan, "draft"))
        self.assertEqual(draft.target_ids.mapped("value"), [7.0])
        self.assertEqual(draft.target_ids.team_id, self.team)
        self.assertEqual(self.replace(), draft, "a second click opens the same draft")

    def test_new_version_replaces_the_old_one_with_a_reason(self):
        self.target()
        self.approve()
        draft = self.replace()
        with self.assertRaisesRegex(UserError, "why the plan changes"):
            self.approve(draft)
        draft.with_user(self.head).reason = "A hunter left in May"
        self.approve(draft)
        self.assertEqual((self.plan.state, draft.state), ("replaced", "approved"))
        with self.assertRaises(UserError):
            self.replace()
        self.assertEqual(self.replace(draft).version, 3)

    def test_one_new_version_is_written_at_a_time(self):
        self.target()
        self.approve()
        self.replace()
        deed = self.plan.with_user(self.head)._begin("approved")
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as told, self.cr.savepoint():
            deed.copy({"previous_id": self.plan.id, "version": 2}).flush_recordset()
        self.assertIn("conveyor_plan_unique_draft", str(told.exception))

    def test_closed_year_is_over(self):
        self.target()
        self.approve()
        self.plan.with_user(self.owner).action_close()
        self.assertEqual(self.plan.state, "closed")
        for deed in (self.replace, self.approve, self.plan.with_user(self.head).action_close):
            with self.assertRaises(UserError):
                deed()

    def test_draft_is_not_closed(self):
        with self.assertRaises(UserError):
            self.plan.with_user(self.owner).action_close()

    def test_what_changed_is_told_leaf_by_leaf(self):
        same, more, gone = self.target(5.0), self.target(10.0, month=2), self.target(3.0, month=3)
        nothing = self.target(0.0, month=5)
        self.approve()
        draft = self.replace()
        self.assertFalse(draft.change_count)
        leaves = {leaf.month_on: leaf for leaf in draft.target_ids}
        leaves[more.month_on].value = 12.5
        (leaves[gone.month_on] | leaves[nothing.month_on]).unlink()
        self.target(1.0, month=4, plan=draft)
        self.target(0.0, month=6, plan=draft)
        changes = self.env["conveyor.target.change"].search([("plan_id", "=", draft.id)])
        told = [
            (c.month_on.month, c.old_value, c.new_value, c.difference, c.user_id) for c in changes
        ]
        self.assertEqual(
            told,
            [
                (2, 10.0, 12.5, 2.5, self.hunter),
                (3, 3.0, 0.0, -3.0, self.hunter),
                (4, 0.0, 1.0, 1.0, self.hunter),
            ],
        )
        self.env.invalidate_all()
        self.assertEqual(draft.change_count, 3)
        self.assertEqual(same.value, 5.0)
        self.assertEqual(draft.action_open_changes()["domain"], [("plan_id", "=", draft.id)])

    # === DRAFTS === #

    def test_nobody_writes_what_the_deeds_write(self):
        forged = {
            "state": "approved",
            "version": 7,
            "approved_by_id": self.owner.id,
            "approved_at": "2017-01-01 00:00:00",
            "previous_id": self.plan.id,
        }
        for name, value in forged.items():
            with self.subTest(field=name):
                with self.assertRaises(UserError):
                    self.plan.write({name: value})
                with self.assertRaises(UserError):
                    self._make_plan(**{name: value})
                with self.assertRaises(UserError):
                    self.plan.copy({name: value})
                context = {f"default_{name}": value, "conveyor_plan": "plan"}
                plan = self.env["conveyor.plan"].with_context(**context).create({"year": YEAR})
                self.assertEqual(
                    (plan.state, plan.version, plan.approved_by_id.id), ("draft", 1, False)
                )

    def test_number_of_a_version_is_not_set_back(self):
        """Even where the value is that of a first version."""
        self.target()
        self.approve()
        draft = self.replace()
        for values in ({"version": 1}, {"previous_id": False}):
            with self.assertRaises(UserError):
                draft.write(values)
        draft.write({"version": 2, "state": "draft", "reason": "Repeated by a form"})
        self.assertEqual((draft.version, draft.reason), (2, "Repeated by a form"))

    def test_plan_with_targets_stays_in_its_year_and_company(self):
        self.plan.write({"year": YEAR + 1})
        self.plan.write({"year": YEAR})
        self.target()
        for values in ({"year": YEAR + 1}, {"company_id": self.elsewhere.id}):
            with self.assertRaisesRegex(UserError, "stays in its year"):
                self.plan.write(values)
        self.plan.write({"year": YEAR, "company_id": self.env.company.id})

    def test_new_version_stays_in_the_year_of_the_plan_it_replaces(self):
        self.target()
        self.approve()
        draft = self.replace()
        draft.target_ids.unlink()
        with self.assertRaisesRegex(UserError, "stays in its year"):
            draft.write({"year": YEAR + 1})

    def test_draft_is_deleted_with_its_targets(self):
        target = self.target()
        self.plan.with_user(self.head).unlink()
        self.assertFalse(target.exists())

    def test_plan_is_of_a_year_of_our_time(self):
        for year in (1999, 2101, -1, 2**31 - 1, 0):
            with self.subTest(year=year), self.assertRaises(ValidationError):
                self._make_plan(year=year)

    def test_plan_is_found_by_its_year(self):
        names = dict(self.env["conveyor.plan"].name_search(str(YEAR)))
        self.assertEqual(names[self.plan.id], str(YEAR))
        self.assertNotIn(self.plan.id, dict(self.env["conveyor.plan"].name_search("2018")))
        self.assertFalse(self.env["conveyor.plan"].name_search("nothing"))

    def test_plan_is_found_by_its_whole_name(self):
        """An import names it so; another plan is not meant."""
        self.target()
        self.approve()
        draft = self.replace()
        plans = self.plan | draft
        for name, found in (
            (self.plan.display_name, self.plan),
            (draft.display_name, draft),
            ("2018", self.env["conveyor.plan"]),
            (False, self.env["conveyor.plan"]),
        ):
            for domain, expected in (
                ([("display_name", "=", name)], found),
                ([("display_name", "in", [name, "x"])], found),
                ([("display_name", "!=", name)], plans - found),
            ):
                self.assertEqual(plans.search([*domain, ("id", "in", plans.ids)]), expected)
