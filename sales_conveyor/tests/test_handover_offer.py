from odoo.exceptions import AccessError, UserError

from .common import ConveyorCommon, department


@department
class TestHandoverOffer(ConveyorCommon):
    """A drag over a border is an offer; the card stays where it was until somebody takes it."""

    def test_dragging_forward_over_a_border_offers_the_card(self):
        card = self.card()
        self.drag(card, self.stage_talk)
        handover = self.waiting(card)
        self.assertEqual((card.stage_id, card.user_id), (self.stage_contact, self.scout))
        self.assertEqual(card.waiting_user_id, handover.to_user_id)
        self.assertIn(handover.to_user_id, self.hunter | self.hunter2)
        self.assertEqual((handover.from_role, handover.to_role), ("scout", "hunter"))
        self.assertEqual(handover.to_stage_id, self.stage_talk)

    def test_a_move_inside_the_section_is_no_handover(self):
        card = self.card(stage=self.stage_new)
        self.drag(card, self.stage_contact)
        self.assertEqual(card.stage_id, self.stage_contact)
        self.assertFalse(self.waiting(card))

    def test_a_drag_over_two_borders_reaches_the_next_section_only(self):
        card = self.card()
        self.drag(card, self.stage_growth)
        self.assertEqual(self.waiting(card).to_role, "hunter")
        self.assertEqual(self.waiting(card).to_stage_id, self.stage_talk)

    def test_other_fields_of_the_same_write_go_through(self):
        card = self.card()
        card.with_user(self.scout).write({"stage_id": self.stage_talk.id, "expected_revenue": 500})
        self.assertEqual((card.stage_id, card.expected_revenue), (self.stage_contact, 500))

    def test_a_waiting_card_cannot_be_offered_again(self):
        card = self.offered()
        with self.assertRaisesRegex(UserError, "already waits for Hunter"):
            self.drag(card, self.stage_offer)

    def test_a_card_dragged_to_won_by_its_owner_is_won(self):
        card = self.card()
        self.drag(card, self.stage_won)
        self.assertEqual(card.won_status, "won")

    def test_a_person_with_both_hats_moves_on_without_a_handover(self):
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.scout).is_hunter = True
        card = self.card()
        self.drag(card, self.stage_talk)
        self.assertEqual(
            (card.stage_id, card.hunter_id, card.scout_id),
            (self.stage_talk, self.scout, self.scout),
        )

    def test_the_least_loaded_receiver_is_proposed(self):
        self.card("Old", owner=self.hunter, stage=self.stage_talk)
        card = self.card()
        self.drag(card, self.stage_talk)
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_a_batch_is_dealt_evenly(self):
        cards = self.env["crm.lead"].concat(*(self.card(f"Card {n}") for n in range(10)))
        self.drag(cards, self.stage_talk, user=self.scout)
        counts = [
            len(cards.filtered(lambda c, u=u: c.waiting_user_id == u))
            for u in (self.hunter, self.hunter2)
        ]
        self.assertEqual(counts, [5, 5])

    def test_the_absent_are_not_proposed(self):
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter)
        now = self.env.cr.now()
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": member._get_resource().id,
                "date_from": now.replace(hour=0),
                "date_to": now.replace(hour=23, minute=59),
            }
        )
        cards = self.env["crm.lead"].concat(*(self.card(f"Card {n}") for n in range(3)))
        self.drag(cards, self.stage_talk, user=self.scout)
        self.assertEqual(cards.waiting_user_id, self.hunter2)

    def test_nobody_free_is_told_with_names(self):
        self.team.crm_team_member_ids.filtered("is_hunter").capacity = 0
        with self.assertRaisesRegex(UserError, "Hunter has all 0 cards, Hunter2 has all 0 cards"):
            self.drag(self.card(), self.stage_talk)

    def test_no_hunter_at_all_is_told(self):
        self.team.crm_team_member_ids.filtered("is_hunter").unlink()
        with self.assertRaisesRegex(UserError, "no active hunter"):
            self.drag(self.card(), self.stage_talk)

    def test_another_team_may_take_over(self):
        members = self.team.crm_team_member_ids.filtered("is_hunter")
        team = self.env["crm.team"].create({"name": "Hunters", "use_conveyor": True})
        (self.stage_talk | self.stage_offer).team_ids |= team
        self.team.next_team_id = team
        members.unlink()
        self.env["crm.team.member"].create(
            {"user_id": self.hunter.id, "crm_team_id": team.id, "role": "hunter"}
        )
        card = self.card()
        self.drag(card, self.stage_talk)
        self.waiting(card).with_user(self.hunter).action_accept()
        self.assertEqual(
            (card.team_id, card.user_id, card.stage_id), (team, self.hunter, self.stage_talk)
        )

    def test_the_receiver_can_be_chosen(self):
        card = self.card()
        offer = (
            self.env["conveyor.handover.offer"].with_user(self.scout).create({"lead_ids": card.ids})
        )
        self.assertIn(offer.receiver_id, self.hunter | self.hunter2)
        offer.receiver_id = self.hunter2
        offer.note = "Call after ten"
        offer.action_offer()
        self.assertEqual(card.waiting_user_id, self.hunter2)
        self.assertEqual(self.waiting(card).note, "Call after ten")

    def test_choosing_anew_replaces_the_waiting_offer(self):
        card = self.offered()
        values = {
            "lead_ids": card.ids,
            "stage_id": self.stage_talk.id,
            "receiver_id": self.hunter2.id,
        }
        self.env["conveyor.handover.offer"].with_user(self.scout).create(values).action_offer()
        self.assertEqual(card.waiting_user_id, self.hunter2)
        self.assertEqual(card.handover_ids.mapped("state"), ["offered", "withdrawn"])

    def test_wrong_receivers_are_refused(self):
        card = self.card()
        self.hunter2.action_archive()
        for person in (
            self.scout,
            self.scout2,
            self.farmer,
            self.stranger,
            self.hunter2,
            self.owner,
        ):
            values = {
                "lead_ids": card.ids,
                "stage_id": self.stage_talk.id,
                "receiver_id": person.id,
            }
            with self.assertRaises(UserError), self.cr.savepoint():
                self.env["conveyor.handover.offer"].with_user(self.scout).create(
                    values
                ).action_offer()
        self.assertFalse(card.handover_ids)

    def test_somebody_elses_card_cannot_be_offered(self):
        card = self.card()
        with self.assertRaises(AccessError):
            self.drag(card, self.stage_talk, user=self.scout2)

    def test_a_farmer_takes_over_after_the_first_sale_only(self):
        card = self.card(owner=self.hunter, stage=self.stage_offer)
        with self.assertRaisesRegex(UserError, "after the first sale"):
            self.drag(card, self.stage_growth)

    def test_the_receiver_gets_one_message_for_many_cards(self):
        cards = self.env["crm.lead"].concat(*(self.card(f"Card {n}") for n in range(6)))
        before = self.env["mail.message"].search_count(
            [("partner_ids", "in", (self.hunter | self.hunter2).partner_id.ids)]
        )
        self.drag(cards, self.stage_talk, user=self.scout)
        after = self.env["mail.message"].search_count(
            [("partner_ids", "in", (self.hunter | self.hunter2).partner_id.ids)]
        )
        self.assertEqual(after - before, 2)
