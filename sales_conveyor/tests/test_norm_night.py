from datetime import date, datetime
from unittest.mock import patch

from odoo.tools import SQL

from ..tools.clock import at_instant
from .common import department
from .norms import TUESDAY, NormDayCommon


@department
class TestNormNight(NormDayCommon):
    """The clockwork of the night, and whether contacts came on time."""

    def missing(self, instant):
        with at_instant(self.env, instant):
            days = self.env["conveyor.norm.day"]._get_missing_days(self.env.company)
        return [day.isoformat() for day in days]

    def test_days_on_which_the_server_slept_are_caught_up(self):
        """The first night books one day; later all since the last one, at most 31."""
        self.sql_clear()
        self.assertEqual(self.missing(datetime(2026, 3, 3, 1)), ["2026-03-02"])
        self.norm(2)
        self.book()
        self.assertEqual(self.missing(datetime(2026, 3, 3, 2)), [])
        days = self.missing(datetime(2026, 3, 6, 1))
        self.assertEqual(days, ["2026-03-03", "2026-03-04", "2026-03-05"])
        days = self.missing(datetime(2026, 6, 1, 1))
        self.assertEqual((len(days), days[0], days[-1]), (31, "2026-05-01", "2026-05-31"))
        self.assertEqual(self.missing(datetime(2026, 3, 2, 1)), [])

    def sql_clear(self):
        self.env.cr.execute(
            SQL("DELETE FROM conveyor_norm_day WHERE company_id = %s", self.env.company.id)
        )
        self.env.invalidate_all()

    def test_a_day_is_over_by_the_clock_of_the_company(self):
        self.sql_clear()
        self.env.company.conveyor_tz = "Pacific/Kiritimati"
        self.assertEqual(self.missing(datetime(2026, 3, 2, 12)), ["2026-03-02"])
        self.env.company.conveyor_tz = "Pacific/Niue"
        self.assertEqual(self.missing(datetime(2026, 3, 2, 12)), ["2026-03-01"])

    def run_cron(self, instant, kill_after=None):
        """The cron's own work; its commits are counted instead of done, and may be the server's last."""
        commits = []

        def commit(_crons, processed=0, *, remaining=None, deactivate=False):
            commits.append(remaining)
            return 0 if kill_after and len(commits) == kill_after else 1000

        with (
            at_instant(self.env, instant),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
        ):
            self.env["conveyor.norm.day"]._cron_book()
        return commits

    def test_the_cron_books_every_day_once_and_goes_on_after_a_stop(self):
        self.sql_clear()
        self.norm(2)
        members = self.team.crm_team_member_ids
        self.env.cr.execute(
            SQL(
                "UPDATE crm_team_member SET create_date = %s WHERE id IN %s",
                "2026-01-01",
                members._ids,
            )
        )
        self.env.invalidate_all()
        for day in (2, 3, 5):
            self.deliver(day, day=day)
        self.book()
        self.run_cron(datetime(2026, 3, 7, 1), kill_after=2)
        self.run_cron(datetime(2026, 3, 7, 1))
        whole = self.told(self.scout)
        self.assertEqual(
            [(day, done) for day, _c, _n, done, _m in whole],
            [(2, 2), (3, 3), (4, 0), (5, 5), (6, 0)],
        )
        mine = [left for left in self.run_cron(datetime(2026, 3, 7, 1)) if left is not None]
        self.assertLessEqual(len(mine), self.env["res.company"].search_count([]))
        self.assertEqual(self.told(self.scout), whole)

    def test_who_came_later_was_not_asked(self):
        self.sql_clear()
        self.norm(2)
        self.run_cron(datetime(2026, 3, 3, 1))
        self.assertFalse(self.booked(), "everybody of this department was made just now")

    # === PUNCTUALITY === #

    def on_time(self, groupby=(), user=None):
        metric = self.env.ref("sales_conveyor.metric_on_time").with_user(user or self.env.user)
        own = [("user_id", "in", (self.scout | self.scout2).ids), ("id", ">", self.last_before)]
        return metric._measure(own, groupby)[metric]

    def test_contacts_are_on_time_on_the_days_on_which_the_norm_was_met(self):
        """Scout: 2 of 3 days; scout2: 0 of 2, a day off; together 2 of 5."""
        self.norm(2)
        self.day_off(self.scout2, "2026-03-04 00:00:00", "2026-03-04 23:59:59")
        for day, count in ((2, 2), (3, 1), (4, 3)):
            self.deliver(count, day=day)
        for day in (2, 3, 4):
            self.book(date(2026, 3, day))
        self.assertEqual(self.on_time(), {(): 2 / 5})
        people = self.on_time(("user_id",))
        self.assertEqual(people, {(self.scout,): 2 / 3, (self.scout2,): 0.0})
        self.assertEqual(self.on_time(user=self.scout), {(): 2 / 3})
        self.assertEqual(self.on_time(user=self.hunter), {(): None})
        days = self.facts("norm_day")
        self.assertEqual({fact.happened_on for fact in days}, {date(2026, 3, d) for d in (2, 3, 4)})
        self.assertEqual(days[0].happened_at, datetime(2026, 3, 2, 23, 59, 59))
        self.assertFalse(any(days.metric_id.mapped("is_shown_in_day")))

    def test_norms_of_other_metrics_say_nothing_of_punctuality(self):
        self.norm(1, metric=self.calls)
        self.book()
        self.assertTrue(self.booked())
        self.assertFalse(self.facts("norm_day"))

    def test_the_check_finds_nothing_and_the_rebuilt_copy_says_the_same(self):
        self.norm(2)
        self.deliver(2)
        self.book()
        self.book(TUESDAY)
        self.assertFalse(self.check())
        self.assertFalse(self.check("rebuild"))
        row = self.booked(self.scout)[0]
        self.env.cr.execute(
            SQL("UPDATE conveyor_norm_day SET is_met = FALSE WHERE id = %s", row.id)
        )
        self.env.invalidate_all()
        self.assertEqual(
            [found[:4] for found in self.check()],
            [("orphan", "norm_met_day", "conveyor.norm.day", row.id)],
        )
