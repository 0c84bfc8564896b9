from ..const import PERSON_FIELDS, RELAY_FIELDS
from .common import department
from .rpc import RpcCommon


@department
class TestRpcForging(RpcCommon):
    """Ways around the front door: contexts, defaults, imports, copies, commands from other models."""

    def setUp(self):
        super().setUp()
        self.mine = self.card("Mine")
        self.forged = dict.fromkeys(RELAY_FIELDS, "2030-01-01 00:00:00")
        self.forged |= {"conveyor_role": "farmer", "waiting_user_id": self.scout.id}
        self.forged |= dict.fromkeys(PERSON_FIELDS, self.scout2.id)

    def test_no_way_of_saving_takes_the_relays_columns(self):
        for name, value in self.forged.items():
            vals = {name: value}
            self.refused("scout", "crm.lead", "create", vals_list=[{"name": "New", **vals}])
            self.refused("scout", "crm.lead", "copy", ids=self.mine.ids, default=vals)
            for ids in (self.mine.ids, []):
                body = {"ids": ids, "vals": {"name": "x", **vals}, "specification": {}}
                self.refused("scout", "crm.lead", "web_save", **body)
            several = {"ids": self.mine.ids, "vals_list": [vals], "specification": {}}
            self.refused("scout", "crm.lead", "web_save_multi", **several)

    def test_an_import_takes_none_of_them(self):
        for name, value in self.forged.items():
            column = f"{name}/.id" if name.endswith("_id") else name
            body = {"fields": ["name", column], "data": [["Imported", str(value)]]}
            answer = self.allowed("scout", "crm.lead", "load", **body)
            self.assertFalse(answer["ids"], name)
            self.assertTrue(answer["messages"][0]["message"], name)

    def test_no_default_of_a_context_reaches_them(self):
        context = {f"default_{name}": value for name, value in self.forged.items()}
        for method, body in (
            ("create", {"vals_list": [{"name": "New"}]}),
            ("name_create", {"name": "New"}),
        ):
            value = self.allowed("scout", "crm.lead", method, context=context, **body)
            card = self.env["crm.lead"].browse(value[0])
            for name in self.forged.keys() - {"conveyor_role", "section_entered_at", "scout_id"}:
                self.assertFalse(card[name], name)
            self.assertEqual((card.conveyor_role, card.scout_id), ("scout", self.scout))

    def test_no_default_of_a_person_reaches_them(self):
        body = {"model_name": "crm.lead", "field_name": "farmer_id", "value": self.scout.id}
        self.allowed("scout", "ir.default", "set", user_id=True, **body)
        ids = self.allowed("scout", "crm.lead", "create", vals_list=[{"name": "New"}])
        self.assertFalse(self.env["crm.lead"].browse(ids).farmer_id)

    def test_no_default_makes_a_farmer_of_a_new_client(self):
        context = {"default_farmer_id": self.scout.id, "default_is_key_client": True}
        body = {"vals_list": [{"name": "New"}]}
        ids = self.allowed("scout", "res.partner", "create", context=context, **body)
        client = self.env["res.partner"].browse(ids)
        self.assertEqual((client.farmer_id.id, client.is_key_client), (False, False))

    def test_a_context_from_outside_never_opens_the_gate(self):
        card = self.accepted(name="Sold")
        for key in ("relay", True, 1, {"a": 1}, ["relay"], "RELAY", None):
            context = {"conveyor_relay": key}
            for name, value in self.forged.items():
                body = {"ids": card.ids, "vals": {name: value}, "context": context}
                self.refused("hunter", "crm.lead", "write", **body)
        vals = {"farmer_id": self.hunter.id}
        context = {"conveyor_relay": "relay"}
        self.refused(
            "hunter", "res.partner", "write", ids=self.client.ids, vals=vals, context=context
        )

    def test_history_does_not_change_through_its_card(self):
        card = self.accepted(name="Sold")
        handover, passage = card.handover_ids[0], self.passages(card)[-1]
        for field, record in (("handover_ids", handover), ("passage_ids", passage)):
            commands = (
                [0, 0, {"name": "x", "role": "scout"}],
                [1, record.id, {"company_id": 1}],
                [2, record.id, 0],
                [3, record.id, 0],
                [5, 0, 0],
                [6, 0, []],
            )
            for command in commands:
                body = {"ids": card.ids, "vals": {field: [command]}}
                self.refused("hunter", "crm.lead", "write", **body)

    def test_settings_do_not_change_through_other_models(self):
        member, client = self.team.crm_team_member_ids[0], self.client
        role = {"stage_id": self.stage_won.id, "role": "scout"}
        tries = [
            (self.team, {"crm_team_member_ids": [[1, member.id, {"capacity": 1}]]}),
            (self.team, {"stage_role_ids": [[0, 0, role]]}),
            (self.hunter, {"crm_team_member_ids": [[1, member.id, {"role": "farmer"}]]}),
            (client, {"immersion_ids": [[0, 0, {"business": "x"}]]}),
            (self.mine, {"team_id": {"use_conveyor": False}, "scout_id": self.hunter.id}),
        ]
        for person in ("scout", "hunter", "stranger", "owner", "portal"):
            for record, vals in tries:
                self.refused(person, record._name, "write", ids=record.ids, vals=vals)

    def test_an_immersion_card_does_not_change_hands(self):
        self.client.farmer_id = self.farmer
        card = self.env["conveyor.immersion"].create({"partner_id": self.client.id})
        other = self.env["res.partner"].create({"name": "Other"})
        for vals in ({"partner_id": other.id}, {"company_id": 1}, {"completeness": 1.0}):
            for person in ("farmer", "leader", "head"):
                self.refused(person, card._name, "write", ids=card.ids, vals=vals)
        body = {"vals_list": [{"partner_id": other.id, "completeness": 0.9}]}
        context = {"default_completeness": 0.9}
        ids = self.allowed("head", card._name, "create", context=context, **body)
        self.assertEqual(card.browse(ids).completeness, 0)
