import doctest
from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from ..tools import told
from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department
from .evenings import EVENING, MORNING, EveningCommon
from .norms import MONDAY

# What a stranger's script may send where a number, a text, a day or a record is asked for.
ODD = (
    "abc", "", "a\0b", "\ud800", "2026-13-01", -5, 2**31, 10**30, 10**400, 1.5, float("nan"), float("inf"),
    True, None, [], [1], [[1]], [None], {}, {"a": 1},
)  # fmt: skip
# The doors that take something, with what makes them go through.
DOORS = {
    "conveyor.daily.report": {
        "adjust_report": {"metric_id": 0, "quantity": 1, "comment": "x"},
        "comment_report": {"comment": "x"},
        "get_my_report": {"day": "2026-03-02"},
        "return_report": {"comment": "x"},
        "submit_report": {"values": {}},
    },
    "conveyor.standup": {
        "add_task": {"user_id": 0, "summary": "x", "lead_id": False},
        "get_standup": {"standup_id": False},
        "mark_person": {"user_id": 0, "state": "present"},
        "say": {"user_id": 0, "kind": "success", "text": "x"},
    },
    "conveyor.call": {
        "add_recording": {"external_id": "x", "recording": False, "company_id": False},
        "log_call": {"values": {}},
        "log_calls": {"calls": []},
    },
    "conveyor.call.review": {"set_mark": {"line_id": 0, "mark": "1"}},
    "conveyor.hour.report": {"get_heat_map": {"code": "call", "days": 30, "team_id": False}},
}


@department
class TestDayBadInput(CallCommon, EveningCommon):
    """Whatever comes over RPC in the day of a department is answered in words, or taken for what it is."""

    def setUp(self):
        super().setUp()
        schedule = {"team_id": self.team.id, "company_id": self.env.company.id}
        with at_instant(self.env, datetime(2026, 3, 2, 6)):
            self.schedule = self.env["conveyor.standup.schedule"].create(schedule)
            self.standup = self.env["conveyor.standup"]._open(self.schedule, MONDAY)
        self.evening = self.open_reports()

    def answered(self, deed, *about):
        """A deed goes through or is refused in words; nothing of it stays."""
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            deed()
            self.env.flush_all()
        except UserError as refusal:
            self.assertTrue(str(refusal.args[0]).strip(), about)
            self.assertNotIn("Cannot grab", str(refusal), about)
        finally:
            savepoint.close(rollback=True)
            self.env.cr.clear()  # neither values nor deeds to be written wait any more

    def find_target(self, model):
        found = {"conveyor.daily.report": self.evening, "conveyor.standup": self.standup}
        return found.get(model, self.env[model])

    # === ODD VALUES === #

    @mute_logger("odoo.sql_db")
    def test_every_door_answers_odd_values_in_words(self):
        review = self.review()
        people = {"conveyor.call": (self.telephony,), "conveyor.call.review": (self.reviewer,)}
        for model, doors in DOORS.items():
            target = review if model == "conveyor.call.review" else self.find_target(model)
            for person in people.get(model, (self.hunter, self.leader)):
                for name, values in doors.items():
                    values = {
                        key: self.hunter.id if key == "user_id" else value
                        for key, value in values.items()
                    }
                    self.try_door(getattr(target.with_user(person), name), values)

    def try_door(self, door, values):
        for key in values:
            for odd in ODD:
                with at_instant(self.env, EVENING):
                    self.answered(lambda key=key, odd=odd: door(**{**values, key: odd}), key, odd)

    @mute_logger("odoo.sql_db")
    def test_every_part_of_a_report_and_of_a_call_is_looked_at(self):
        line = str(self.line(self.evening).id)
        submit = self.evening.with_user(self.hunter).submit_report
        log = self.env["conveyor.call"].with_user(self.telephony).log_call
        parts = ("user_id", "login", "direction", "started_at", "talk_seconds", "outcome", "note")
        for odd in ODD:
            for part in ({"claims": {line: odd}}, {"comments": {line: odd}}, {"note": odd}):
                with at_instant(self.env, EVENING):
                    self.answered(lambda part=part: submit(part), part)
            for part in (*parts, "lead_id", "phone", "recording", "recording_link", "activity_id"):
                values = {"user_id": self.hunter.id, "external_id": "odd", part: odd}
                self.answered(lambda values=values: log(values), part, odd)

    def test_hours_of_a_standup_have_bounds(self):
        for values in (
            {"hour": 2.0**31},
            {"hour": float("nan")},
            {"hour": -0.5},
            {"minutes": 10**400},
            {"minutes": 4},
        ):
            with self.subTest(**values), self.assertRaisesRegex(ValidationError, "5 to 240"):
                self.schedule.write(values)
            self.schedule.invalidate_recordset(flush=False)

    def test_what_is_no_text_is_not_taken_as_empty(self):
        standup = self.standup.with_user(self.hunter)
        standup.say(self.hunter.id, "success", "Signed\0")
        for odd in (5, ["x"], {"a": 1}):
            with self.assertRaisesRegex(UserError, "text is told"):
                standup.say(self.hunter.id, "success", odd)
            with self.assertRaisesRegex(UserError, "is a text"):
                self.submit(self.evening, note=odd)
        row = self.standup.attendance_ids.filtered(lambda one: one.user_id == self.hunter)
        self.assertEqual(row.success, "Signed")
        with self.assertRaisesRegex(UserError, "no such card"):
            standup.add_task(self.hunter.id, "Call", 10**30)

    def test_day_of_an_incident_is_a_day(self):
        complaint = {"category_id": self.env.ref("sales_conveyor.incident_category_rude").id}
        incidents = self.env["conveyor.incident"].with_user(self.farmer)
        for odd in ("yesterday", [1], {"a": 1}, 5, "2026-02-30"):
            with self.subTest(day=odd), self.assertRaisesRegex(ValidationError, "happened already"):
                incidents.create({**complaint, "description": "x", "happened_on": odd})
        with self.assertRaisesRegex(ValidationError, "no text"):
            incidents.create({**complaint, "description": "\ud800"})

    def test_examples_of_the_tools_hold(self):
        self.assertFalse(doctest.testmod(told).failed)

    # === CLAIMS === #

    def test_claim_of_a_billion_is_an_over_claim_and_needs_a_word(self):
        self.called(datetime(2026, 3, 2, 12), times=2)
        self.submit(self.evening, calls=10**9)
        self.freeze()
        line = self.line(self.evening)
        self.assertEqual((line.claimed, line.final, line.verdict), (10**9, 2, "over"))
        with self.assertRaisesRegex(UserError, "comment on it first"):
            self.evening.with_user(self.head).action_accept()
        for claim in (-5, float("nan"), 10**12, 10**400):
            with self.assertRaisesRegex(UserError, "from 0 to 999,999,999,999"):
                self.evening.with_user(self.hunter)._read_number(line, claim)

    def test_second_submit_takes_the_place_of_the_first(self):
        self.submit(self.evening, calls=5)
        self.submit(self.evening, calls=7)
        self.assertEqual(self.line(self.evening).claimed, 7)
        self.assertEqual(len(self.evening.line_ids), 2)
        self.freeze()
        for code in ("report_due", "report_on_time"):
            self.assertEqual(self.standing(code, self.evening)[0], 1, code)
        with self.assertRaisesRegex(UserError, "frozen"):
            self.submit(self.evening, MORNING, calls=2)
        self.assertEqual(self.line(self.evening).claimed, 7)

    def test_same_adjustment_twice_is_told(self):
        self.submit(self.evening)
        self.freeze()
        mine = self.evening.with_user(self.hunter)
        mine.adjust_report(self.calls.id, 1, "from my own telephone")
        with self.assertRaisesRegex(UserError, "already"):
            mine.adjust_report(self.calls.id, 1, "from my own telephone")
        mine.adjust_report(self.calls.id, 1, "and one more")
        added = self.evening.line_ids.filtered("is_adjustment")
        self.assertEqual(added.mapped("claimed"), [1, 1])

    def test_deleted_card_leaves_its_fault_in_the_report(self):
        with at_instant(self.env, EVENING):
            card = self.card("Barn", owner=self.hunter, stage=self.stage_talk)
        self.submit(self.evening)
        self.freeze()
        [fault] = self.evening.line_ids.filtered("fault")
        self.assertEqual((fault.lead_id, self.evening.fault_count), (card, 1))
        card.unlink()
        self.assertIn("Barn", fault.fault)
        self.assertFalse(fault.lead_id)
        screen = self.evening.with_user(self.hunter).get_my_report(str(date(2026, 3, 2)))
        self.assertEqual([line["is_fault"] for line in screen["lines"]].count(True), 1)
