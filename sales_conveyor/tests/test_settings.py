from ast import literal_eval

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .common import ConveyorCommon, department


@department
class TestSettings(ConveyorCommon):
    """What the head of sales sets, and what cannot be set."""

    def _refused(self, record, fault, **values):
        with mute_logger("odoo.sql_db"), self.assertRaises(fault):
            record.write(values)
            record.flush_recordset()

    def test_hours_people_and_clients_have_bounds(self):
        hours = ({"decision_hours": 0}, {"decision_hours": -4}, {"decision_hours": float("nan")})
        for values in (*hours, {"decision_hours": 1001}, {"contact_hours": 0}):
            with self.subTest(**values):
                self._refused(self.team, IntegrityError, **values)
        for number in (0, 101, -1, 2**31, 10**12):
            with self.subTest(number=number):
                self._refused(self.team, ValidationError, section_minimum=number)
                self._refused(self.team, ValidationError, key_client_limit=number)

    def test_capacity_has_bounds(self):
        member = self.team.crm_team_member_ids[0]
        for number in (-1, 100001, 2**31, 10**12):
            with self.subTest(number=number):
                self._refused(member, ValidationError, capacity=number)

    def test_a_team_passes_cards_to_another_with_the_conveyor(self):
        for team in (self.team, self.stock_team):
            with self.assertRaisesRegex(ValidationError, "another team that uses the conveyor"):
                self.team.next_team_id = team

    def test_a_team_does_not_pass_cards_to_another_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        values = {"name": "Far", "use_conveyor": True, "company_id": company.id}
        far = self.env["crm.team"].create(values)
        with self.assertRaisesRegex(ValidationError, "another company"):
            self.team.next_team_id = far

    def test_a_stage_has_one_section_in_a_team(self):
        Role = self.env["conveyor.stage.role"]
        values = {"team_id": self.team.id, "stage_id": self.stage_talk.id, "role": "farmer"}
        Role.create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            Role.create(values)

    def test_the_team_decides_over_the_stage(self):
        values = {"team_id": self.team.id, "stage_id": self.stage_talk.id, "role": "scout"}
        own = self.env["conveyor.stage.role"].create(values)
        card = self.card()
        self.drag(card, self.stage_talk)
        self.assertEqual((card.stage_id, card.conveyor_role), (self.stage_talk, "scout"))
        own.role = "hunter"
        self.assertEqual(card.conveyor_role, "hunter")
        own.unlink()
        self.assertEqual(card.conveyor_role, "hunter")

    def test_the_main_role_ticks_its_hat(self):
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.scout)
        member.role = "hunter"
        self.assertEqual((member.is_scout, member.is_hunter), (True, True))

    def test_a_team_of_one_section_gives_newcomers_its_role(self):
        values = {"name": "Hunters", "use_conveyor": True, "conveyor_role": "hunter"}
        team = self.env["crm.team"].create(values)
        member = {"crm_team_id": team.id, "user_id": self.stranger.id}
        newcomer = self.env["crm.team.member"].create(member)
        self.assertEqual((newcomer.role, newcomer.is_hunter), ("hunter", True))
        self.assertEqual(team.staffing_warning.count("\n"), 0)

    def test_the_second_hat_does_not_archive_the_first_membership(self):
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter)
        member.is_scout = True
        self.assertTrue(member.active)
        self.assertIn(self.hunter, self.team._find_section("scout").user_id)

    def test_loads_are_shown(self):
        self.offered()
        self.card(owner=self.hunter, stage=self.stage_talk)
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter)
        self.assertEqual((member.open_card_count, member.waiting_card_count), (1, 1))

    def test_absences_are_kept_in_odoos_own_records(self):
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter)
        action = member.with_user(self.head).sudo().action_open_absences()
        values = {"date_from": "2031-01-01 00:00:00", "date_to": "2031-01-02 00:00:00"}
        Leaves = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(Leaves.create(values).resource_id.user_id, self.hunter)
        self.assertEqual(member._get_resource(), member._get_resource())


@department
class TestCardFace(ConveyorCommon):
    """What a card shows of the relay."""

    def _face(self, card, user):
        card.invalidate_recordset()
        return card.with_user(user).relay

    def test_the_three_people_and_whose_turn_it_is(self):
        face = self._face(self.accepted(), self.scout)
        names = {person["role"]: person["name"] for person in face["people"]}
        self.assertEqual(names, {"scout": "Scout", "hunter": "Hunter", "farmer": False})
        self.assertEqual((face["role"], face["closed"], face["free"]), ("hunter", False, False))
        self.assertTrue(face["contact_due"])

    def test_who_is_waited_for_and_by_whom(self):
        card = self.offered()
        for user, mine in ((self.scout, False), (self.hunter, True), (self.head, False)):
            waiting = self._face(card, user)["waiting"]
            self.assertEqual((waiting["name"], waiting["mine"]), ("Hunter", mine))

    def test_free_and_closed_cards(self):
        free = self.card("Free", owner=False)
        self.assertTrue(self._face(free, self.scout)["free"])
        won = self.card("Won", stage=self.stage_won)
        self.assertTrue(self._face(won, self.scout)["closed"])

    def test_a_stock_card_shows_nothing(self):
        card = self.card(owner=self.stranger, team_id=self.stock_team.id)
        self.assertFalse(self._face(card, self.stranger))

    def test_a_free_card_is_taken_once(self):
        card = self.card("Free", owner=False)
        card.with_user(self.scout).action_take_card()
        self.assertEqual((card.user_id, card.scout_id), (self.scout, self.scout))
        with self.assertRaisesRegex(UserError, "taken"):
            card.with_user(self.head).action_take_card()

    def test_mismatches_are_listed(self):
        """Won without an order, and an order without a win: told, nothing forced."""
        won = self.card("Won", stage=self.stage_won)
        sold = self.card("Sold", owner=self.hunter, stage=self.stage_talk)
        self.order(opportunity_id=sold.id, user_id=self.hunter.id).action_confirm()
        self.assertEqual(self._filter("won_without_order"), won)
        self.assertEqual(self._filter("order_without_won"), sold)

    def _filter(self, name):
        """The department's cards under a filter of the pipeline's own search."""
        arch = etree.fromstring(
            self.env["crm.lead"].get_view(self.search_view.id, "search")["arch"]
        )
        domain = literal_eval(arch.find(f".//filter[@name='{name}']").get("domain"))
        return self.env["crm.lead"].search([*domain, ("team_id", "=", self.team.id)])

    @property
    def search_view(self):
        return self.env.ref("crm.view_crm_case_opportunities_filter")
