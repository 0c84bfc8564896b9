import doctest
from datetime import date, timedelta

from odoo import Command

from ..tools import worktime
from .common import department
from .norms import FRIDAY, MONDAY, SUNDAY, WorkingDaysCommon, days


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
