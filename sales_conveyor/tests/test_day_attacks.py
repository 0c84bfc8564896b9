from datetime import date, datetime

from odoo.models import BaseModel
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .agreements import AGREEMENTS
from .calls import CALLS, CallCommon
from .common import department
from .evenings import DAYS, NOON, EveningCommon
from .norms import MONDAY
from .rpc import CLEAR, RpcCommon

EARLY = datetime(2026, 3, 2, 6)
TABLES = (
    "conveyor_agreement",
    "conveyor_agreement_move",
    "conveyor_call",
    "conveyor_call_review",
    "conveyor_call_review_line",
    "conveyor_call_sample",
    "conveyor_daily_report",
    "conveyor_daily_report_line",
    "conveyor_fact",
    "conveyor_incident",
    "conveyor_scorecard",
    "conveyor_scorecard_criterion",
    "conveyor_standup",
    "conveyor_standup_attendance",
    "mail_activity",
)
INCIDENTS = {
    "conveyor.incident": {
        "action_open_confirm",
        "action_open_dismiss",
        "action_open_dispute",
        "action_open_name",
        "copy",
        "message_new",
    },
}
FORMS = {
    "conveyor.agreement.cancel": ("agreement_ids", {"reason": "x"}),
    "conveyor.call.cancel": ("call_ids", {"reason": "x"}),
    "conveyor.call.review.word": ("review_id", {"text": "x", "kind": "dispute"}),
    "conveyor.daily.report.adjustment": ("report_id", {"quantity": 1, "comment": "x"}),
    "conveyor.daily.report.answer": ("report_ids", {"comment": "x"}),
    "conveyor.incident.verdict": ("incident_ids", {"words": "x", "deed": "dismiss"}),
}


@department
class TestDayAttacks(CallCommon, EveningCommon, RpcCommon):
    """Whoever has no part in somebody's day changes nothing of it, whatever he calls over bare HTTP."""

    def setUp(self):
        super().setUp()
        group = "sales_team.group_sale_salesman"
        self.other_leader = new_test_user(self.env, "t_doors_leader", groups=group, name="Other")
        values = {"name": "Other", "use_conveyor": True, "user_id": self.other_leader.id}
        self.env["crm.team"].create({**values, "company_id": self.env.company.id})
        for person in ("other_leader", "telephony", "reviewer"):
            self.keys[person] = self._make_key(getattr(self, person))
        schedule = {"team_id": self.team.id, "company_id": self.env.company.id}
        with at_instant(self.env, EARLY):
            schedule = self.env["conveyor.standup.schedule"].create(schedule)
            standup = self.env["conveyor.standup"]._open(schedule, MONDAY)
        with at_instant(self.env, NOON):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
            self.activity(card).date_deadline = date(2026, 3, 9)
            call = self.log(lead_id=card.id, outcome="talked")
            review = self.review(call=call, reviewer=self.leader)
            self.mark(review, "1", "4", "5")
            review.action_publish()
            complaint = {"description": "x", "user_id": self.hunter.id}
            incident = self.env["conveyor.incident"].with_user(self.leader).create(complaint)
        report = self.open_reports()
        self.submit(report, calls=9)
        self.freeze()
        self.scene = {
            "conveyor.agreement": self.env["conveyor.agreement"].search(
                [("lead_id", "=", card.id)]
            ),
            "conveyor.call": call,
            "conveyor.call.review": review,
            "conveyor.call.sample": self.env["conveyor.call.sample"]._draw_day(
                self.env.company, MONDAY
            ),
            "conveyor.daily.report": report,
            "conveyor.daily.report.line": self.line(report),
            "conveyor.incident": incident,
            "conveyor.scorecard": self.scorecard,
            "conveyor.standup": standup,
        }
        self.arguments = {
            "add_recording": {"external_id": "x", "recording_link": "https://x.example/1"},
            "add_task": {"user_id": self.hunter.id, "summary": "x", "lead_id": card.id},
            "adjust_report": {"metric_id": self.calls.id, "quantity": 1, "comment": "x"},
            "comment_report": {"comment": "x"},
            "get_heat_map": {"code": "call", "days": 30},
            "log_call": {"values": {"user_id": self.hunter.id, "outcome": "talked", "note": 5}},
            "log_calls": {"calls": [{"login": "t_hunter", "lead_id": 5, "talk_seconds": -1}]},
            "mark_person": {"user_id": self.hunter.id, "state": "absent"},
            "message_new": {"msg_dict": {"subject": "x", "body": "x", "email_from": "x@y.example"}},
            "return_report": {"comment": "x"},
            "say": {"user_id": self.hunter.id, "kind": "failure", "text": "x"},
            "set_mark": {"line_id": review.line_ids[0].id, "mark": "0"},
            "submit_report": {"values": {"claims": {str(self.line(report).id): 1}}},
        }

    def digest(self):
        """Everything that the day of a department keeps."""
        return self.fingerprint(TABLES)

    def attack(self, person, model, method, **body):
        """A call that fails in words or tells something, and changes nothing."""
        before = self.digest()
        answer = self.rpc(person, model, method, **body)
        about = (person, model, method, body, answer)
        self.assertTrue(answer.status == 200 or answer.fault in CLEAR, about)
        self.assertEqual(self.digest(), before, about)
        return answer

    def find_doors(self):
        """Every public method of the day: ``(model, method, whether it takes no records)``."""
        for doors in (DAYS, CALLS, AGREEMENTS, INCIDENTS):
            for model in doors.keys() & {*self.scene, "conveyor.hour.report"}:
                for method in sorted(doors[model] - {"update_field_translations"}):
                    function = getattr(type(self.env[model]), method)
                    yield model, method, getattr(function, "_api_model", False)

    def test_strangers_change_nothing_of_a_day(self):
        for person in ("hunter2", "other_leader", "telephony", "reviewer", "portal", "nobody"):
            for model, method, is_model in self.find_doors():
                body = dict(self.arguments.get(method, {}))
                if not is_model:
                    body["ids"] = self.scene[model].ids if model in self.scene else []
                self.attack(person, model, method, **body)

    def test_who_has_a_part_in_it_changes_it(self):
        """The same calls, of those who may: else the test above would say nothing."""
        for person, model, method in (
            ("leader", "conveyor.standup", "mark_person"),
            ("hunter", "conveyor.standup", "say"),
            ("hunter", "conveyor.daily.report", "adjust_report"),
            ("leader", "conveyor.daily.report", "comment_report"),
            ("hunter", "conveyor.call.review", "action_acknowledge"),
        ):
            before = self.digest()
            body = self.arguments.get(method, {})
            self.allowed(person, model, method, ids=self.scene[model].ids, **body)
            self.assertNotEqual(self.digest(), before, (person, model, method))

    def test_forms_do_nothing_for_strangers(self):
        for person in ("hunter2", "other_leader", "telephony", "reviewer", "portal"):
            for form, (name, values) in FORMS.items():
                field = self.env[form]._fields[name]
                records = self.scene[field.comodel_name]
                if form == "conveyor.daily.report.adjustment":
                    values = {**values, "metric_id": self.calls.id}
                told = records.ids if field.type == "many2many" else records.id
                answer = self.attack(person, form, "create", vals_list=[{**values, name: told}])
                if answer.status != 200:
                    continue
                for method in self.find_buttons(form):
                    done = self.attack(person, form, method, ids=answer.value)
                    self.assertNotEqual(done.status, 200, (person, form, method))

    def find_buttons(self, form):
        """The buttons of a dialog."""
        return sorted(
            name
            for part in type(self.env[form]).__mro__
            if issubclass(part, BaseModel) and "sales_conveyor" in part.__module__
            for name in vars(part)
            if name.startswith("action_")
        )
