from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .motivate import PEOPLE
from .test_grade import GradeCommon


@tagged("post_install", "-at_install")
class TestGradeRights(GradeCommon):
    """Ladders and careers: what is refused, who reads and writes them, what a look costs."""

    # === REFUSALS, RIGHTS, COST === #

    def test_broken_criteria_are_refused(self):
        for criterion in (
            ("deals_in_work", 5, 3),
            ("win_rate", 0.5, 3, "target"),
            ("money_in", -1, 3),
            ("money_in", float("nan"), 3),
            ("money_in", 1, 0),
            ("money_in", 1, 61),
        ):
            with self.subTest(criterion=criterion), self.assertRaises(ValidationError):
                self.grade("Broken", 9, criterion)

    def test_a_ladder_with_people_keeps_its_section(self):
        self.stand(self.trainee)
        with self.assertRaises(ValidationError):
            self.trainee.role = "farmer"

    def test_whoever_changes_his_section_begins_anew(self):
        self.stand(self.hunter_grade)
        self.member.write({"role": "farmer", "is_farmer": True})
        self.assertFalse(self.member.grade_id)

    def test_everybody_reads_the_ladders_and_the_head_writes_them(self):
        for login in PEOPLE:
            grade = self.senior.with_user(getattr(self, login))
            self.assertTrue(grade.name and grade.criterion_ids.metric_id)
            for operation in ("write", "create", "unlink"):
                self.assertEqual(grade.has_access(operation), login == "head", (login, operation))

    def test_figures_of_a_career_are_for_those_whom_they_concern(self):
        """Himself, his leader, head and owner; others see the step and no more."""
        self.stand(self.trainee)
        for login in PEOPLE:
            user = getattr(self, login)
            member = self.member.with_user(user)
            seen = login in ("hunter", "leader", "head", "owner")
            with self.subTest(login=login):
                self.assertEqual(bool(member.career), seen)
                found = member.search([("is_career_seen", "=", True), ("id", "=", member.id)])
                self.assertEqual(bool(found), seen)
                self.assertEqual(member.can_decide_career, login in ("head", "owner"))

    def test_grades_are_never_typed(self):
        for user in (self.head, self.env.user):
            with self.assertRaises(UserError):
                self.member.with_user(user).write({"grade_id": self.senior.id})
            with self.assertRaises(UserError):
                self.member.with_user(user).grade_since_on = date(2020, 1, 1)
        newcomer = self.stranger.copy({"login": "t_newcomer", "name": "Newcomer"})
        values = {"user_id": newcomer.id, "crm_team_id": self.team.id, "role": "hunter"}
        with self.assertRaises(UserError):
            self.member.create({**values, "grade_id": self.senior.id})
        member = self.member.with_context(default_grade_id=self.senior.id).create(values)
        self.assertFalse(member.grade_id)

    def test_screens_open_for_whoever_may_look(self):
        for login in ("hunter", "leader", "head", "owner"):
            user = getattr(self, login)
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertIn(self.env.ref("sales_motivation.crm_team_member_menu_career").id, menus)
            action = self.env.ref("sales_motivation.crm_team_member_action_career")
            views = [(view.view_id.id, view.view_mode) for view in action.view_ids]
            self.assertTrue(self.member.with_user(user).get_views(views))
        with self.assertRaises(AccessError):
            self.senior.with_user(self.hunter).write({"name": "Mine"})

    def test_people_cost_no_more_questions(self):
        self.stand(self.trainee)
        members = self.member.with_user(self.head)
        members.mapped("career")
        one = self.count_queries(lambda: members.mapped("career"))
        for member in self.team.crm_team_member_ids - self.member:
            self.env.cr.execute(
                "UPDATE crm_team_member SET role = 'hunter' WHERE id = %s", [member.id]
            )
            self.stand(self.trainee, member=member)
        members |= self.team.crm_team_member_ids.with_user(self.head)
        self.assertLessEqual(self.count_queries(lambda: members.mapped("career")), one + 1)
        self.assertLessEqual(one, 40)
