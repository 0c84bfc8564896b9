import doctest
import time
from datetime import date, datetime, timedelta

from odoo import Command

from ..tools import worktime
from .common import ConveyorCommon, department

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)
SUNDAY = date(2026, 3, 8)
HOURS = ((8, 12), (13, 17))


def days(*numbers):
    """Days of March 2026."""
    return [date(2026, 3, number) for number in numbers]


class WorkingDaysCommon(ConveyorCommon):
    """Words for working hours, holidays and days off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hours = cls.calendar("Office")
        cls.env.company.resource_calendar_id = cls.hours
        cls.env["resource.calendar.leaves"].search([]).unlink()

    @classmethod
    def calendar(cls, name, weekdays=range(5), hours=HOURS, tz="UTC", **values):
        """Fixed working hours, 8 to 12 and 13 to 17 unless said otherwise."""
        rows = [
            Command.create(
                {
                    "name": f"{weekday}",
                    "dayofweek": str(weekday),
                    "hour_from": start,
                    "hour_to": stop,
                    "day_period": "morning" if stop <= 12 else "afternoon",
                }
            )
            for weekday in weekdays
            for start, stop in hours
        ]
        defaults = {"name": name, "tz": tz, "company_id": cls.env.company.id}
        calendar = cls.env["resource.calendar"].create({**defaults, **values})
        calendar.attendance_ids = [Command.clear(), *rows]
        return calendar

    @classmethod
    def holiday(cls, start, stop, **values):
        """A public holiday, in UTC."""
        defaults = {"name": "Holiday", "date_from": start, "date_to": stop, "calendar_id": False}
        return cls.env["resource.calendar.leaves"].create({**defaults, **values})

    @classmethod
    def day_off(cls, user, start, stop, **values):
        """A person's own absence, in UTC."""
        resource = cls.member(user)._get_resource()
        return cls.holiday(start, stop, resource_id=resource.id, name="Away", **values)

    @classmethod
    def member(cls, user):
        return cls.team.crm_team_member_ids.filtered(lambda member: member.user_id == user)

    def shares(self, user, first=MONDAY, last=SUNDAY, **values):
        member = self.member(user)
        return member._get_working_days(first, last, **values)[member]


@department
class TestWorkingDays(WorkingDaysCommon):
    """On which days a company works."""

    def working(self, first=MONDAY, last=SUNDAY, company=None):
        return (company or self.env.company)._get_working_days(first, last)

    def test_a_week_has_five_days(self):
        self.assertEqual(self.working(), days(2, 3, 4, 5, 6))
        self.assertEqual(self.working(SUNDAY, SUNDAY), [])
        self.assertEqual(self.working(FRIDAY, MONDAY), [])

    def test_without_working_hours_every_day_counts(self):
        self.env.company.resource_calendar_id = False
        self.assertEqual(self.working(), days(*range(2, 9)))
        self.holiday("2026-03-04 00:00:00", "2026-03-04 23:59:59")
        self.assertEqual(self.working(), days(2, 3, 5, 6, 7, 8))

    def test_a_whole_holiday_takes_the_day_and_a_part_of_one_does_not(self):
        self.holiday("2026-03-03 00:00:00", "2026-03-03 23:59:59")
        self.holiday("2026-03-05 12:00:00", "2026-03-05 23:59:59")
        self.assertEqual(self.working(), days(2, 4, 5, 6))
        hours = self.hours._get_day_hours(MONDAY, SUNDAY, self.env.company)
        self.assertEqual([hours[day] for day in days(3, 4, 5)], [(0, 8), (8, 8), (4, 8)])

    def test_two_holidays_that_meet_take_a_day_together(self):
        self.holiday("2026-03-03 00:00:00", "2026-03-03 14:00:00")
        self.holiday("2026-03-03 10:00:00", "2026-03-03 18:00:00")
        self.assertNotIn(date(2026, 3, 3), self.working())

    def test_holidays_of_another_company_or_calendar_close_nothing_here(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        branch.resource_calendar_id = self.calendar("Branch", company_id=branch.id)
        span = ("2026-03-04 00:00:00", "2026-03-04 23:59:59")
        there = self.holiday(*span).with_company(branch)
        there._compute_company_id()
        self.assertEqual(there.company_id, branch)
        self.holiday(*span, calendar_id=self.calendar("Night").id)
        self.assertEqual(self.working(), days(2, 3, 4, 5, 6))
        self.assertEqual(self.working(company=branch), days(2, 3, 5, 6))
        self.holiday(*span, calendar_id=self.hours.id)
        self.assertEqual(self.working(), days(2, 3, 5, 6))

    def test_a_training_of_everybody_is_no_holiday(self):
        self.holiday("2026-03-03 00:00:00", "2026-03-03 23:59:59", time_type="other")
        self.assertIn(date(2026, 3, 3), self.working())

    def test_a_flexible_week_is_monday_to_friday_whatever_day_the_question_begins(self):
        """40 hours by 8 a day; 36 end on Friday at noon; a day alone is the same day as in its week."""
        flexible = self.calendar("Flexible", schedule_type="flexible")
        flexible.write({"hours_per_day": 8, "hours_per_week": 40})
        self.env.company.resource_calendar_id = flexible
        self.assertEqual(self.working(), days(2, 3, 4, 5, 6))
        self.assertEqual(self.working(date(2026, 3, 4), date(2026, 3, 10)), days(4, 5, 6, 9, 10))
        for day in (MONDAY, FRIDAY, SUNDAY):
            self.assertEqual(self.working(day, day), [day] if day != SUNDAY else [])
        flexible.hours_per_week = 36
        hours = flexible._get_day_hours(MONDAY, SUNDAY, self.env.company)
        self.assertEqual([planned for _left, planned in hours.values()], [8, 8, 8, 8, 4])

    def test_two_weeks_take_turns(self):
        """One week Monday to Wednesday, the other Thursday and Friday."""
        types = self.env["resource.calendar.attendance"]
        calendar = self.calendar("Shifts", weekdays=())
        calendar.two_weeks_calendar = True
        rows = [(week, day) for week, part in (("0", range(3)), ("1", range(3, 5))) for day in part]
        calendar.attendance_ids = [
            Command.create(
                {
                    "name": "Shift",
                    "week_type": week,
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 16,
                    "day_period": "full_day",
                }
            )
            for week, day in rows
        ]
        self.env.company.resource_calendar_id = calendar
        first = {0: days(2, 3, 4), 1: days(5, 6)}[types.get_week_type(MONDAY)]
        second = {0: days(9, 10, 11), 1: days(12, 13)}[types.get_week_type(date(2026, 3, 9))]
        self.assertNotEqual(len(first), len(second))
        self.assertEqual(self.working(MONDAY, date(2026, 3, 15)), first + second)

    def test_a_calendar_far_away_has_its_own_dates(self):
        for tz in ("Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata"):
            self.hours.tz = tz
            self.assertEqual(self.working(), days(2, 3, 4, 5, 6), tz)

    def test_weeks_in_which_the_clock_changes_have_all_their_days_and_hours(self):
        """Brussels and New York, spring and autumn; also people who work on that very night."""
        for tz, month in (
            ("Europe/Brussels", 3),
            ("America/New_York", 11),
            ("Australia/Lord_Howe", 4),
        ):
            calendar = self.calendar(tz, weekdays=range(7), hours=((9, 12), (12, 24)), tz=tz)
            first = date(2026, month, 1)
            hours = calendar._get_day_hours(first, first + timedelta(days=29), self.env.company)
            self.assertEqual(len(hours), 30, tz)
            self.assertEqual({planned for _left, planned in hours.values()}, {15}, tz)

    def test_spans_and_absences_are_counted_as_their_examples_say(self):
        self.assertEqual(doctest.testmod(worktime).failed, 0)
        self.assertGreater(doctest.testmod(worktime).attempted, 3)


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
        start = time.perf_counter()
        with self.assertQueryCount(7):
            found = members._get_working_days(date(2026, 3, 1), date(2026, 3, 31))
        self.assertLess(time.perf_counter() - start, 0.5)
        self.assertEqual(len(found), 1000)
        self.assertEqual(len(found[members[-1]]), 22)
        self.assertLess(len(found[members[0]]), 22)
