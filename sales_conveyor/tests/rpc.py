import json
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user
from odoo.tools import SQL, mute_logger

from .common import ConveyorCommon

# What a person may be answered: his own fault in one sentence, or Odoo's word that there is no such thing.
CLEAR = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.addons.sales_conveyor.exceptions.HandoverError",
    "werkzeug.exceptions.NotFound",
    "werkzeug.exceptions.Unauthorized",
    "werkzeug.exceptions.UnprocessableEntity",
}
CAST = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger", "portal")
TABLES = (
    "conveyor_handover",
    "conveyor_passage",
    "conveyor_immersion",
    "conveyor_stage_role",
    "conveyor_return_reason",
    "crm_lead",
    "crm_stage",
    "crm_team",
    "crm_team_member",
    "res_partner",
    "res_users",
    "mail_activity",
    "calendar_event",
    "conveyor_client",
    "conveyor_fact",
    "conveyor_fact_sum",
    "conveyor_ledger_difference",
    "conveyor_ledger_run",
    "conveyor_metric",
    "conveyor_norm",
    "conveyor_norm_day",
    "conveyor_agreement",
    "conveyor_agreement_move",
    "conveyor_call",
    "conveyor_call_review",
    "conveyor_call_review_line",
    "conveyor_call_sample",
    "conveyor_scorecard",
    "conveyor_scorecard_criterion",
)


class Answer:
    """What the server said to one call."""

    def __init__(self, response):
        self.status = response.status_code
        self.value = response.json()
        refused = self.status != 200
        self.fault = self.value["name"] if refused else None
        self.message = self.value["message"] if refused else ""
        frames = re.findall(r'File "([^"]+)"', self.value["debug"]) if refused else []
        self.raised_by_us = "/sales_conveyor/" in "".join(frames[-1:])

    def __repr__(self):
        return f"{self.status} {self.fault or self.value} {self.message}"


class RpcCommon(ConveyorCommon, HttpCase):
    """The cast behind bare HTTP: what the screens hide is tried by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "t_portal", groups="base.group_portal", name="Portal")
        cls.keys = {login: cls._make_key(getattr(cls, login)) for login in CAST}

    def setUp(self):
        super().setUp()
        # Refused calls are the subject here: the server's word about each of them is no news.
        quiet = mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
        self.enterContext(quiet)

    @classmethod
    def _make_key(cls, user):
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate("rpc", "test", fields.Datetime.now() + timedelta(hours=1))

    # === WORDS OF AN ATTACKER === #

    def rpc(self, person, model, method, **body):
        """One call over /json/2 as a person of the cast."""
        self.env.flush_all()
        headers = {"Content-Type": "application/json"}
        if person in self.keys:
            headers["Authorization"] = f"bearer {self.keys[person]}"
        url = f"/json/2/{model}/{method}"
        response = self.url_open(url, data=json.dumps(body), headers=headers, timeout=60)
        self.env.invalidate_all()
        return Answer(response)

    def refused(self, person, model, method, **body):
        """The call fails in one clear sentence and leaves no trace."""
        about = (person, model, method, body)
        before = self.fingerprint()
        answer = self.rpc(person, model, method, **body)
        self.assertNotEqual(answer.status, 200, (about, answer))
        self.assertIn(answer.fault, CLEAR, (about, answer))
        self.assertTrue(answer.message.strip(), about)
        self.assertEqual(self.fingerprint(), before, about)
        return answer

    def allowed(self, person, model, method, **body):
        answer = self.rpc(person, model, method, **body)
        self.assertEqual(answer.status, 200, (person, model, method, body, answer))
        return answer.value

    def stored(self, record):
        """The row of a record as PostgreSQL has it, without the marks of the last writer."""
        table = SQL.identifier(record._table)
        rows = self.env.execute_query_dict(SQL("SELECT * FROM %s WHERE id = %s", table, record.id))
        marks = ("write_uid", "write_date")
        return {key: value for row in rows for key, value in row.items() if key not in marks}

    def fingerprint(self, tables=TABLES):
        """One hash a table: of everything that the relay and the ledger keep or touch, unless others are named."""
        self.env.flush_all()
        self.env["conveyor.fact"]._book_expected()
        sums = SQL(", ").join(
            SQL(
                "(SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM %s t)",
                SQL.identifier(table),
            )
            for table in tables
        )
        return self.env.execute_query(SQL("SELECT %s", sums))[0]
