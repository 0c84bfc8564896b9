from odoo.exceptions import AccessError, UserError

from ..models.crm_lead_merge import HISTORY
from .common import ConveyorCommon, department


@department
class TestHandoverEnds(ConveyorCommon):
    """What else may happen to a card that waits."""

    def test_the_sender_withdraws_his_offer(self):
        card = self.offered()
        card.with_user(self.scout).action_withdraw_card()
        self.assertEqual(card.handover_ids.state, "withdrawn")
        self.assertFalse(card.waiting_user_id)

    def test_the_receiver_cannot_withdraw_it(self):
        with self.assertRaises(AccessError):
            self.waiting(self.offered()).with_user(self.hunter).action_withdraw()

    def test_lost_archived_won_or_given_away_withdraws_the_offer(self):
        ends = {
            "lost": lambda card: card.action_set_lost(),
            "archived": lambda card: card.action_archive(),
            "won": lambda card: card.action_set_won(),
            "owner": lambda card: card.write({"user_id": self.scout2.id}),
            "deleted": lambda card: card.unlink(),
        }
        for name, end in ends.items():
            with self.subTest(name):
                card = self.offered(name=name)
                handover = self.waiting(card)
                end(card)
                self.assertEqual(handover.state, "withdrawn")

    def test_the_name_of_a_deleted_card_stays(self):
        card = self.offered(name="Gone tomorrow")
        handover = self.waiting(card)
        card.unlink()
        self.assertEqual((handover.name, handover.lead_id.id), ("Gone tomorrow", False))

    def test_an_offer_expires_and_may_be_made_anew(self):
        card = self.offered()
        handover = self.waiting(card)
        handover.deadline_at = handover.offered_at
        self.env.cr._now = handover.offered_at.replace(year=2031)
        handover._expire()
        self.assertEqual(
            (handover.state, card.user_id, card.waiting_user_id.id), ("expired", self.scout, False)
        )
        self.drag(card, self.stage_talk)
        self.assertTrue(self.waiting(card))

    def test_the_leader_hears_of_expired_offers(self):
        handover = self.waiting(self.offered())
        handover._expire()
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.leader.partner_id.ids)], limit=1
        )
        self.assertIn("not decided in time", told.subject)

    def test_the_receivers_membership_ends_and_another_is_asked(self):
        card = self.offered()
        self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter).unlink()
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_the_receiver_loses_the_role_and_another_is_asked(self):
        card = self.offered()
        member = self.team.crm_team_member_ids.filtered(lambda m: m.user_id == self.hunter)
        member.capacity = 5
        self.assertEqual(card.waiting_user_id, self.hunter)
        member.write({"role": "scout", "is_hunter": False})
        self.assertEqual(card.waiting_user_id, self.hunter2)

    def test_stages_and_teams_with_waiting_cards_stay(self):
        self.offered(name="Wait here")
        for record, action in (
            (self.team, "action_archive"),
            (self.stage_talk, "unlink"),
            (self.team, "unlink"),
        ):
            with self.assertRaisesRegex(UserError, "Wait here → Hunter"):
                getattr(record, action)()

    def test_merging_cards_keeps_their_history(self):
        first, second = self.accepted(name="First"), self.offered(name="Second")
        waiting = self.waiting(second)
        kept = (first | second).merge_opportunity()
        self.assertEqual(kept, first)
        self.assertEqual(len(first.handover_ids), 2)
        self.assertEqual(waiting.state, "withdrawn")
        self.assertEqual(
            self.passages(first).filtered(lambda p: not p.left_at).user_id, self.hunter
        )
        self.assertIn("merged", self.passages(first).mapped("outcome"))

    def test_all_that_outlives_a_card_follows_a_merge(self):
        found = {
            name
            for name, model in self.env.registry.items()
            for field in model._fields.values()
            if name.startswith("conveyor.") and model._auto and not model._transient
            if field.comodel_name == "crm.lead" and field.type == "many2one" and field.store
            if field.ondelete == "set null"
        }
        self.assertEqual(found, {"conveyor.passage", *HISTORY})

    def test_switching_the_conveyor_off_withdraws_and_closes(self):
        card = self.offered()
        self.team.use_conveyor = False
        self.assertEqual(card.handover_ids.state, "withdrawn")
        self.assertEqual(self.passages(card)[-1].outcome, "stopped")
        self.assertFalse(card.relay)
