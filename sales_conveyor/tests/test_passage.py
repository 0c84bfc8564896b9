from .common import ConveyorCommon, department


@department
class TestPassage(ConveyorCommon):
    """Every stay of a card with a person in a stage is told by one row."""

    def _told(self, card):
        return [(p.user_id.name, p.stage_id.name, p.role, p.outcome) for p in self.passages(card)]

    def test_a_whole_life(self):
        card = self.card(stage=self.stage_new)
        self.drag(card, self.stage_contact)
        self.env["conveyor.handover"]._offer_leads(
            card, {card: self.stage_talk}, receiver=self.hunter
        )
        self.waiting(card).with_user(self.hunter).action_accept()
        self.drag(card, self.stage_offer)
        self.drag(card, self.stage_won)
        self.assertEqual(
            self._told(card),
            [
                ("Scout", "New", "scout", "moved"),
                ("Scout", "Contact", "scout", "passed"),
                ("Hunter", "Talk", "hunter", "moved"),
                ("Hunter", "Offer", "hunter", "won"),
            ],
        )
        self.assertEqual(self.passages(card).mapped("is_section_entry"), [True, False, True, False])

    def test_a_lost_card_tells_its_reason(self):
        reason = self.env["crm.lost.reason"].create({"name": "Price"})
        card = self.card()
        card.action_set_lost(lost_reason_id=reason.id)
        self.assertEqual(self._told(card), [("Scout", "Contact", "scout", "lost")])
        self.assertEqual(self.passages(card).lost_reason_id, reason)

    def test_a_card_reopened_begins_a_new_stay(self):
        card = self.card()
        card.action_set_lost()
        card.action_restore()
        self.assertEqual([row[-1] for row in self._told(card)], ["lost", False])

    def test_a_won_card_moved_back_is_open_again(self):
        card = self.card(owner=self.hunter, stage=self.stage_talk)
        self.drag(card, self.stage_won)
        self.drag(card, self.stage_offer)
        self.assertEqual([row[-1] for row in self._told(card)], ["won", False])

    def test_an_owner_changed_by_hand_is_no_handover(self):
        card = self.card()
        card.write({"user_id": self.scout2.id})
        self.assertEqual([row[-1] for row in self._told(card)], ["reassigned", False])
        self.assertFalse(card.handover_ids)
        self.assertEqual(card.scout_id, self.scout2)

    def test_a_card_pushed_over_a_border_by_hand_is_not_passed_on(self):
        card = self.card()
        card.write({"user_id": self.hunter.id, "stage_id": self.stage_talk.id})
        self.assertEqual([row[-1] for row in self._told(card)], ["reassigned", False])
        self.assertFalse(card.handover_ids)

    def test_a_card_created_closed_has_one_closed_stay(self):
        card = self.card(stage=self.stage_won)
        self.assertEqual(self._told(card), [("Scout", "Won", "scout", "won")])

    def test_a_return_is_told(self):
        card = self.accepted()
        card.handover_ids.with_user(self.hunter)._return(self.reason, False)
        self.assertEqual([row[-1] for row in self._told(card)], ["passed", "returned", False])

    def test_a_deleted_card_keeps_its_passages(self):
        card = self.card()
        passage = self.passages(card)
        card.unlink()
        self.assertEqual(
            (passage.outcome, passage.lead_id.id, passage.user_id), ("deleted", False, self.scout)
        )

    def test_no_card_has_two_open_stays(self):
        cards = self.card() | self.offered(name="b") | self.accepted(name="c")
        opened = self.passages(cards).filtered(lambda p: not p.left_at)
        self.assertEqual(len(opened), 3)

    def test_switching_the_conveyor_on_takes_over_what_is_there(self):
        lead = self.env["crm.lead"]
        for stage in (self.stage_contact, self.stage_offer, self.stage_won):
            lead |= self.card(
                stage.name, owner=self.stranger, stage=stage, team_id=self.stock_team.id
            )
        lost = self.card("Lost", owner=self.stranger, team_id=self.stock_team.id)
        lost.action_set_lost()
        self.assertFalse(self.passages(lead | lost))
        self.stock_team.use_conveyor = True
        rows = {
            p.lead_id.name: (p.role, p.outcome, p.is_backfilled) for p in self.passages(lead | lost)
        }
        self.assertEqual(
            rows,
            {
                "Contact": ("scout", False, True),
                "Offer": ("hunter", False, True),
                "Won": ("scout", "won", True),
                "Lost": ("scout", "lost", True),
            },
        )

    def test_a_new_section_of_a_stage_moves_its_cards(self):
        card = self.card()
        self.team.stage_role_ids.create(
            {"team_id": self.team.id, "stage_id": self.stage_contact.id, "role": "hunter"}
        )
        self.assertEqual(card.conveyor_role, "hunter")
        self.assertEqual([row[-1] for row in self._told(card)], ["passed", False])
