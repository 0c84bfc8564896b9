from datetime import date

from odoo.tests import tagged

from .motivate import MotivateCommon


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
