from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..tools.clock import at_instant
from .common import department
from .evenings import EveningCommon
from .norms import MONDAY, SUNDAY

EARLY = datetime(2026, 3, 2, 6)


@department
class TestStandup(EveningCommon):
    """A stand-up appears by the team's clock, with its people; only its screen changes it."""

    def schedule(self, instant=EARLY, **values):
        defaults = {"team_id": self.team.id, "company_id": self.env.company.id, "kind": "morning"}
        with at_instant(self.env, instant):
            return self.env["conveyor.standup.schedule"].create({**defaults, **values})

    def open(self, schedule, day=MONDAY):
        with at_instant(self.env, EARLY):
            return self.env["conveyor.standup"]._open(schedule, day)

    def row(self, standup, user):
        return standup.attendance_ids.filtered(lambda row: row.user_id == user)

    def test_schedule_puts_a_recurring_meeting_into_the_calendar(self):
        schedule = self.schedule(videocall_location="https://meet.example.com/sales")
        events = schedule.event_id.recurrence_id.calendar_event_ids
        self.assertEqual(len(events), 60)
        self.assertEqual({event.start.weekday() for event in events}, set(range(5)))
        self.assertEqual({event.start.hour for event in events}, {9})
        self.assertIn(self.hunter.partner_id, events[0].partner_ids)
        self.assertEqual(events[0].videocall_location, "https://meet.example.com/sales")
        with at_instant(self.env, datetime(2026, 3, 9, 12)):
            schedule.hour = 10
            kept = self.env["calendar.event"].search([("id", "in", events.ids)])
            self.assertEqual(max(kept.mapped("start")).date(), date(2026, 3, 9), "past ones stay")

    def test_standup_has_everybody_once(self):
        self.day_off(self.farmer, datetime(2026, 3, 2), datetime(2026, 3, 3))
        schedule = self.schedule()
        standup = self.open(schedule)
        self.assertEqual(self.open(schedule), standup)
        self.assertEqual(len(standup.attendance_ids), 6)
        self.assertEqual(self.row(standup, self.farmer).state, "excused")
        self.assertEqual(self.row(standup, self.hunter).state, "expected")
        self.assertFalse(schedule._meets_on(SUNDAY))

    def test_leader_marks_and_finishes(self):
        standup = self.open(self.schedule()).with_user(self.leader)
        standup.start_standup()
        standup.mark_person(self.hunter.id, "present")
        screen = standup.finish_standup()
        came = {person["name"]: person["attendance"] for person in screen["people"]}
        self.assertEqual((came["Hunter"], came["Scout"]), ("present", "absent"))
        self.assertEqual((standup.state, standup.led_by_id), ("done", self.leader))

    def test_everybody_speaks_for_himself(self):
        standup = self.open(self.schedule()).with_user(self.hunter)
        standup.say(self.hunter.id, "success", "Northern Mill signed")
        self.assertEqual(self.row(standup, self.hunter).success, "Northern Mill signed")
        for attempt in (
            lambda: standup.say(self.scout.id, "failure", "x"),
            lambda: standup.mark_person(self.hunter.id, "present"),
            standup.start_standup,
            lambda: standup.add_task(self.scout.id, "x"),
            lambda: standup.write({"state": "done"}),
            lambda: self.row(standup, self.hunter).write({"state": "present"}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertFalse(standup.with_user(self.stranger).has_access("read"))
        with self.assertRaises(AccessError):
            standup.with_user(self.stranger).get_standup(standup.id)

    def test_task_of_the_day_is_an_ordinary_activity(self):
        standup = self.open(self.schedule()).with_user(self.leader)
        card = self.card(owner=self.hunter)
        with at_instant(self.env, EARLY):
            standup.add_task(self.hunter.id, "Call Northern Mill", card.id)
            screen = standup.add_task(self.hunter.id, "Tidy up")
        self.assertEqual(card.activity_ids.summary, "Call Northern Mill")
        person = next(one for one in screen["people"] if one["name"] == "Hunter")
        self.assertEqual(person["today"], 2)

    def test_agenda_tells_the_last_report_and_the_norms(self):
        self.norm(5, role="hunter", metric=self.calls)
        schedule = self.schedule()
        report = self.open_reports()
        self.submit(report, calls=2)
        self.freeze()
        with at_instant(self.env, datetime(2026, 3, 3, 9)):
            standup = self.env["conveyor.standup"]._open(schedule, date(2026, 3, 3))
            screen = standup.with_user(self.leader).get_standup(standup.id)
        person = next(one for one in screen["people"] if one["name"] == "Hunter")
        self.assertEqual(person["report"]["differences"], 1)
        self.assertEqual(person["norms"], [{"name": "Calls", "norm": 5}])

    def test_bad_input_is_told(self):
        standup = self.open(self.schedule()).with_user(self.leader)
        for attempt in (
            lambda: standup.mark_person(self.hunter.id, "asleep"),
            lambda: standup.mark_person(self.stranger.id, "present"),
            lambda: standup.say(self.hunter.id, "gossip", "x"),
            lambda: standup.say(self.hunter.id, "success", "x" * 201),
            lambda: standup.add_task(self.hunter.id, " "),
            lambda: standup.get_standup("1"),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(ValidationError):
            self.schedule(kind="evening", videocall_location="javascript:x")
        for values in ({"hour": 25}, {"hour": -1}, {"hour": float("nan")}, {"minutes": 0}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.schedule(kind="evening", **values)
