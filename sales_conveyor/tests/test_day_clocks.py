from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from pytz import UTC, timezone

from ..models import conveyor_standup_schedule
from ..tools.clock import at_instant
from .agreements import AgreementCommon
from .common import department
from .evenings import EVENING, EveningCommon
from .norms import TUESDAY

HOUR = timedelta(hours=1)
# A night on which clocks change, with what 9:00 and 18:30 of the day before, of it and of the next are in UTC.
NIGHTS = {
    ("Europe/Berlin", date(2026, 3, 29)): ((8, 7, 7), (17.5, 16.5, 16.5)),
    ("Europe/Berlin", date(2026, 10, 25)): ((7, 8, 8), (16.5, 17.5, 17.5)),
    ("America/New_York", date(2026, 3, 8)): ((14, 13, 13), (23.5, 22.5, 22.5)),
    ("America/New_York", date(2026, 11, 1)): ((13, 14, 14), (22.5, 23.5, 23.5)),
}


def at(day, hour):
    return datetime.combine(day, time.min) + timedelta(hours=hour)


class ClockCommon(EveningCommon):
    """Words for stand-ups and evenings by several clocks."""

    def setUp(self):
        super().setUp()
        self.env["conveyor.standup.schedule"].search([]).active = False
        # Six meetings are as good as sixty.
        few = patch.multiple(conveyor_standup_schedule, MEETINGS=6, WEEKS_LEFT=1)
        self.enterContext(few)

    def live_in(self, zone, weekdays=range(7)):
        """The team works every day by the clock of a zone."""
        self.team.conveyor_calendar_id = self.calendar(zone, weekdays, tz=zone)

    def meet(self, hour, instant, team=None, **values):
        """A team meets every morning from an instant on."""
        team = team or self.team
        defaults = {"team_id": team.id, "company_id": self.env.company.id, "hour": hour}
        with at_instant(self.env, instant):
            return self.env["conveyor.standup.schedule"].create({**defaults, **values})

    def wake_up(self, *instants):
        """The server comes by at these instants."""
        for instant in instants:
            with at_instant(self.env, instant):
                self.env["conveyor.standup"]._cron_open()
                self.env["conveyor.daily.report"]._cron_open()
                self.env["conveyor.daily.report"]._cron_freeze()

    def standups(self, team=None):
        domain = [("team_id", "=", (team or self.team).id)]
        return self.env["conveyor.standup"].search(domain, order="day_on")

    def reports(self, user=None):
        domain = [("user_id", "=", (user or self.hunter).id)]
        return self.env["conveyor.daily.report"].search(domain, order="day_on")


@department
class TestDayClocks(ClockCommon):
    """A fact belongs to the day of its company; a team meets and reports by its own clock, once a day."""

    def setUp(self):
        super().setUp()
        kept = patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_values: 1000
        )
        self.enterContext(kept)

    def test_call_in_the_evening_of_utc_is_in_the_report_of_the_next_day(self):
        """In Novosibirsk 20:30 UTC is 3:30 of the next morning."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        self.called(datetime(2026, 3, 2, 20, 30))
        [fact] = self.facts("call").filtered(lambda one: one.user_id == self.hunter)
        self.assertEqual(fact.happened_on, TUESDAY)
        for day in (2, 3):
            self.wake_up(datetime(2026, 3, day, 11))
            self.submit(self.reports()[-1], datetime(2026, 3, day, 11, 5))
        self.assertEqual([self.line(report).counted for report in self.reports()], [0, 1])

    def test_team_in_moscow_of_a_company_in_novosibirsk(self):
        """It meets at 9:00 and reports at 18:30 in Moscow, four hours after its colleagues at home."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        self.live_in("Europe/Moscow")
        home = self.team.copy({"name": "Home", "conveyor_calendar_id": False})
        home.conveyor_calendar_id = self.calendar("Home", tz="Asia/Novosibirsk")
        there, here = (
            self.meet(9, at(date(2026, 3, 2), 0)),
            self.meet(9, at(date(2026, 3, 2), 0), home),
        )
        self.assertEqual(there._get_start(date(2026, 3, 2)), datetime(2026, 3, 2, 6))
        self.assertEqual(here._get_start(date(2026, 3, 2)), datetime(2026, 3, 2, 2))
        self.assertEqual(min(self.events(there).mapped("start")), datetime(2026, 3, 2, 6))
        for minutes, days in (
            (0, (2, 2)),
            (17 * 60, (2, 3)),
            (20 * 60 + 59, (2, 3)),
            (21 * 60, (3, 3)),
        ):
            self.wake_up(datetime(2026, 3, 2) + timedelta(minutes=minutes))
            last = [self.standups(team)[-1:].day_on.day for team in (self.team, home)]
            self.assertEqual(tuple(last), days, minutes)
        self.assertEqual(self.team._get_report_deadline(TUESDAY), datetime(2026, 3, 3, 15, 30))
        self.assertEqual(home._get_report_deadline(TUESDAY), datetime(2026, 3, 3, 11, 30))
        self.assertEqual(self.team._get_report_freeze(TUESDAY), datetime(2026, 3, 4, 6))

    def test_nights_when_clocks_change_have_one_of_everything(self):
        """Spring and autumn, in Berlin and in New York: the server comes by every hour."""
        for (zone, night), (mornings, evenings) in NIGHTS.items():
            with self.subTest(zone=zone, night=night), self.env.cr.savepoint() as savepoint:
                self.env.company.conveyor_tz = zone
                self.live_in(zone)
                days = [night + timedelta(days=number) for number in (-1, 0, 1)]
                schedule = self.meet(9, at(days[0], 6))
                starts = [at(day, hour) for day, hour in zip(days, mornings, strict=True)]
                self.assertEqual(self.events(schedule).mapped("start")[:3], starts)
                hours = {1, 4, *(hour + 0.5 for hour in mornings), *(hour - 1 for hour in evenings)}
                wakes = [at(day, hour) for day in (*days, days[2] + 24 * HOUR) for hour in hours]
                self.wake_up(*sorted(wakes))
                standups = self.standups().filtered(lambda one, span=days: one.day_on in span)
                self.assertEqual(standups.mapped("day_on"), days)
                self.assertEqual(standups.mapped("starts_at"), starts)
                reports = self.reports().filtered(lambda one, span=days: one.day_on in span)
                self.assertEqual(reports.mapped("day_on"), days)
                ends = [at(day, hour) for day, hour in zip(days, evenings, strict=True)]
                self.assertEqual(reports.mapped("deadline_at"), ends)
                freezes = [
                    at(day + timedelta(days=1), h)
                    for day, h in zip(days[:2], mornings[1:], strict=True)
                ]
                self.assertEqual(reports.mapped("freeze_at")[:2], freezes)
                self.assertTrue(all(reports.mapped("frozen_at")))
                self.assertEqual(self.standing("report_due", reports)[0], 3)
                savepoint.rollback()
                self.env.cr.clear()

    def test_hour_that_is_skipped_or_comes_twice_comes_once(self):
        """In spring it is taken an hour later, in autumn the first of both."""
        for zone, night, hour, instant in (
            ("Europe/Berlin", date(2026, 3, 29), 2.5, datetime(2026, 3, 29, 1, 30)),
            ("Europe/Berlin", date(2026, 10, 25), 2.5, datetime(2026, 10, 25, 0, 30)),
            ("America/New_York", date(2026, 3, 8), 2.5, datetime(2026, 3, 8, 7, 30)),
            ("America/New_York", date(2026, 11, 1), 1.5, datetime(2026, 11, 1, 5, 30)),
        ):
            with self.subTest(zone=zone, night=night), self.env.cr.savepoint() as savepoint:
                self.live_in(zone)
                self.team.write({"report_hour": hour, "freeze_hour": hour})
                self.meet(hour, at(night, -12))
                self.wake_up(*(instant + HOUR * number for number in range(-4, 4)))
                standups = self.standups().filtered(lambda one, day=night: one.day_on == day)
                reports = self.reports().filtered(lambda one, day=night: one.day_on == day)
                self.assertEqual(standups.mapped("starts_at"), [instant])
                self.assertEqual(reports.mapped("deadline_at"), [instant])
                before = night - timedelta(days=1)
                self.assertEqual(self.team._get_report_freeze(before), instant)
                savepoint.rollback()
                self.env.cr.clear()

    # === THE CALENDAR GOES ON === #

    def events(self, schedule):
        """All meetings of the team from the schedule, in order."""
        name = [("name", "=", schedule.display_name)]
        return self.env["calendar.event"].search(name, order="start")

    def test_calendar_goes_on_where_it_ended_by_the_clock_of_the_team(self):
        """At 9:00 in Kamchatka it is the evening before in UTC; at 17:00 in Los Angeles the next morning."""
        for zone, hour in (("Asia/Kamchatka", 9), ("America/Los_Angeles", 17)):
            with self.subTest(zone=zone), self.env.cr.savepoint() as savepoint:
                self.live_in(zone, range(5))
                schedule = self.meet(hour, EVENING)
                for days in (3, 9, 15):
                    self.wake_up(EVENING + timedelta(days=days))
                local = [
                    UTC.localize(start).astimezone(timezone(zone))
                    for start in self.events(schedule).mapped("start")
                ]
                self.assertEqual({start.hour for start in local}, {hour})
                days = [start.date() for start in local]
                first, last = days[0], days[-1]
                expected = [
                    first + timedelta(days=number) for number in range((last - first).days + 1)
                ]
                self.assertEqual(days, [day for day in expected if day.weekday() < 5])
                self.assertGreater(len(days), 12)
                savepoint.rollback()
                self.env.cr.clear()


@department
class TestAgreementClocks(AgreementCommon):
    """An agreement is judged at the end of its own day, also on a day of 23 or of 25 hours."""

    def test_end_of_the_day_on_which_clocks_change(self):
        for zone, day, end in (
            ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 25, 23)),
            ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 9, 4)),
            ("America/New_York", date(2026, 11, 1), datetime(2026, 11, 2, 5)),
        ):
            with self.subTest(zone=zone, day=day):
                self.env.company.conveyor_tz = zone
                card = self.deal(f"{zone} {day}")
                with at_instant(self.env, datetime(2026, 3, 2, 9)):
                    kept, broken = (
                        card.activity_schedule(
                            "mail.mail_activity_data_call",
                            date_deadline=day,
                            user_id=self.hunter.id,
                        )
                        for _call in range(2)
                    )
                with at_instant(self.env, end - timedelta(minutes=1)):
                    kept.with_user(self.hunter).action_feedback()
                for minutes in (-1, 1, 60, 25 * 60):
                    with at_instant(self.env, end + timedelta(minutes=minutes)):
                        self.env["conveyor.agreement"]._decide(self.env.company)
                    state = "broken" if minutes > 0 else "open"
                    self.assertEqual(self.agreement(broken).state, state, minutes)
                rows = self.agreement(kept), self.agreement(broken)
                self.assertEqual([row.state for row in rows], ["kept", "broken"])
                self.assertEqual([row.decided_on for row in rows], [day, day])
                self.assertEqual(rows[1].decided_at, end - timedelta(seconds=1))
                self.assertEqual(self.booked(card), {"kept": 1, "broken": 1})
