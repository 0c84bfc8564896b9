from datetime import datetime, timedelta

from odoo.exceptions import UserError

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department


@department
class TestCallFacts(CallCommon):
    """Each outgoing call counts once, on the business day on which it began; those that reached the client again."""

    def setUp(self):
        super().setUp()
        self.deal = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)

    def test_call_is_a_fact_of_its_caller(self):
        call = self.log(lead_id=self.deal.id, talk_seconds=45)
        [fact] = self.facts("call", call)
        self.assertEqual(
            (fact.user_id, fact.role, fact.team_id), (self.hunter, "hunter", self.team)
        )
        self.assertEqual((fact.partner_id, fact.happened_at), (self.client, call.started_at))
        self.assertEqual(self.standing("conversation", call), (1, 0))
        self.assertFalse(self.check())

    def test_conversation_is_long_enough_or_said_to_be_one(self):
        cases = [
            ({"talk_seconds": 29, "outcome": "refused"}, 0),
            ({"talk_seconds": 30, "outcome": "refused"}, 1),
            ({"talk_seconds": 0, "outcome": "talked"}, 1),
            ({"talk_seconds": 0}, 0),
        ]
        for values, count in cases:
            call = self.log(**values)
            self.assertEqual(self.standing("conversation", call), (count, 0), values)
            self.assertEqual(self.standing("call", call), (1, 0))

    def test_incoming_call_is_kept_and_counts_nothing(self):
        call = self.told(direction="incoming", talk_seconds=300, external_id="in")
        self.assertFalse(self.facts("call", call) | self.facts("conversation", call))
        self.assertFalse(self.check())

    def test_call_before_midnight_in_utc_is_of_the_next_day_in_novosibirsk(self):
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        call = self.told(started_at="2026-03-02 20:30:00", external_id="nsk")
        self.assertEqual(str(call.called_on), "2026-03-03")
        self.assertEqual(str(self.facts("call", call).happened_on), "2026-03-03")

    def test_every_call_of_a_night_of_clock_change_is_in_one_day(self):
        """Brussels, 25 October 2026: the day has 25 hours, and 02:30 comes twice."""
        self.env.company.conveyor_tz = "Europe/Brussels"
        start = datetime(2026, 10, 24, 21, 30)
        with at_instant(self.env, datetime(2026, 10, 27)):
            rows = [
                {"external_id": f"dst{n}", "started_at": str(start + timedelta(minutes=30 * n))}
                for n in range(54)
            ]
            ids = [answer["id"] for answer in self.tell(*rows)]
        days = self.env["conveyor.call"].browse(ids).grouped("called_on")
        self.assertEqual(
            {str(day): len(calls) for day, calls in days.items()},
            {"2026-10-24": 1, "2026-10-25": 50, "2026-10-26": 3},
        )

    def test_planned_call_that_was_made_counts_once(self):
        activity = self.activity(self.deal)
        action = self.deal.with_user(self.hunter).action_log_call()
        self.assertEqual(action["context"]["default_activity_id"], activity.id)
        dialog = self.env["conveyor.call.log"].with_user(self.hunter)
        dialog = dialog.with_context(**action["context"]).create({"minutes": 3})
        dialog.action_talked()
        self.assertFalse(activity.active)
        self.assertEqual(dialog.call_id.activity_id, activity)
        self.assertEqual(self.standing("call"), (1, 0))
        self.assertFalse(self.check())

    def test_planned_call_that_reached_nobody_is_still_to_be_made(self):
        activity = self.activity(self.deal)
        action = self.deal.with_user(self.hunter).action_log_call()
        dialog = self.env["conveyor.call.log"].with_user(self.hunter)
        dialog.with_context(**action["context"]).create({}).action_no_answer()
        self.assertTrue(activity.active)
        self.assertEqual(self.standing("call"), (1, 0))

    def test_activity_done_after_telephony_told_counts_once(self):
        activity = self.activity(self.deal)
        self.told(lead_id=self.deal.id, talk_seconds=90, external_id="t1")
        self.env["conveyor.fact"]._book_expected()
        activity.with_user(self.hunter).action_done()
        self.assertEqual(self.standing("call"), (1, 0))
        self.assertFalse(self.check())

    def test_telephony_that_tells_after_the_activity_was_done_counts_once(self):
        activity = self.activity(self.deal)
        activity.with_user(self.hunter).action_done()
        self.assertEqual(self.standing("call"), (1, 0))
        began = self.env.cr.now() - timedelta(minutes=3)
        self.told(lead_id=self.deal.id, talk_seconds=90, external_id="t2", started_at=str(began))
        self.assertEqual(self.standing("call"), (1, 0))
        self.assertFalse(self.check())

    def test_activity_without_telephony_counts_as_before(self):
        self.activity(self.deal).with_user(self.hunter).action_done()
        self.assertEqual(self.standing("call"), (1, 0))
        self.assertEqual(self.standing("conversation"), (0, 0))

    def test_call_and_activity_of_one_number_are_two_facts(self):
        """A call has the number that some activity has, too: neither hides the other."""
        # Sequences are not rolled back: both go on beyond every number that was ever given.
        self.env.cr.execute(
            """
            SELECT setval('mail_activity_id_seq', x.next, FALSE), setval('conveyor_call_id_seq', x.next, FALSE)
              FROM (SELECT greatest(nextval('mail_activity_id_seq'), nextval('conveyor_call_id_seq')) AS next) x
            """
        )
        activity = self.activity(self.card(owner=self.hunter2, stage=self.stage_talk), self.hunter2)
        activity.with_user(self.hunter2).action_done()
        self.env["conveyor.fact"]._book_expected()
        call = self.log(lead_id=self.deal.id)
        self.assertEqual(call.id, activity.id)
        self.assertEqual(self.standing("call"), (2, 0))
        call.with_user(self.hunter)._cancel("a mistake")
        self.assertEqual(self.standing("call"), (1, 0))
        self.assertFalse(self.check())
        self.assertFalse(self.check("rebuild"))

    def test_cancelled_call_is_taken_back(self):
        call = self.log(lead_id=self.deal.id, talk_seconds=60)
        self.assertEqual(self.standing("conversation", call), (1, 0))
        call.with_user(self.hunter)._cancel("Called the wrong card")
        self.assertEqual(self.standing("call", call), (0, 0))
        self.assertEqual(self.standing("conversation", call), (0, 0))
        self.assertEqual(self.facts("call", call)[-1].reason, "cancelled")
        call.with_user(self.hunter)._cancel("again")
        self.assertEqual(len(self.facts("call", call)), 2)
        self.assertFalse(self.check())

    def test_corrected_call_becomes_a_conversation(self):
        call = self.log(outcome="no_answer")
        self.assertEqual(self.standing("conversation", call), (0, 0))
        call.with_user(self.hunter).write({"outcome": "talked", "talk_seconds": 80})
        self.assertEqual(self.standing("conversation", call), (1, 0))
        call.with_user(self.hunter).write({"outcome": "no_answer", "talk_seconds": 0})
        self.assertEqual(self.standing("conversation", call), (0, 0))
        self.assertFalse(self.check())

    def test_call_is_not_corrected_after_its_day(self):
        call = self.log()
        with at_instant(self.env, self.env.cr.now() + timedelta(days=1)):
            call.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "no longer be corrected"):
                call.with_user(self.hunter).note = "later"
            with self.assertRaisesRegex(UserError, "cancelled by its caller on the same day"):
                call.with_user(self.hunter)._cancel("later")
            call.with_user(self.leader)._cancel("the leader may")
        self.assertEqual(self.standing("call", call), (0, 0))

    def test_talked_call_stops_the_clock_of_the_first_contact(self):
        card = self.accepted()
        self.assertTrue(card.contact_due_at)
        self.log(lead_id=card.id, outcome="no_answer")
        self.assertTrue(card.contact_due_at)
        self.log(lead_id=card.id, outcome="talked")
        self.assertFalse(card.contact_due_at)

    def test_conversation_is_contact_with_the_client(self):
        began = self.env.cr.now().replace(microsecond=0) - timedelta(hours=2)
        self.told(lead_id=self.deal.id, outcome="busy", external_id="c0")
        self.env["conveyor.agreement"]._keep_touched()
        self.assertFalse(self.deal.last_contact_at)
        self.told(lead_id=self.deal.id, talk_seconds=50, external_id="c1", started_at=str(began))
        self.env["conveyor.agreement"]._keep_touched()
        self.assertEqual(self.deal.last_contact_at, began)

    def test_burst_counts_nothing_less(self):
        """It is flagged to be looked at, not judged by a machine."""
        for _number in range(21):
            self.log()
        self.assertEqual(self.standing("call"), (21, 0))
