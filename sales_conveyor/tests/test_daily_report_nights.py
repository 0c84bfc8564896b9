from datetime import date, datetime, timedelta

from odoo import Command
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .common import SELLER, department
from .evenings import EVENING, MORNING, EveningCommon
from .norms import MONDAY, TUESDAY


@department
class TestDailyReportNights(EveningCommon):
    """Clocks, restarts, numbers of people: the same evening is the same evening."""

    def test_team_reports_by_its_own_clock_and_the_day_is_the_companys(self):
        """A Moscow team of a company in Novosibirsk: 18:30 in Moscow is 15:30 UTC; the day ends at 17:00 UTC."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        self.team.conveyor_calendar_id = self.calendar("Moscow", tz="Europe/Moscow")
        self.assertFalse(self.open_reports(datetime(2026, 3, 2, 14, 29)))
        report = self.open_reports(datetime(2026, 3, 2, 14, 30))
        self.assertEqual(report.deadline_at, datetime(2026, 3, 2, 15, 30))
        self.assertEqual(report.freeze_at, datetime(2026, 3, 3, 6))
        self.called(datetime(2026, 3, 2, 15))
        self.called(datetime(2026, 3, 2, 20, 30))  # already Tuesday in Novosibirsk
        self.submit(report, datetime(2026, 3, 2, 15, 10))
        self.freeze(datetime(2026, 3, 3, 6))
        line = self.line(report)
        self.assertEqual((line.claimed, line.final, line.verdict), (1, 1, "match"))

    def test_night_of_the_clock_change_has_one_deadline(self):
        """On 29 March 2026 the clocks of Brussels skip from 2:00 to 3:00."""
        self.team.conveyor_calendar_id = self.calendar("Brussels", range(7), tz="Europe/Brussels")
        self.team.freeze_hour = 2.5
        deadline = self.team._get_report_deadline(date(2026, 3, 28))
        self.assertEqual(deadline, datetime(2026, 3, 28, 17, 30))
        self.assertEqual(
            self.team._get_report_freeze(date(2026, 3, 28)), datetime(2026, 3, 29, 1, 30)
        )
        self.assertEqual(
            self.team._get_report_deadline(date(2026, 3, 29)), datetime(2026, 3, 29, 16, 30)
        )

    def test_server_that_slept_three_evenings_catches_up(self):
        self.open_reports()
        self.run_cron("_cron_open", datetime(2026, 3, 5, 19))
        days = self.env["conveyor.daily.report"].search([("user_id", "=", self.hunter.id)])
        self.assertEqual(
            sorted(days.mapped("day_on")), [MONDAY + timedelta(days=n) for n in range(4)]
        )
        late = self.report(self.hunter, TUESDAY)
        self.assertEqual(late.deadline_at, datetime(2026, 3, 5, 20), "an hour is left to everybody")

    def test_freeze_killed_half_way_goes_on(self):
        self.submit(self.open_reports(), calls=2)
        self.run_cron("_cron_open", datetime(2026, 3, 3, 18))
        self.submit(self.report(self.hunter, TUESDAY), datetime(2026, 3, 3, 18))
        later = datetime(2026, 3, 4, 9)
        self.run_cron("_cron_freeze", later, kill_after=2)
        first = self.report(self.hunter), self.report(self.hunter, TUESDAY)
        self.assertEqual([bool(one.frozen_at) for one in first], [True, False])
        self.run_cron("_cron_freeze", later)
        told = [(one.state, one.difference_count, one.has_over_claim) for one in first]
        self.run_cron("_cron_freeze", later + timedelta(hours=1))
        self.assertEqual(
            told, [(one.state, one.difference_count, one.has_over_claim) for one in first]
        )
        self.assertEqual(self.standing("report_due", first[0])[0], 1)
        self.assertFalse(self.check())

    def test_number_of_statements_does_not_grow_with_the_people(self):
        def count(day):
            """The statements of an evening and of its freeze."""
            evening = datetime.combine(day, EVENING.time())
            with at_instant(self.env, evening):
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                reports = self.env["conveyor.daily.report"]._open_day(
                    self.team, self.env.company, day
                )
                self.env.flush_all()
                opened = self.env.cr.sql_log_count - before
                for report in reports:
                    report.with_user(report.user_id).submit_report({})
            with at_instant(self.env, datetime.combine(day, MORNING.time()) + timedelta(days=1)):
                before = self.env.cr.sql_log_count
                reports._freeze()
                self.env.flush_all()
                return len(reports), opened, self.env.cr.sql_log_count - before

        few = count(MONDAY)
        self.team.crm_team_member_ids = [
            Command.create(
                {
                    "user_id": new_test_user(self.env, f"many_{n}", groups=SELLER).id,
                    "role": "hunter",
                }
            )
            for n in range(30)
        ]
        count(TUESDAY)
        many = count(TUESDAY + timedelta(days=1))
        self.assertEqual((few[0], many[0]), (6, 36))
        self.assertLessEqual(many[1], few[1] + 4)
        self.assertLessEqual(many[2], few[2] + 8)
        self.assertLessEqual(many[1], 60)
