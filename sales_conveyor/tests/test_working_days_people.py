import time
from datetime import date, datetime

from odoo import Command

from .common import department
from .norms import MONDAY, SUNDAY, WorkingDaysCommon, days


@department
class TestWorkingDaysOfPeople(WorkingDaysCommon):
    """Who works when: the hours of the team without holidays and one's own days off."""

    def test_a_day_off_and_half_a_day(self):
        self.day_off(self.scout, "2026-03-03 00:00:00", "2026-03-03 23:59:59")
        self.day_off(self.scout, "2026-03-05 13:00:00", "2026-03-05 18:00:00")
        self.assertEqual(
            self.shares(self.scout), dict(zip(days(2, 4, 5, 6), (1, 1, 0.5, 1), strict=True))
        )
        self.assertEqual(self.shares(self.scout2), dict.fromkeys(days(2, 3, 4, 5, 6), 1))

    def test_available_share_of_a_week(self):
        """32 of 40 hours with a day off; none on leave; four fifths in a week with a holiday."""
        self.day_off(self.scout, "2026-03-03 00:00:00", "2026-03-03 23:59:59")
        self.day_off(self.hunter, "2026-02-20 00:00:00", "2026-03-20 23:59:59")
        members = self.team.crm_team_member_ids
        shares = members._get_available_shares(MONDAY, SUNDAY)
        self.assertAlmostEqual(shares[self.member(self.scout)], 0.8)
        self.assertEqual(shares[self.member(self.hunter)], 0)
        self.assertEqual(shares[self.member(self.farmer)], 1)
        self.holiday("2026-03-04 00:00:00", "2026-03-04 23:59:59")
        shares = members._get_available_shares(MONDAY, SUNDAY)
        self.assertAlmostEqual(shares[self.member(self.scout)], 0.6)
        self.assertAlmostEqual(shares[self.member(self.farmer)], 0.8)

    def test_a_calendar_without_hours_gives_nothing(self):
        self.team.conveyor_calendar_id = self.calendar("Empty", weekdays=())
        self.assertEqual(self.shares(self.scout), {})
        shares = self.member(self.scout)._get_available_shares(MONDAY, SUNDAY)
        self.assertEqual(list(shares.values()), [0])

    def test_the_team_has_hours_of_its_own(self):
        self.team.conveyor_calendar_id = self.calendar("Weekend", weekdays=(5, 6))
        self.assertEqual(sorted(self.shares(self.scout)), days(7, 8))
        self.holiday(
            "2026-03-07 00:00:00",
            "2026-03-07 23:59:59",
            calendar_id=self.env.company.resource_calendar_id.id,
        )
        self.assertEqual(sorted(self.shares(self.scout)), days(7, 8))

    def test_a_team_of_all_companies_works_by_the_company_of_each_person(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        branch.resource_calendar_id = self.calendar("Branch", weekdays=(0, 1), company_id=branch.id)
        self.team.company_id = False
        self.scout.write({"company_ids": [Command.link(branch.id)], "company_id": branch.id})
        self.assertEqual(sorted(self.shares(self.scout)), days(2, 3))
        self.assertEqual(sorted(self.shares(self.scout2)), days(2, 3, 4, 5, 6))

    def test_without_any_hours_every_day_counts_but_days_off(self):
        self.env.company.resource_calendar_id = False
        self.env.company.conveyor_tz = "UTC"
        self.day_off(self.scout, "2026-03-03 00:00:00", "2026-03-03 23:59:59")
        self.assertEqual(sorted(self.shares(self.scout)), days(2, 4, 5, 6, 7, 8))

    def test_what_lies_ahead_does_not_count(self):
        """On Wednesday at two in the afternoon five of eight hours have passed."""
        shares = self.shares(self.scout, until=datetime(2026, 3, 4, 14))
        self.assertEqual(shares, dict(zip(days(2, 3, 4), (1, 1, 5 / 8), strict=True)))

    def test_archived_people_and_nobody_are_answered_calmly(self):
        member = self.member(self.scout)
        member.active = False
        self.assertEqual(len(member._get_working_days(MONDAY, SUNDAY)[member]), 5)
        self.assertEqual(self.env["crm.team.member"]._get_working_days(MONDAY, SUNDAY), {})

    def test_a_thousand_people_are_three_questions_and_half_a_second(self):
        users = self.env["res.users"].with_context(no_reset_password=True)
        people = users.create([{"name": f"P{n}", "login": f"t_p{n}"} for n in range(1000)])
        values = [{"user_id": user.id, "crm_team_id": self.team.id} for user in people]
        members = self.env["crm.team.member"].create(values)
        resources = self.env["resource.resource"].create(
            [{"name": user.name, "user_id": user.id} for user in people[:300]]
        )
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Away",
                    "resource_id": resource.id,
                    "date_from": datetime(2026, 3, 3 + number % 20),
                    "date_to": datetime(2026, 3, 5 + number % 20),
                }
                for number, resource in enumerate(resources)
            ]
        )
        members._get_working_days(MONDAY, date(2026, 3, 31))
        self.env.flush_all()
        self.env.invalidate_all()
        start = time.process_time()  # of this process: others on the machine do not count
        with self.assertQueryCount(7):
            found = members._get_working_days(date(2026, 3, 1), date(2026, 3, 31))
        self.assertLess(time.process_time() - start, 0.5)
        self.assertEqual(len(found), 1000)
        self.assertEqual(len(found[members[-1]]), 22)
        self.assertLess(len(found[members[0]]), 22)
