from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError

from .common import department
from .ledger import LedgerCommon


@department
class TestFactMeetings(LedgerCommon):
    """A meeting counts for whoever says that it was held, if he took part, on the day it began."""

    def setUp(self):
        super().setUp()
        self.deal = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)

    def told(self, meeting, person=None, held=True):
        mine = meeting.with_user(person or self.hunter)
        return mine.action_mark_held() if held else mine.action_mark_missed()

    def test_held_meeting_counts_on_its_own_day(self):
        meeting = self.meeting(self.deal, start=self.env.cr.now() - timedelta(days=3))
        self.assertTrue(meeting.with_user(self.hunter).can_mark_held)
        self.told(meeting)
        [held] = self.facts("meeting_held", meeting)
        self.assertEqual(held.happened_on, (self.env.cr.now() - timedelta(days=3)).date())
        self.assertEqual((held.user_id, held.partner_id), (self.hunter, self.client))
        self.assertFalse(self.check())

    def test_meeting_in_the_future_cannot_be_held(self):
        meeting = self.meeting(self.deal, start=self.env.cr.now() + timedelta(hours=1))
        self.assertFalse(meeting.with_user(self.hunter).can_mark_held)
        with self.assertRaisesRegex(UserError, "not begun"):
            self.told(meeting)

    def test_who_was_not_there_cannot_tell(self):
        meeting = self.meeting(self.deal)
        self.assertFalse(meeting.with_user(self.hunter2).can_mark_held)
        with self.assertRaises(UserError):
            self.told(meeting, self.hunter2)
        self.assertFalse(self.facts("meeting_held"))

    def test_meeting_among_colleagues_is_no_meeting_with_a_client(self):
        meeting = self.meeting()
        with self.assertRaisesRegex(UserError, "without a client"):
            self.told(meeting)

    def test_meeting_with_a_guest_and_without_a_card_counts(self):
        guest = self.env["res.partner"].create({"name": "Ann", "parent_id": self.client.id})
        meeting = self.meeting(partner_ids=[Command.set([self.hunter.partner_id.id, guest.id])])
        self.told(meeting)
        self.assertEqual(self.facts("meeting_held", meeting).partner_id, self.client)
        self.assertFalse(self.check())

    def test_told_twice_counts_once(self):
        meeting = self.meeting(
            self.deal, partner_ids=[Command.set((self.hunter | self.leader).partner_id.ids)]
        )
        for person in (self.hunter, self.hunter, self.leader):
            self.told(meeting, person)
        self.assertEqual(self.facts("meeting_held", meeting).user_id, self.hunter)

    def test_taken_back_and_told_again_stays_with_who_told_it_first(self):
        meeting = self.meeting(
            self.deal, partner_ids=[Command.set((self.hunter | self.leader).partner_id.ids)]
        )
        self.told(meeting)
        self.assertEqual(self.standing("meeting_held", meeting), (1, 0))
        self.told(meeting, self.leader, held=False)
        self.assertEqual(self.standing("meeting_held", meeting), (0, 0))
        self.told(meeting, self.leader)
        self.assertEqual(self.standing("meeting_held", meeting), (1, 0))
        self.assertEqual(self.facts("meeting_held", meeting).user_id, self.hunter)
        self.assertFalse(self.check())

    def test_who_said_that_it_did_not_take_place_gets_no_credit_when_it_did(self):
        meeting = self.meeting(
            self.deal, partner_ids=[Command.set((self.hunter | self.leader).partner_id.ids)]
        )
        self.told(meeting, self.leader, held=False)
        self.assertFalse(self.facts("meeting_held", meeting))
        self.told(meeting, self.hunter)
        self.assertEqual(self.facts("meeting_held", meeting).user_id, self.hunter)

    def test_copy_of_a_held_meeting_is_a_new_one(self):
        meeting = self.meeting(self.deal)
        self.told(meeting)
        self.assertFalse(meeting.copy().held_state)
        self.assertEqual(self.standing("meeting_held"), (1, 0))

    def test_moving_a_held_meeting_moves_no_fact(self):
        meeting = self.meeting(self.deal)
        self.told(meeting)
        [held] = self.facts("meeting_held", meeting)
        meeting.with_user(self.hunter).write({"start": meeting.start - timedelta(days=40)})
        self.assertEqual(self.facts("meeting_held", meeting), held)
        self.assertFalse(self.check())

    def test_marks_are_written_by_the_buttons_only(self):
        meeting = self.meeting(self.deal)
        for values in ({"held_state": "held"}, {"held_by_id": self.hunter.id}):
            for person in (self.hunter, self.head):
                with self.assertRaises(UserError):
                    meeting.with_user(person).write(values)
            with self.assertRaises(UserError):
                self.meeting(self.deal, **values)
        context = {"default_held_state": "held", "default_held_by_id": self.hunter.id}
        forged = (
            self.env["calendar.event"]
            .with_context(**context)
            .create({"name": "Forged", "start": meeting.start, "stop": meeting.stop})
        )
        self.assertFalse(forged.held_state or forged.held_by_id)

    def test_repeated_meeting_is_held_one_by_one(self):
        first = self.meeting(
            self.deal,
            recurrency=True,
            rrule_type="daily",
            interval=1,
            count=3,
            end_type="count",
            start=self.env.cr.now().replace(microsecond=0) - timedelta(days=5),
        )
        meetings = first.recurrence_id.calendar_event_ids
        self.told(meetings[0])
        self.assertEqual(meetings.filtered("held_state"), meetings[0])
        self.told(meetings)
        self.assertEqual(self.standing("meeting_held"), (3, 0))

    def test_stranger_is_refused_in_words(self):
        meeting = self.meeting(self.deal, privacy="private")
        with self.assertRaises(UserError):
            self.told(meeting, self.stranger)
