from .common import department
from .incidents import IncidentCommon
from .rpc import RpcCommon

INCIDENT, FORM = "conveyor.incident", "conveyor.incident.verdict"
FORGED = {
    "state": "confirmed",
    "kind": "breach",
    "confirmed_at": "2026-01-01 00:00:00",
    "verdict": "Forged",
    "reporter_email": "x@y.example",
    "origin": "forged,1",
    "told_on": "2026-01-01",
}


@department
class TestIncidentRpc(IncidentCommon, RpcCommon):
    """What the screens of incidents hide is tried by hand."""

    def setUp(self):
        super().setUp()
        self.incident = self.complaint(reporter=self.farmer)
        self.report = {"category_id": self.category("rude").id, "description": "x"}

    def form(self, person, deed, **values):
        """A form of a verdict, filled in over RPC: the id, or the answer that refused it."""
        body = {"incident_ids": self.incident.ids, "deed": deed, "words": "x", **values}
        return self.rpc(person, FORM, "create", vals_list=[body])

    def test_no_way_of_saving_takes_what_deeds_write(self):
        for name, value in FORGED.items():
            for person in ("farmer", "leader", "head"):
                vals = {name: value}
                self.refused(person, INCIDENT, "write", ids=self.incident.ids, vals=vals)
                self.refused(
                    person, INCIDENT, "web_save", ids=self.incident.ids, vals=vals, specification={}
                )
                self.refused(person, INCIDENT, "create", vals_list=[{**self.report, **vals}])
                self.refused(person, INCIDENT, "copy", ids=self.incident.ids, default=vals)
            answer = self.rpc(
                "head", INCIDENT, "load", fields=["description", name], data=[["x", str(value)]]
            )
            self.assertFalse(answer.status == 200 and answer.value.get("ids"), answer)

    def test_no_default_speaks_for_an_incident(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        context["conveyor_incident"] = "incident"
        context["default_reporter_id"] = self.hunter.id
        body = {"vals_list": [self.report], "context": context}
        self.refused("farmer", INCIDENT, "create", **body)  # Odoo itself guards the address
        del context["default_reporter_email"]
        [id_] = self.allowed("farmer", INCIDENT, "create", **body)
        incident = self.Incident.browse(id_)
        self.assertEqual(
            (
                incident.state,
                incident.kind,
                incident.verdict,
                incident.origin,
                incident.reporter_id,
            ),
            ("reported", "complaint", False, False, self.farmer),
        )
        for key in ("incident", True, 1, ["incident"], None):
            context = {"conveyor_incident": key}
            body = {"ids": self.incident.ids, "vals": {"state": "dismissed"}, "context": context}
            self.refused("head", INCIDENT, "write", **body)

    def test_a_form_decides_only_for_its_person(self):
        for person in ("scout", "hunter", "hunter2", "stranger", "farmer"):
            for deed in ("confirm", "dismiss"):
                answer = self.form(person, deed)
                if answer.status == 200:
                    self.refused(person, FORM, "action_apply", ids=answer.value)
        [id_] = self.form("head", "dismiss").value
        for person in ("leader", "hunter", "owner"):
            self.refused(person, FORM, "action_apply", ids=[id_])
            self.refused(person, FORM, "read", ids=[id_], fields=["words"])
        self.allowed("head", FORM, "action_apply", ids=[id_])
        self.assertEqual(self.incident.state, "dismissed")
        self.refused("head", FORM, "action_apply", ids=[id_])  # a second click

    def test_an_unknown_deed_or_no_incident_is_told(self):
        self.assertNotEqual(self.form("head", "forget").status, 200)
        answer = self.rpc("head", FORM, "create", vals_list=[{"deed": "dismiss", "words": "x"}])
        if answer.status == 200:
            self.refused("head", FORM, "action_apply", ids=answer.value)

    def test_the_machine_room_is_closed(self):
        for method in (
            "_confirm",
            "_dismiss",
            "_dispute",
            "_book_breaches",
            "_cron_confirm",
            "_prepare_vals",
        ):
            for person in ("hunter", "head"):
                self.refused(person, INCIDENT, method, ids=self.incident.ids)
        for method in ("create", "write", "unlink"):
            body = {"vals_list": [{}]} if method == "create" else {"ids": [1]}
            body |= {"vals": {"since_on": "2020-01-01"}} if method == "write" else {}
            self.refused("head", "conveyor.card.fault", method, **body)

    def test_nobody_plays_the_mail_gateway(self):
        letter = {"subject": "x", "body": "x", "email_from": "x@y.example", "author_id": 3}
        for person in ("farmer", "leader", "head", "owner", "portal"):
            self.refused(person, INCIDENT, "message_new", msg_dict=letter)

    def test_portal_and_nobody_reach_nothing(self):
        for method, body in (
            ("search_read", {"domain": [], "fields": ["number"]}),
            ("create", {"vals_list": [self.report]}),
            ("message_post", {"ids": self.incident.ids, "body": "x"}),
        ):
            self.refused("portal", INCIDENT, method, **body)
        self.assertEqual(
            self.rpc("nobody", INCIDENT, "search_read", domain=[], fields=["id"]).status, 401
        )

    def test_markup_is_shown_as_text(self):
        markup = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        vals = {**self.report, "description": markup, "user_id": self.hunter.id}
        [id_] = self.allowed("farmer", INCIDENT, "create", vals_list=[vals])
        incident = self.Incident.browse(id_)
        self.assertEqual(incident.description, markup)
        incident._tell_judges("A complaint")
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", self.leader.partner_id.ids)]
        )
        self.assertIn("&lt;script&gt;", str(messages.mapped("body")))
        self.assertNotIn("<script", str(messages.mapped("body")))
