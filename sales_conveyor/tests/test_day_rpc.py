from datetime import datetime

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from ..tools.clock import at_instant
from .common import department
from .evenings import EVENING, EveningCommon
from .norms import MONDAY
from .rpc import CLEAR, RpcCommon

PEOPLE = ("hunter", "hunter2", "leader", "head", "owner", "portal")
# Values by which somebody might help himself.
FORGED = {
    "selection": "accepted",
    "boolean": True,
    "integer": 0,
    "float": 99.0,
    "text": "Forged",
    "char": "Forged",
    "date": "2020-01-01",
    "datetime": "2020-01-01 00:00:00",
    "json": {"1": [1]},
}


@department
class TestDayRpc(EveningCommon, RpcCommon):
    """The day of a department over bare HTTP: its records change by their deeds, by the person whose they are."""

    def setUp(self):
        super().setUp()
        schedule = {"team_id": self.team.id, "company_id": self.env.company.id}
        with at_instant(self.env, datetime(2026, 3, 2, 6)):
            card = self.card(owner=self.hunter, stage=self.stage_talk)
            self.activity(card).date_deadline = datetime(2026, 3, 9)
            schedule = self.env["conveyor.standup.schedule"].create(schedule)
            standup = self.env["conveyor.standup"]._open(schedule, MONDAY)
        self.evening = self.open_reports()
        agreement = self.env["conveyor.agreement"].search([("lead_id", "=", card.id)])
        sample = self.env["conveyor.call.sample"]._draw_day(self.env.company, MONDAY)
        self.scene = [
            self.evening,
            self.line(self.evening),
            standup,
            standup.attendance_ids[0],
            agreement,
            agreement.move_ids,
            sample,
        ]

    def told(self, person, model, method, **body):
        """The call fails in a clear sentence."""
        answer = self.rpc(person, model, method, **body)
        self.assertNotEqual(answer.status, 200, (person, model, method, body, answer))
        self.assertIn(answer.fault, CLEAR, (person, model, method, body, answer))
        return answer

    def digest(self):
        """All rows of the scene as PostgreSQL has them."""
        self.env.flush_all()
        tables = [
            SQL(
                "(SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM %s t)", SQL.identifier(name)
            )
            for name in {record._table for record in self.scene}
        ]
        return self.env.execute_query(SQL("SELECT %s", SQL(", ").join(tables)))

    def test_no_column_of_the_day_is_written_by_hand(self):
        before = self.digest()
        for record in self.scene:
            columns = {
                name: FORGED.get(field.type, self.hunter.id)
                for name, field in record._fields.items()
                if field.store and field.column_type and name not in MAGIC_COLUMNS
            }
            for person in (self.hunter, self.head, self.env.user):
                for name, value in columns.items():
                    with self.assertRaises(UserError, msg=(record, name)):
                        record.with_user(person).write({name: value})
            self.told("head", record._name, "write", ids=record.ids, vals=columns)
        self.assertEqual(self.digest(), before)

    def test_nothing_of_the_day_is_made_or_deleted_by_hand(self):
        before = self.digest()
        context = {"conveyor_day": "day", "conveyor_call": "call", "install_mode": True}
        for record in self.scene:
            for person in (self.hunter, self.leader, self.head, self.owner):
                mine = record.with_user(person).with_context(**context)
                for deed in (lambda one: one.create({}), lambda one: one.copy()):
                    with self.assertRaises(UserError, msg=(record, person)):
                        deed(mine)
            for method, body in (("create", {"vals_list": [{}]}), ("unlink", {"ids": record.ids})):
                self.told("head", record._name, method, context=context, **body)
                self.told("portal", record._name, method, context=context, **body)
        self.assertEqual(self.digest(), before)

    def test_everybody_tells_his_own_evening(self):
        ids, before = self.evening.ids, self.digest()
        model, claims = "conveyor.daily.report", {"claims": {str(self.line(self.evening).id): 9}}
        for person in set(PEOPLE) - {"hunter"}:
            with at_instant(self.env, EVENING):
                self.told(person, model, "submit_report", ids=ids, values=claims)
        for person in ("hunter", "hunter2", "owner", "portal"):
            for method, body in (
                ("action_accept", {}),
                ("return_report", {"comment": "x"}),
                ("comment_report", {"comment": "x"}),
            ):
                self.told(person, model, method, ids=ids, **body)
        for method in ("_freeze", "_write_deed", "_open_day", "_cron_freeze", "_judge"):
            self.told("head", model, method, ids=ids)
        self.assertEqual(self.digest(), before)
        self.allowed("hunter", model, "submit_report", ids=ids, values=claims)
        self.assertEqual(self.line(self.evening).claimed, 9)

    def test_strangers_find_no_evening(self):
        for person in ("hunter2", "stranger", "portal"):
            for record in self.scene[:2]:
                body = {"domain": [("id", "in", record.ids)], "fields": ["id"]}
                answer = self.rpc(person, record._name, "search_read", **body)
                self.assertFalse(answer.status == 200 and answer.value, (person, answer))
