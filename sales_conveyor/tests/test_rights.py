from odoo.exceptions import AccessError

from ..const import PERSON_FIELDS, RELAY_FIELDS
from .common import ConveyorCommon, department


@department
class TestRights(ConveyorCommon):
    """Each person tries each door: participants read, owners write, nobody writes history."""

    def setUp(self):
        super().setUp()
        self.sold = self.accepted(name="Sold")
        self.handover = self.sold.handover_ids
        self.passage = self.passages(self.sold)[-1]

    def _readers(self, record):
        """The logins of those among the cast who find this record."""
        people = self.scout | self.scout2 | self.hunter | self.hunter2 | self.farmer | self.stranger
        people |= self.leader | self.head | self.owner
        return {
            user.login[2:]
            for user in people
            if record.with_user(user).search([("id", "=", record.id)])
        }

    def test_who_reads_a_card(self):
        self.assertEqual(self._readers(self.sold), {"scout", "hunter", "leader", "head", "owner"})

    def test_who_writes_a_card(self):
        allowed = set()
        for user in (
            self.scout
            | self.scout2
            | self.hunter
            | self.hunter2
            | self.stranger
            | self.leader
            | self.head
            | self.owner
        ):
            if self.sold.with_user(user).has_access("write"):
                allowed.add(user.login[2:])
        self.assertEqual(allowed, {"hunter", "leader", "head"})

    def test_who_reads_a_handover(self):
        self.assertEqual(
            self._readers(self.handover), {"scout", "hunter", "leader", "head", "owner"}
        )

    def test_who_reads_a_passage(self):
        self.assertEqual(self._readers(self.passage), {"hunter", "leader", "head", "owner"})

    def test_nobody_writes_history(self):
        for user in self.scout | self.hunter | self.leader | self.head | self.owner:
            for record in (self.handover, self.passage):
                mine = record.with_user(user)
                for deed in (
                    lambda r: r.write(
                        {"role" if r._name == "conveyor.passage" else "state": "scout"}
                    ),
                    lambda r: r.unlink(),
                    lambda r: r.create({}),
                    lambda r: r.copy(),
                ):
                    with self.assertRaises(AccessError):
                        deed(mine)

    def test_the_relays_own_columns_refuse_everybody(self):
        values = {"conveyor_role": "scout", "waiting_user_id": self.scout.id}
        values |= dict.fromkeys(RELAY_FIELDS - values.keys(), "2020-01-01 00:00:00")
        for user in (self.hunter, self.leader, self.head):
            for field, value in values.items():
                with self.subTest(user=user.login, field=field), self.assertRaises(AccessError):
                    self.sold.with_user(user).write({field: value})
                with self.assertRaises(AccessError):
                    self.env["crm.lead"].with_user(user).create({"name": "Forged", field: value})

    def test_only_the_head_corrects_the_three_people(self):
        for field in PERSON_FIELDS:
            for user in (self.hunter, self.leader):
                with self.assertRaises(AccessError):
                    self.sold.with_user(user).write({field: self.hunter.id})
        self.sold.with_user(self.head).write({"scout_id": self.scout2.id})
        self.assertEqual(self.sold.scout_id, self.scout2)

    def test_a_context_cannot_open_the_gate(self):
        card = self.sold.with_user(self.hunter).with_context(conveyor_relay="relay")
        with self.assertRaises(AccessError):
            card.write({"scout_id": self.hunter.id})

    def test_another_companys_department_is_unseen(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.head.company_ids = self.head.company_id
        self.env.cr.execute(
            "UPDATE conveyor_handover SET company_id = %s WHERE id = %s",
            [company.id, self.handover.id],
        )
        self.env.cr.execute(
            "UPDATE conveyor_passage SET company_id = %s WHERE id = %s",
            [company.id, self.passage.id],
        )
        self.env.invalidate_all()
        for record in (self.handover, self.passage):
            self.assertFalse(self._readers(record))
            with self.assertRaises(AccessError):
                record.with_user(self.head).read(["display_name"])

    def test_the_owner_changes_nothing(self):
        for model in (
            "crm.lead",
            "crm.team",
            "crm.team.member",
            "conveyor.stage.role",
            "conveyor.immersion",
        ):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(
                    self.env[model].with_user(self.owner).has_access(operation), (model, operation)
                )

    def test_sellers_do_not_change_the_settings_of_the_relay(self):
        for user in (self.scout, self.leader):
            with self.assertRaises(AccessError):
                self.team.with_user(user).decision_hours = 1
            with self.assertRaises(AccessError):
                self.team.crm_team_member_ids[0].with_user(user).capacity = 1
            with self.assertRaises(AccessError):
                self.stage_talk.with_user(user).conveyor_role = "scout"

    def test_a_card_of_a_team_without_the_conveyor_keeps_odoos_rules(self):
        card = self.card("Stock", owner=self.stranger, team_id=self.stock_team.id)
        self.assertEqual(self._readers(card), {"stranger", "head", "owner"})

    def test_only_who_may_write_is_offered_to_pass_on(self):
        people = self.scout | self.hunter | self.leader | self.head | self.owner
        offered = {user.login[2:] for user in people if self.sold.with_user(user).can_pass_on}
        self.assertEqual(offered, {"hunter", "leader", "head"})
