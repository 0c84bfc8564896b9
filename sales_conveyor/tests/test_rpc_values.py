from .common import department
from .rpc import CLEAR, RpcCommon

WRONG = ("abc", [1], {}, {"a": 1}, [[1]], 2**31, -1, 10**12, float("inf"), float("nan"), True, "")


@department
class TestRpcValues(RpcCommon):
    """Wrong types, enormous numbers and endless texts change nothing and break nothing."""

    def test_a_card_survives_any_value_of_its_columns(self):
        card = self.accepted(name="Sold")
        for name in ("stage_id", "user_id", "team_id", "type", "active", "probability"):
            for value in WRONG:
                with self.cr.savepoint(flush=False) as savepoint:
                    answer = self.rpc(
                        "hunter", "crm.lead", "write", ids=card.ids, vals={name: value}
                    )
                    savepoint.rollback()
                self.env.invalidate_all()
                clear = answer.fault in CLEAR or not answer.raised_by_us
                self.assertTrue(clear, (name, value, answer))

    def test_settings_take_no_wrong_number(self):
        """What is no number at all Odoo itself refuses, in its own words; it must not get in."""
        member, team = self.team.crm_team_member_ids[0], self.team
        fields = {member: ["capacity"], team: ["decision_hours", "contact_hours"]}
        fields[team] += ["section_minimum", "key_client_limit"]
        for record, names in fields.items():
            for name in names:
                for value in ("abc", [1], -1, 2**31, 10**12, float("inf"), float("nan")):
                    answer = self.rpc(
                        "head", record._name, "write", ids=record.ids, vals={name: value}
                    )
                    self.assertNotEqual(answer.status, 200, (name, value))
                    self.assertFalse(answer.raised_by_us and answer.fault not in CLEAR, answer)

    def test_new_members_and_teams_take_no_wrong_number(self):
        tries = {
            "crm.team.member": {"user_id": self.stranger.id, "crm_team_id": self.team.id},
            "crm.team": {"name": "New"},
        }
        for model, names in (("crm.team.member", ["capacity"]), ("crm.team", ["section_minimum"])):
            for name in names:
                for value in (10**6, -1):
                    body = {"vals_list": [{**tries[model], name: value}]}
                    self.refused("head", model, "create", **body)

    def test_a_client_takes_no_odd_farmer(self):
        archived = self.farmer2
        self.env.cr.execute("UPDATE res_users SET active = false WHERE id = %s", [archived.id])
        self.env.invalidate_all()
        for person in ("leader", "head"):
            for value in (2**31, 10**12, -1, 999999, self.portal.id, archived.id):
                vals = {"farmer_id": value}
                self.refused(person, "res.partner", "write", ids=self.client.ids, vals=vals)
            self.allowed(person, "res.partner", "read", ids=self.client.ids, fields=["farmer_id"])

    def test_endless_texts_are_told_to_be_shorter(self):
        card, endless = self.card("Mine"), "я" * 10**6
        values = {
            "lead_ids": card.ids,
            "stage_id": self.stage_talk.id,
            "receiver_id": self.hunter.id,
        }
        offer = self.allowed(
            "scout", "conveyor.handover.offer", "create", vals_list=[{**values, "note": endless}]
        )
        answer = self.refused("scout", "conveyor.handover.offer", "action_offer", ids=offer)
        self.assertIn("under 2000 characters", answer.message)
        self.client.farmer_id = self.farmer
        body = {"vals_list": [{"partner_id": self.client.id, "business": endless}]}
        self.assertIn(
            "under 10000", self.refused("farmer", "conveyor.immersion", "create", **body).message
        )

    def test_a_long_name_of_a_card_is_cut_in_the_handover(self):
        card = self.card("Long " * 1000)
        self.drag(card, self.stage_talk)
        self.assertEqual(len(self.waiting(card).name), 200)

    def test_a_note_of_another_type_is_text(self):
        card = self.offered(name="Mine")
        for note in (5, ["a"], {"a": 1}, True):
            values = {
                "handover_ids": card.handover_ids.ids,
                "reason_id": self.reason.id,
                "note": note,
            }
            ids = self.allowed("hunter", "conveyor.handover.return", "create", vals_list=[values])
            self.assertIsInstance(self.env["conveyor.handover.return"].browse(ids).note, str)

    def test_an_unknown_reason_is_no_reason(self):
        handover = self.offered(name="Mine").handover_ids
        for reason in (-1, 999999, None, {}):
            values = {"handover_ids": handover.ids, "reason_id": reason}
            self.refused("hunter", "conveyor.handover.return", "create", vals_list=[values])

    def test_the_strip_answers_odd_questions_calmly(self):
        for team in ("abc", [1], {}, None, 2**31, -1, 10**12, True):
            for period in ("abc", None, 5, ["month"], {}, "month'; DROP TABLE crm_lead; --"):
                self.allowed("scout", "crm.team", "get_conveyor_strip", team_id=team, period=period)

    def test_domains_are_read_with_the_rights_of_the_person(self):
        self.accepted(name="Sold")
        domains = (
            [["lead_id.description", "!=", 5]],
            [["to_user_id.password", "!=", False]],
            [
                ["name", "in" + "select", ["SELECT 1", []]]
            ],  # a past operator, still tried by strangers
            [["id);--", "=", 1]],
            ["&"],
            [["lead_id", "any!", [["id", ">", 0]]]],
            "abc",
            [["state", "=", {}]],
        )
        for domain in domains:
            answer = self.rpc("stranger", "conveyor.handover", "search", domain=domain)
            self.assertFalse(answer.status == 200 and answer.value, (domain, answer))
