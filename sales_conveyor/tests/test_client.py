from odoo.exceptions import AccessError, UserError, ValidationError

from .common import ConveyorCommon, department


@department
class TestClient(ConveyorCommon):
    """The first sale brings the client to a farmer, and his next deals begin with him."""

    def _sell(self, card, user=None):
        order = self.order(opportunity_id=card.id, user_id=(user or self.hunter).id)
        order.with_user(self.head).action_confirm()
        return order

    def _client_handover(self):
        return self.env["conveyor.handover"].search(
            [("partner_id", "=", self.client.id), ("kind", "=", "client")]
        )

    def test_the_first_confirmed_order_offers_the_client(self):
        card = self.accepted(partner_id=self.client.id)
        self._sell(card)
        handover = self._client_handover()
        self.assertEqual(
            (handover.from_user_id, handover.to_role, handover.lead_id),
            (self.hunter, "farmer", card),
        )
        handover.with_user(handover.to_user_id).action_accept()
        self.assertEqual(self.client.farmer_id, handover.to_user_id)
        self.assertEqual((card.farmer_id, card.user_id), (handover.to_user_id, self.hunter))

    def test_the_second_order_offers_nothing(self):
        card = self.accepted(partner_id=self.client.id)
        self._sell(card)
        self._sell(card)
        self._client_handover().with_user(self._client_handover().to_user_id).action_accept()
        self._sell(card)
        self.assertEqual(len(self._client_handover()), 1)

    def test_a_posted_invoice_is_a_first_sale_too(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.client.id,
                "team_id": self.team.id,
                "invoice_user_id": self.hunter.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "Work", "quantity": 1, "price_unit": 100, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        self.assertEqual(self._client_handover().from_user_id, self.hunter)

    def test_a_team_without_orders_offers_on_won(self):
        self.team.sells_without_orders = True
        card = self.accepted(partner_id=self.client.id)
        self.drag(card, self.stage_won)
        self.assertEqual(self._client_handover().from_user_id, self.hunter)

    def test_no_order_no_offer_otherwise(self):
        card = self.accepted(partner_id=self.client.id)
        self.drag(card, self.stage_won)
        self.assertFalse(self._client_handover())

    def test_a_stock_team_keeps_its_clients(self):
        self.order(team_id=self.stock_team.id).action_confirm()
        self.assertFalse(self._client_handover())

    def test_an_order_for_nothing_is_no_sale(self):
        order = self.order(user_id=self.hunter.id)
        order.order_line.price_unit = 0
        order.action_confirm()
        self.assertFalse(self._client_handover())
        self.assertFalse(self.client._filter_with_first_sale(self.env.company))

    def test_a_sale_never_fails_for_want_of_a_farmer(self):
        self.team.crm_team_member_ids.filtered("is_farmer").unlink()
        order = self._sell(self.accepted(partner_id=self.client.id))
        self.assertEqual(order.state, "sale")
        self.assertFalse(self._client_handover())

    def test_a_returned_client_is_offered_again_by_hand(self):
        card = self.accepted(partner_id=self.client.id)
        self._sell(card)
        self._client_handover().with_user(self.head)._return(self.reason, "Too far")
        self.assertFalse(self.client.farmer_id)
        self.client.with_user(self.hunter).action_offer_to_farmer()
        self.assertEqual(self._client_handover().mapped("state"), ["offered", "returned"])

    def test_the_next_deal_of_a_client_begins_with_his_farmer(self):
        self.client.farmer_id = self.farmer
        card = (
            self.env["crm.lead"]
            .with_user(self.scout)
            .create(
                {
                    "name": "Again",
                    "type": "opportunity",
                    "partner_id": self.client.id,
                    "team_id": self.team.id,
                    "stage_id": self.stage_new.id,
                }
            )
        )
        card = card.sudo()
        self.assertEqual(
            (card.user_id, card.conveyor_role, card.scout_id), (self.farmer, "farmer", self.scout)
        )
        self.assertEqual(card.with_user(self.scout).name, "Again")

    def test_the_farmer_moves_his_deal_without_borders(self):
        self.client.farmer_id = self.farmer
        card = self.card(owner=self.farmer, stage=self.stage_new, partner_id=self.client.id)
        for stage in (self.stage_talk, self.stage_growth, self.stage_new, self.stage_offer):
            self.drag(card, stage)
            self.assertEqual((card.stage_id, card.conveyor_role), (stage, "farmer"))
        self.assertFalse(card.handover_ids)

    def test_a_farmer_gets_no_new_lead(self):
        with self.assertRaisesRegex(UserError, "Farmer is a farmer"):
            self.card(owner=self.farmer)
        card = self.card()
        with self.assertRaisesRegex(UserError, "Farmer is a farmer"):
            card.write({"user_id": self.farmer.id})

    def test_odoos_assignment_passes_farmers_by(self):
        members = self.team.crm_team_member_ids
        quotas = {m.role: m._get_assignment_quota(force_quota=True) for m in members}
        self.assertEqual(quotas, {"scout": 1, "hunter": 0, "farmer": 0})

    def test_a_key_farmer_has_three_key_clients_at_the_most(self):
        clients = self.env["res.partner"].create(
            [{"name": f"Key {n}", "is_company": True} for n in range(4)]
        )
        clients[:3].write({"farmer_id": self.farmer.id, "is_key_client": True})
        with self.assertRaisesRegex(ValidationError, "has 3 key clients already"):
            clients[3].write({"farmer_id": self.farmer.id, "is_key_client": True})

    def test_a_key_client_needs_a_key_farmer(self):
        with self.assertRaisesRegex(ValidationError, "not a key farmer"):
            self.client.write({"farmer_id": self.farmer2.id, "is_key_client": True})

    def test_sellers_do_not_choose_farmers(self):
        for user in (self.scout, self.hunter, self.farmer):
            for values in ({"farmer_id": self.farmer.id}, {"is_key_client": True}):
                with self.assertRaises(AccessError):
                    self.client.with_user(user).write(values)
        self.client.with_user(self.leader).farmer_id = self.farmer
        self.assertEqual(self.client.farmer_id, self.farmer)

    def test_the_immersion_card_is_one_per_client(self):
        self.client.write({"farmer_id": self.farmer.id, "is_key_client": True})
        action = self.client.with_user(self.farmer).action_open_immersion()
        card = (
            self.env["conveyor.immersion"]
            .with_user(self.farmer)
            .with_context(**action["context"])
            .create({"business": "Mills"})
        )
        self.assertEqual((card.farmer_id, round(card.completeness, 4)), (self.farmer, 0.1429))
        self.assertEqual(
            self.client.with_user(self.farmer).action_open_immersion()["res_id"], card.id
        )

    def test_who_reads_an_immersion_card(self):
        self.client.write({"farmer_id": self.farmer.id, "is_key_client": True})
        card = self.env["conveyor.immersion"].create({"partner_id": self.client.id})
        people = self.scout | self.farmer | self.farmer2 | self.leader | self.head | self.owner
        readers = {u.login[2:] for u in people if card.with_user(u).search([("id", "=", card.id)])}
        self.assertEqual(readers, {"farmer", "leader", "head", "owner"})


@department
class TestStaffing(ConveyorCommon):
    def test_small_sections_are_named(self):
        self.assertFalse(self.team.staffing_warning)
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter2).unlink()
        self.assertIn("Hunter: Hunter. At least 2 people", self.team.staffing_warning)

    def test_an_empty_section_is_named(self):
        self.team.crm_team_member_ids.filtered("is_scout").unlink()
        self.assertIn("Scout: nobody", self.team.staffing_warning)

    def test_the_main_role_is_among_the_hats(self):
        member = self.team.crm_team_member_ids[0]
        with self.assertRaises(ValidationError):
            member.write({"is_scout": False})
        with self.assertRaises(ValidationError):
            member.write({"is_key_farmer": True})


@department
class TestLeaver(ConveyorCommon):
    """A leaver takes nothing."""

    def test_everything_goes_to_the_leader_with_a_list(self):
        card, activity = self.accepted(name="Left behind"), None
        activity = card.activity_schedule("mail.mail_activity_data_call", user_id=self.hunter.id)
        self.client.farmer_id = self.hunter
        meeting = self.env["calendar.event"].create(
            {
                "name": "Meet",
                "user_id": self.hunter.id,
                "start": "2031-01-01 10:00:00",
                "stop": "2031-01-01 11:00:00",
                "partner_ids": [(6, 0, self.hunter.partner_id.ids)],
            }
        )
        self.hunter.with_user(self.env.ref("base.user_admin")).action_archive()
        self.assertEqual((card.user_id, card.stage_id), (self.leader, self.stage_talk))
        self.assertEqual(
            (activity.exists().user_id, self.client.farmer_id), (self.leader, self.leader)
        )
        self.assertEqual(
            (meeting.user_id, meeting.partner_ids), (self.leader, self.leader.partner_id)
        )
        told = str(self.team.message_ids[0].body)
        for name in ("Left behind", "Northern Mill", "Meet"):
            self.assertIn(name, told)

    def test_what_waits_for_a_leaver_is_offered_to_a_colleague(self):
        card = self.offered()
        self.hunter.action_archive()
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_what_a_leaver_offered_is_withdrawn(self):
        card = self.offered()
        self.scout.action_archive()
        self.assertEqual((card.user_id, card.waiting_user_id.id), (self.leader, False))

    def test_a_person_outside_the_conveyor_leaves_as_in_odoo(self):
        card = self.card("Stock", owner=self.stranger, team_id=self.stock_team.id)
        self.stranger.action_archive()
        self.assertEqual(card.user_id, self.stranger)

    def test_a_write_over_rpc_is_no_way_around(self):
        card = self.accepted()
        self.hunter.write({"active": False})
        self.assertEqual(card.user_id, self.leader)
