from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .motivate import PEOPLE, MotivateCommon


class GradeCommon(MotivateCommon):
    """A ladder of three steps for hunters; today is the eleventh of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["motivation.grade"].search([]).active = False
        cls.trainee = cls.grade("Trainee", 1)
        cls.hunter_grade = cls.grade(
            "Hunter", 2, ("money_in", 3000, 2), ("win_rate", 0.5, 3), months_before=2
        )
        cls.senior = cls.grade(
            "Senior", 3, ("money_in", 0.9, 2, "target"), ("complaint_confirmed", 1, 6)
        )
        cls.member = cls.team.crm_team_member_ids.filtered(lambda one: one.user_id == cls.hunter)

    @classmethod
    def grade(cls, name, sequence, *criteria, role="hunter", **values):
        metrics = cls.env["conveyor.metric"]
        lines = [
            (0, 0, {
                "metric_id": metrics._get(code).id, "goal": goal, "months": months,
                "kind": (*kind, "value")[0],
            })
            for code, goal, months, *kind in criteria
        ]  # fmt: skip
        return cls.env["motivation.grade"].create(
            {"name": name, "role": role, "sequence": sequence, "criterion_ids": lines, **values}
        )

    def stand(self, grade, since=date(2025, 12, 1), member=None):
        """Let a person stand on a step."""
        self.env.flush_all()
        member = member or self.member
        self.env.cr.execute(
            "UPDATE crm_team_member SET grade_id = %s, grade_since_on = %s WHERE id = %s",
            [grade.id, since, member.id],
        )
        self.env.invalidate_all()

    def met(self, member=None, user=None):
        """``{code of a criterion: met}`` as somebody sees it."""
        self.env.invalidate_all()
        member = (member or self.member).with_user(user or self.head)
        return {line["code"]: line["is_met"] for line in member.career or []}

    def win(self, day, times=1, lost=0):
        for code, count in (("deal_won", times), ("deal_lost", lost)):
            for _number in range(count):
                self.fact(code, day, self.hunter, amount=1)


@tagged("post_install", "-at_install")
class TestGrade(GradeCommon):
    """What the next step asks, and what of it is reached."""

    # === THE NEXT STEP === #

    def test_the_first_step_comes_first(self):
        self.assertEqual(self.member.next_grade_id, self.trainee)
        self.stand(self.trainee)
        self.assertEqual(self.member.next_grade_id, self.hunter_grade)
        self.stand(self.senior)
        self.assertFalse(self.member.next_grade_id)
        self.assertFalse(self.member.career)
        self.assertFalse(self.member.is_ready)

    def test_each_section_has_its_own_ladder(self):
        self.grade("Keeper", 1, role="farmer")
        farmer = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.farmer2)
        scout = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.scout)
        self.assertEqual(farmer.next_grade_id.name, "Keeper")
        self.assertFalse(scout.next_grade_id)

    def test_a_ladder_of_the_company_goes_before_that_of_all(self):
        own = self.grade("Own", 1, company_id=self.company.id)
        self.assertEqual(self.member.next_grade_id, own)

    def test_a_step_without_criteria_is_open_to_everybody(self):
        self.assertTrue(self.member.with_user(self.head).is_ready)

    # === CRITERIA === #

    def test_sums_are_of_the_last_full_months(self):
        """Two months: January and February; neither March nor December counts."""
        self.stand(self.trainee)
        self.sell(date(2025, 12, 31), 9000)
        self.sell(date(2026, 1, 1), 1000)
        self.sell(date(2026, 2, 28), 1999)
        self.sell(date(2026, 3, 1), 9000)
        self.assertFalse(self.met()["money_in"])
        self.sell(date(2026, 2, 10), 1)
        self.assertTrue(self.met()["money_in"])

    def test_a_ratio_is_of_all_its_months_together(self):
        """One won of one in January, one of three in February: two of four."""
        self.stand(self.trainee)
        self.assertFalse(self.met()["win_rate"], "nothing measured reaches nothing")
        self.win(date(2026, 1, 10))
        self.win(date(2026, 2, 10), lost=2)
        self.assertTrue(self.met()["win_rate"])
        self.win(date(2026, 2, 11), times=0, lost=1)
        self.assertFalse(self.met()["win_rate"])

    def test_what_was_taken_back_reaches_nothing(self):
        self.stand(self.trainee)
        sale = self.sell(date(2026, 2, 10), 3000)
        self.assertTrue(self.met()["money_in"])
        self.reverse(sale, date(2026, 2, 20))
        self.assertFalse(self.met()["money_in"])

    def test_time_on_the_step_before_is_asked_for(self):
        self.stand(self.trainee, date(2026, 1, 12))
        self.assertFalse(self.met()["time"])
        self.stand(self.trainee, date(2026, 1, 11))
        self.assertTrue(self.met()["time"])

    def test_shares_of_own_targets(self):
        """1,800 of 2,000 in January and February is 90 %; without a target nothing is reached."""
        self.stand(self.hunter_grade)
        self.sell(date(2026, 1, 5), 1800)
        self.assertFalse(self.met()["money_in"])
        plan = self.env["conveyor.plan"].create({"year": 2026})
        metric = self.env["conveyor.metric"]._get("money_in")
        self.env["conveyor.target"].create(
            [
                {"plan_id": plan.id, "month_on": date(2026, month, 1), "metric_id": metric.id,
                 "team_id": self.team.id, "user_id": self.hunter.id, "value": 1000}
                for month in (1, 2, 3)
            ]
        )  # fmt: skip
        self.assertFalse(self.met()["money_in"], "a draft is no target")
        plan.action_approve()
        self.assertTrue(self.met()["money_in"])

    def test_the_fewer_the_better(self):
        """At most one complaint in six months; none at all is fine."""
        self.stand(self.hunter_grade)
        self.assertTrue(self.met()["complaint_confirmed"])
        self.fact("complaint_confirmed", date(2026, 2, 10), self.hunter)
        self.assertTrue(self.met()["complaint_confirmed"])
        self.fact("complaint_confirmed", date(2025, 11, 10), self.hunter)
        self.assertFalse(self.met()["complaint_confirmed"])

    def test_criteria_are_told_in_words(self):
        self.stand(self.trainee)
        self.sell(date(2026, 2, 10), 1500)
        lines = {line["code"]: line for line in self.member.with_user(self.head).career}
        money = lines["money_in"]
        self.assertEqual(money["words"].replace("\xa0", " "), "$ 1,500 of $ 3,000")
        self.assertEqual((money["label"], money["bar"]), ("Money in over 2 months", 50))
        self.assertEqual(lines["win_rate"]["words"], "– of 50 %")

    def test_ready_people_are_found(self):
        self.stand(self.trainee)
        ready = [("is_ready", "=", True), ("user_id", "in", (self.hunter | self.hunter2).ids)]
        members = self.env["crm.team.member"].with_user(self.head)
        self.assertEqual(members.search(ready).user_id, self.hunter2, "open is the first step")
        self.sell(date(2026, 2, 10), 3000)
        self.win(date(2026, 2, 10))
        self.env.invalidate_all()
        self.assertEqual(members.search(ready).user_id, self.hunter | self.hunter2)
        self.assertFalse(members.search([*ready, ("is_ready", "=", False)]))

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
