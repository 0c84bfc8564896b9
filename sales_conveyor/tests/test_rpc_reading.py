from .common import department
from .rpc import RpcCommon

OURS = (
    "conveyor.handover",
    "conveyor.passage",
    "conveyor.immersion",
    "conveyor.handover.report",
    "conveyor.passage.report",
)
# Who has nothing to do with the cards of the scene, and so finds nothing of them anywhere.
OUTSIDERS = ("hunter2", "stranger", "portal")
SECRET = "Top secret mill"


@department
class TestRpcReading(RpcCommon):
    """Nobody reads a row that is not his, by whatever door."""

    def setUp(self):
        super().setUp()
        self.sold = self.accepted(name=SECRET, partner_id=self.client.id)
        self.client.write({"name": SECRET, "farmer_id": self.farmer.id})
        self.waits = self.offered(name=SECRET)
        self.env["conveyor.immersion"].create({"partner_id": self.client.id, "business": SECRET})

    def _tries(self):
        """The doors to the rows of a model, as method and arguments."""
        yield "search", {"domain": []}
        yield "search_count", {"domain": []}
        yield "search_read", {"domain": [], "fields": ["display_name", "company_id"]}
        yield "web_search_read", {"domain": [], "specification": {"display_name": {}}}
        yield "name_search", {"name": ""}
        yield (
            "formatted_read_group",
            {"domain": [], "groupby": ["company_id"], "aggregates": ["__count"]},
        )
        yield "web_read_group", {"domain": [], "groupby": ["company_id"], "aggregates": ["__count"]}
        yield "export_data", {"ids": "all", "fields_to_export": ["id", "display_name"]}
        yield "read", {"ids": "all", "fields": ["display_name"]}
        yield "web_read", {"ids": "all", "specification": {"display_name": {}}}

    def test_an_outsider_finds_nothing(self):
        for model in OURS:
            ids = self.env[model].search([]).ids
            self.assertTrue(ids, model)
            for method, body in self._tries():
                body = {key: ids if value == "all" else value for key, value in body.items()}
                for person in OUTSIDERS:
                    answer = self.rpc(person, model, method, **body)
                    found = answer.status == 200 and answer.value
                    if method in ("web_search_read", "web_read_group"):
                        found = found and answer.value["length"]
                    self.assertFalse(found, (person, model, method, answer))
                    self.assertNotIn(SECRET, str(answer.value), (person, model, method))

    def test_nobody_without_a_key_gets_in(self):
        for model in (*OURS, "crm.lead", "crm.team"):
            answer = self.rpc("nobody", model, "search_read", domain=[], fields=["id"])
            self.assertEqual(answer.status, 401)

    def test_a_stranger_reads_no_card_of_the_department(self):
        for method, body in self._tries():
            ids = (self.sold | self.waits).ids
            body = {key: ids if value == "all" else value for key, value in body.items()}
            for person in ("stranger", "hunter2", "portal"):
                answer = self.rpc(person, "crm.lead", method, **body)
                self.assertNotIn(SECRET, str(answer.value), (person, method))

    def test_a_form_of_a_colleague_stays_his(self):
        values = {"lead_ids": self.waits.ids, "note": SECRET}
        form = self.env["conveyor.handover.offer"].with_user(self.scout).create(values)
        values = {"handover_ids": self.waits.handover_ids.ids, "reason_id": self.reason.id}
        back = self.env["conveyor.handover.return"].with_user(self.hunter).create(values)
        for record, person in ((form, "scout2"), (form, "head"), (back, "hunter2")):
            if person == "scout2":
                person = "stranger"
            for method in ("action_offer", "action_return"):
                if hasattr(record, method):
                    self.refused(person, record._name, method, ids=record.ids)
            self.refused(person, record._name, "read", ids=record.ids, fields=["note"])
            self.refused(person, record._name, "write", ids=record.ids, vals={"note": "x"})
            self.refused(person, record._name, "unlink", ids=record.ids)

    def test_a_form_about_foreign_cards_does_not_open(self):
        foreign = self.card(SECRET, owner=self.scout2)
        handover = self.waits.handover_ids
        spec = {"lead_ids": {"fields": {"display_name": {}}}, "receiver_ids": {}}
        for person in ("hunter2", "stranger"):
            for command in ([4, foreign.id], [6, 0, foreign.ids]):
                body = {"vals_list": [{"lead_ids": [command]}]}
                self.refused(person, "conveyor.handover.offer", "create", **body)
                body = {"ids": [], "values": {"lead_ids": [command]}, "field_names": ["lead_ids"]}
                answer = self.rpc(
                    person, "conveyor.handover.offer", "onchange", fields_spec=spec, **body
                )
                self.assertNotIn(SECRET, str(answer.value))
            values = {"handover_ids": handover.ids, "reason_id": self.reason.id}
            self.refused(person, "conveyor.handover.return", "create", vals_list=[values])

    def test_duplicates_of_another_company_are_not_told(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        values = {"name": SECRET, "email_from": "x@y.example", "company_id": company.id}
        self.env["crm.lead"].create({**values, "user_id": False, "team_id": False})
        asked = {"email_from": "x@y.example", "team_id": self.team.id, "company_id": company.id}
        body = {"ids": [], "values": asked, "field_names": ["email_from"]}
        for person in ("scout", "head"):
            answer = self.rpc(
                person, "crm.lead", "onchange", fields_spec={"duplicate_hint": {}}, **body
            )
            self.assertNotIn(SECRET, str(answer.value))
