import base64

from odoo.tests import new_test_user

from .common import department
from .rpc import RpcCommon

SOUND = base64.b64encode(b"ID3" + b"\x00" * 200).decode()


@department
class TestCallRpc(RpcCommon):
    """Over bare HTTP a call is logged by its one door, and nothing of it or of a review is forged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "sales_conveyor.sales_conveyor_group_telephony"
        cls.telephony = new_test_user(cls.env, "t_telephony", groups=group, name="Telephony")
        cls.keys["telephony"] = cls._make_key(cls.telephony)
        calls = cls.env["conveyor.call"].with_user(cls.hunter)
        cls.call = cls.env["conveyor.call"].browse(
            calls.log_call({"talk_seconds": 90, "outcome": "talked"})["id"]
        )
        reviews = cls.env["conveyor.call.review"]
        cls.review = reviews._create_for(cls.call, {cls.call.id: cls.leader.id})

    def test_telephony_tells_calls_and_gets_their_numbers(self):
        told = {"login": "t_hunter", "external_id": "r1", "talk_seconds": 61}
        first = self.allowed("telephony", "conveyor.call", "log_call", values=told)
        again = self.allowed("telephony", "conveyor.call", "log_calls", calls=[told])
        self.assertEqual((first["id"], again[0]["is_new"]), (again[0]["id"], False))

    def test_telephony_reads_nothing(self):
        for model in ("conveyor.call", "conveyor.call.review", "crm.lead", "conveyor.fact"):
            self.refused("telephony", model, "search_read", domain=[], fields=["id"])

    def test_wrong_calls_are_refused_in_words(self):
        for wrong in (
            {"talk_seconds": 10**9},
            {"talk_seconds": -5},
            {"talk_seconds": "NaN"},
            {"started_at": "2999-01-01 00:00:00"},
            {"user_id": self.telephony.id},
            {"lead_id": "abc"},
            {"recording_link": "javascript:alert(1)"},
            {"create_uid": 1},
        ):
            values = {"login": "t_hunter", "external_id": "w", **wrong}
            self.refused("telephony", "conveyor.call", "log_call", values=values)
        for wrong in ("x", [], 5, None):
            self.refused("telephony", "conveyor.call", "log_call", values=wrong)

    def test_people_tell_of_themselves_alone(self):
        self.allowed("hunter", "conveyor.call", "log_call", values={"outcome": "busy"})
        for values in (
            {"login": "t_scout"},
            {"user_id": self.scout.id},
            {"started_at": "2026-01-01 10:00:00"},
        ):
            self.refused("hunter", "conveyor.call", "log_call", values=values)
        for person in ("portal", "owner", "stranger"):
            if person != "stranger":
                self.refused(person, "conveyor.call", "log_call", values={})

    def test_calls_are_not_written_created_or_deleted(self):
        ids = self.call.ids
        for person in ("hunter", "leader", "head", "owner", "portal", "telephony"):
            for vals in (
                {"is_suspicious": False},
                {"user_id": self.scout.id},
                {"cancelled_at": False},
            ):
                self.refused(person, "conveyor.call", "write", ids=ids, vals=vals)
            self.refused(person, "conveyor.call", "unlink", ids=ids)
            self.refused(person, "conveyor.call", "create", vals_list=[{"user_id": self.hunter.id}])

    def test_reviews_are_not_forged(self):
        ids, line = self.review.ids, self.review.line_ids[:1]
        context = {"conveyor_call": "call", "install_mode": True}
        for person in ("hunter", "scout", "head", "owner", "portal"):
            vals = {"state": "published"}
            self.refused(
                person, "conveyor.call.review", "write", ids=ids, vals=vals, context=context
            )
            self.refused(person, "conveyor.call.review", "action_publish", ids=ids)
            self.refused(
                person, "conveyor.call.review", "set_mark", ids=ids, line_id=line.id, mark="1"
            )
            self.refused(
                person, "conveyor.call.review.line", "write", ids=line.ids, vals={"mark": "1"}
            )
        vals = {"state": "published", "score": 1}
        self.refused("leader", "conveyor.call.review", "write", ids=ids, vals=vals, context=context)
        vals = {"points": 5, "criterion_id": 1}
        self.refused("leader", "conveyor.call.review.line", "write", ids=line.ids, vals=vals)

    def test_private_doors_are_shut(self):
        for person in ("hunter", "head"):
            for method in ("_log", "_cancel", "_purge_recordings", "_keep_recordings"):
                self.refused(person, "conveyor.call", method)
            self.refused(person, "conveyor.call.sample", "_draw_day")
            self.refused(person, "conveyor.call.review", "_settle", ids=self.review.ids, values={})

    def test_map_of_hours_takes_no_nonsense(self):
        for body in (
            {"code": "contract_amount"},
            {"rows": "company_id"},
            {"days": 10**9},
            {"days": "x"},
            {"days": 0},
            {"team_id": "x"},
            {"code": ["call"]},
            {"rows": {}},
        ):
            self.refused("head", "conveyor.hour.report", "get_heat_map", **body)
        self.assertTrue(self.allowed("hunter", "conveyor.hour.report", "get_heat_map")["hours"])
