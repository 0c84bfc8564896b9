from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError

from .common import ConveyorCommon, department


@department
class TestHandoverAccept(ConveyorCommon):
    """The receiver takes the card: person, team and stage in one write; the sender may only look."""

    def test_accepting_gives_person_and_stage(self):
        card = self.accepted()
        self.assertEqual(
            (card.user_id, card.stage_id, card.team_id), (self.hunter, self.stage_talk, self.team)
        )
        self.assertEqual((card.scout_id, card.hunter_id), (self.scout, self.hunter))
        self.assertEqual(card.conveyor_role, "hunter")
        self.assertFalse(card.waiting_user_id)

    def test_the_sender_reads_and_does_not_write(self):
        card = self.accepted().with_user(self.scout)
        self.assertEqual(card.name, "Mill")
        with self.assertRaises(AccessError):
            card.name = "Mine"
        with self.assertRaises(AccessError):
            card.unlink()

    def test_the_pending_receiver_reads_and_does_not_write(self):
        card = self.offered().with_user(self.hunter)
        self.assertEqual(card.name, "Mill")
        with self.assertRaises(AccessError):
            card.name = "Mine"

    def test_only_the_receiver_or_his_leaders_decide(self):
        handover = self.waiting(self.offered())
        for person in (self.scout, self.hunter2, self.stranger):
            with self.assertRaises(AccessError):
                handover.with_user(person).action_accept()
        handover.with_user(self.leader).action_accept()
        self.assertEqual(handover.lead_id.user_id, self.hunter)
        self.assertEqual(handover.decided_by_id, self.leader)

    def test_the_second_to_decide_is_told(self):
        handover = self.waiting(self.offered())
        handover.with_user(self.hunter).action_accept()
        with self.assertRaisesRegex(UserError, "no longer waits: accepted, Hunter"):
            handover.with_user(self.head).action_accept()

    def test_planned_activities_move_to_the_receiver(self):
        card = self.offered()
        activity = card.activity_schedule("mail.mail_activity_data_call", user_id=self.scout.id)
        other = card.activity_schedule("mail.mail_activity_data_call", user_id=self.head.id)
        self.waiting(card).with_user(self.hunter).action_accept()
        self.assertEqual((activity.user_id, other.user_id), (self.hunter, self.head))

    def test_a_note_stays_on_the_card(self):
        card = self.accepted()
        self.assertIn("Accepted by Hunter from Scout", str(card.message_ids[0].body))

    def test_the_clock_of_the_first_contact_runs_until_a_deed(self):
        card = self.accepted()
        self.assertTrue(card.contact_due_at)
        card.with_user(self.hunter).activity_schedule(
            "mail.mail_activity_data_call"
        ).action_feedback()
        self.assertFalse(card.contact_due_at)
        self.assertTrue(card.handover_ids.contacted_at)

    def test_a_message_to_the_client_is_a_first_contact(self):
        card = self.accepted()
        mine = card.with_user(self.hunter)
        mine.message_post(body="Between us", message_type="comment", subtype_xmlid="mail.mt_note")
        self.assertTrue(card.contact_due_at)
        mine.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertFalse(card.contact_due_at)

    def test_a_receiver_who_left_cannot_accept(self):
        handover = self.waiting(self.offered())
        self.env.cr.execute("UPDATE res_users SET active = false WHERE id = %s", [self.hunter.id])
        self.hunter.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "no longer works here"):
            handover.with_user(self.head).action_accept()

    def test_deadlines_run_in_working_hours(self):
        """Sixteen working hours from Friday evening end on Tuesday, not on Sunday."""
        days = [
            Command.create({"name": str(day), "dayofweek": str(day), "hour_from": 9, "hour_to": 17})
            for day in range(5)
        ]
        calendar = {"name": "Nine to five", "tz": "UTC", "attendance_ids": [Command.clear(), *days]}
        self.team.conveyor_calendar_id = self.env["resource.calendar"].create(calendar)
        self.env.cr._now = datetime(2026, 3, 6, 20)
        self.assertEqual(self.team._plan_deadline(16), datetime(2026, 3, 10, 17))


@department
class TestHandoverReturn(ConveyorCommon):
    """A return carries its reason and counts against the quality of the sender."""

    def _return(self, card, user=None, **values):
        handovers = card.with_user(user or self.hunter)._get_returnable_handovers()
        wizard = self.env["conveyor.handover.return"].with_user(user or self.hunter)
        values = {"handover_ids": handovers.ids, "reason_id": self.reason.id, **values}
        return wizard.create(values).action_return()

    def test_a_waiting_card_returned_never_left_its_scout(self):
        card = self.offered()
        self._return(card, note="Nobody answers")
        handover = card.handover_ids
        self.assertEqual(
            (card.user_id, card.stage_id, handover.state),
            (self.scout, self.stage_contact, "returned"),
        )
        self.assertEqual(
            (handover.reason_id, handover.return_note), (self.reason, "Nobody answers")
        )
        self.assertFalse(card.waiting_user_id)

    def test_the_sender_reads_why(self):
        card = self.offered()
        self._return(card, note="Nobody answers")
        self.assertIn("The need is not confirmed — Nobody answers", str(card.message_ids[0].body))

    def test_a_card_accepted_before_travels_back(self):
        card = self.accepted()
        self._return(card)
        self.assertEqual(
            (card.user_id, card.stage_id, card.conveyor_role),
            (self.scout, self.stage_contact, "scout"),
        )
        self.assertFalse(card.hunter_id)
        self.assertEqual(card.handover_ids.state, "returned")
        self.assertTrue(card.handover_ids.accepted_at)

    def test_dragging_back_over_a_border_asks_for_the_reason(self):
        card = self.accepted()
        with self.assertRaises(RedirectWarning) as caught:
            self.drag(card, self.stage_contact)
        self.assertEqual(caught.exception.args[3], {"default_handover_ids": card.handover_ids.ids})

    def test_a_returned_card_may_be_offered_again(self):
        card = self.offered()
        self._return(card)
        self.drag(card, self.stage_talk)
        self.assertEqual(self.waiting(card).attempt, 2)

    def test_the_return_to_one_who_left_reaches_a_colleague(self):
        card = self.accepted()
        self.scout.action_archive()
        self._return(card)
        self.assertEqual(card.user_id, self.scout2)

    def test_a_decided_handover_is_not_returned_twice(self):
        card = self.offered()
        handover = self.waiting(card)
        handover.with_user(self.hunter)._return(self.reason, False)
        with self.assertRaisesRegex(UserError, "decided already"):
            handover.with_user(self.hunter)._return(self.reason, False)

    def test_only_the_receiver_returns(self):
        handover = self.waiting(self.offered())
        with self.assertRaises(AccessError):
            handover.with_user(self.scout)._return(self.reason, False)
