from datetime import date, datetime, timedelta

from .common import department
from .norms import MONDAY, SUNDAY, NormCommon


@department
class TestNorm(NormCommon):
    """What is asked of people of a section: by the day, and over their working days."""

    # === WHOSE NORM === #

    def test_a_person_goes_before_his_team_and_the_team_before_the_section(self):
        self.norm(2)
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 2})
        self.norm(3, company_id=self.env.company.id)
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 3})
        self.norm(5, team_id=self.team.id)
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 5})
        self.norm(7, user_id=self.scout.id)
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 7})
        self.norm(9, user_id=self.scout.id, team_id=self.team.id)
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 9})
        self.assertEqual(self.asked(self.scout2, last=MONDAY), {"contact_delivered": 5})
        self.assertEqual(self.asked(self.hunter, last=MONDAY), {})

    def test_zero_asks_for_nothing(self):
        self.norm(2)
        self.norm(0, user_id=self.scout.id)
        self.assertEqual(self.asked(self.scout), {})
        self.assertEqual(self.asked(self.scout2), {"contact_delivered": 10})

    def test_norms_of_other_companies_teams_and_sections_are_not_mine(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        other = self.env["crm.team"].create({"name": "Other", "use_conveyor": True})
        self.norm(2, company_id=branch.id)
        self.norm(3, team_id=other.id)
        self.norm(4, user_id=self.scout2.id)
        self.norm(5, role="hunter")
        self.norm(6, active=False)
        self.assertEqual(self.asked(self.scout), {})

    def test_who_wears_two_hats_works_by_the_norms_of_his_main_role(self):
        self.norm(2)
        self.norm(1, role="hunter", metric=self.taken)
        member = self.member(self.scout)
        member.is_hunter = True
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_delivered": 2})
        member.role = "hunter"
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_taken": 1})
        member.write({"role": False, "is_scout": False})
        self.assertEqual(self.asked(self.scout, last=MONDAY), {"contact_taken": 1})
        member.is_hunter = False
        self.assertEqual(self.asked(self.scout, last=MONDAY), {})

    # === OVER A PERIOD === #

    def test_a_period_asks_for_the_norm_of_each_working_day(self):
        """Two a day: 10 in a week, 8 with a day off, 7 with half a day more, 5 with a holiday, too."""
        self.norm(2)
        self.norm(30, metric=self.calls)
        self.assertEqual(self.asked(self.scout), {"contact_delivered": 10, "call": 150})
        self.day_off(self.scout, "2026-03-03 00:00:00", "2026-03-03 23:59:59")
        self.assertEqual(self.asked(self.scout)["contact_delivered"], 8)
        self.day_off(self.scout, "2026-03-05 13:00:00", "2026-03-05 23:59:59")
        self.assertEqual(self.asked(self.scout)["contact_delivered"], 7)
        self.holiday("2026-03-06 00:00:00", "2026-03-06 23:59:59")
        self.assertEqual(self.asked(self.scout)["contact_delivered"], 5)
        self.assertEqual(self.asked(self.scout2)["contact_delivered"], 8)

    def test_a_day_off_asks_for_nothing(self):
        self.norm(2)
        self.day_off(self.scout, "2026-03-03 00:00:00", "2026-03-03 23:59:59")
        members = self.member(self.scout) | self.member(self.scout2)
        norms = self.env["conveyor.norm"]._get_day_norms(date(2026, 3, 3), members)
        self.assertEqual(norms[members[0]], {})
        self.assertEqual(norms[members[1]], {self.delivered: 2})
        sunday = self.env["conveyor.norm"]._get_day_norms(SUNDAY, members)
        self.assertEqual(list(sunday.values()), [{}, {}])

    def test_a_newcomer_works_by_lighter_norms_until_his_ramp_ends(self):
        """Ramp until Wednesday: 3 × 1 + 2 × 2; by three quarters 3 × 1.5 + 2 × 2."""
        self.norm(2)
        self.member(self.scout).ramp_until_on = date(2026, 3, 4)
        self.assertEqual(self.asked(self.scout)["contact_delivered"], 7)
        self.env.company.conveyor_ramp_share = 0.75
        self.assertEqual(self.asked(self.scout)["contact_delivered"], 8.5)
        self.env.company.conveyor_ramp_share = 0
        self.assertEqual(self.asked(self.scout, last=date(2026, 3, 4)), {})

    def test_what_comes_later_is_not_asked_yet(self):
        """Tuesday at noon: a day and a half."""
        self.norm(2)
        asked = self.asked(self.scout, until=datetime(2026, 3, 3, 12))
        self.assertEqual(asked, {"contact_delivered": 3})

    def test_questions_to_the_database_do_not_grow_with_people_and_norms(self):
        def count(members):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["conveyor.norm"]._get_norms(MONDAY, date(2026, 3, 31), members)
            return self.env.cr.sql_log_count - before

        self.norm(2)
        count(self.member(self.scout))
        few = count(self.member(self.scout))
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = users.create([{"name": f"P{n}", "login": f"t_p{n}"} for n in range(40)])
        values = [
            {"user_id": user.id, "crm_team_id": self.team.id, "role": "scout"} for user in people
        ]
        members = self.env["crm.team.member"].create(values)
        for user in people:
            self.norm(3, user_id=user.id)
        self.assertLessEqual(count(members), few)
        self.assertLessEqual(few, 9)


@department
class TestNormAcrossMidnight(NormCommon):
    """The day of a norm is the day of the calendar, and the ramp ends with its last day."""

    def test_the_last_day_of_the_ramp_is_light_and_the_next_is_not(self):
        self.norm(4)
        self.member(self.scout).ramp_until_on = date(2026, 3, 4)
        days = [date(2026, 3, 4), date(2026, 3, 5)]
        asked = [self.asked(self.scout, day, day)["contact_delivered"] for day in days]
        self.assertEqual(asked, [2, 4])
        self.assertEqual(self.asked(self.scout, *days)["contact_delivered"], sum(asked))

    def test_a_period_is_the_sum_of_its_days(self):
        self.norm(3)
        self.day_off(self.scout, "2026-03-04 10:00:00", "2026-03-09 10:00:00")
        self.holiday("2026-03-12 00:00:00", "2026-03-12 23:59:59")
        self.member(self.scout).ramp_until_on = date(2026, 3, 10)
        days = [MONDAY + timedelta(days=number) for number in range(14)]
        single = sum(self.asked(self.scout, day, day).get("contact_delivered", 0) for day in days)
        self.assertAlmostEqual(
            self.asked(self.scout, days[0], days[-1])["contact_delivered"], single
        )
