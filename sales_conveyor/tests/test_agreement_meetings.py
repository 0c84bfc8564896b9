from datetime import timedelta

from .agreements import AgreementCommon, at, on
from .common import department


@department
class TestAgreementMeetings(AgreementCommon):
    """A meeting and its activity are one agreement: kept when it is marked as held, or its activity done."""

    def visit(self, day=5, hour=12, planned=2, **values):
        with self.at(planned):
            return self.meeting(self.mill, start=at(day, hour), **values)

    def visit_with_activity(self):
        model = self.env["ir.model"]._get_id("crm.lead")
        return self.visit(res_model_id=model, res_id=self.mill.id)

    def test_meeting_alone_is_an_agreement(self):
        visit = self.visit()
        row = self.agreement(visit)
        self.assertEqual(
            (row.kind, row.state, row.due_on, row.name, row.user_id),
            ("meeting", "open", on(5), "Visit", self.hunter),
        )
        self.assertEqual(self.mill.next_contact_on, on(5))

    def test_meeting_and_its_activity_are_one(self):
        visit = self.visit_with_activity()
        self.assertEqual(len(visit.activity_ids), 1)
        row = self.agreements(self.mill)
        self.assertEqual(
            (row.event_key, row.activity_key, row.kind),
            (visit.id, visit.activity_ids.id, "meeting"),
        )

    def test_meeting_made_of_an_activity_is_the_same_agreement(self):
        call = self.plan(self.mill, due=9)
        with self.at(3):
            self.meeting(self.mill, start=at(6), activity_ids=[(6, 0, call.ids)])
        row = self.agreements(self.mill)
        self.assertEqual((row.activity_key, row.kind, row.due_on), (call.id, "meeting", on(6)))
        self.assertEqual((row.promised_on, row.move_count), (on(9), 1))

    def test_marked_as_held_on_its_day_is_kept(self):
        visit = self.visit()
        with self.at(5, hour=15):
            visit.with_user(self.hunter).action_mark_held()
        self.assertEqual(self.told(visit), ("kept", 5, 0))
        self.assertEqual(self.mill.last_contact_at, at(5, 12))

    def test_marked_the_day_after_is_late(self):
        visit = self.visit()
        self.decide(6)
        self.assertEqual(self.told(visit), ("broken", 5, 0))
        with self.at(6):
            visit.with_user(self.hunter).action_mark_held()
        self.assertEqual(self.told(visit), ("late", 6, 0))
        self.assertEqual(self.booked(self.mill), {"late": 1})

    def test_its_activity_done_keeps_it_too(self):
        visit = self.visit_with_activity()
        self.do(visit.activity_ids, day=5)
        self.assertEqual(self.told(visit), ("kept", 5, 0))
        with self.at(5, hour=15):
            visit.with_user(self.hunter).action_mark_held()
        self.assertEqual(self.booked(self.mill), {"kept": 1})

    def test_held_by_mistake_is_taken_back(self):
        visit = self.visit()
        with self.at(5, hour=15):
            visit.with_user(self.hunter).action_mark_held()
        with self.at(5, hour=16):
            visit.with_user(self.hunter).action_mark_missed()
        self.assertEqual(self.told(visit)[0], "open")
        self.assertEqual(self.booked(self.mill), {})
        self.decide(6)
        self.assertEqual(self.told(visit), ("broken", 5, 0))
        self.assertFalse(self.agreement(visit).is_pending, "there is nothing left to do")

    def test_missed_meeting_put_on_another_day_lives_on(self):
        visit = self.visit()
        with self.at(5, hour=15):
            visit.with_user(self.hunter).action_mark_missed()
        with self.at(5, hour=16):
            visit.write({"start": at(9), "stop": at(9, 11)})
        self.assertEqual(self.told(visit), ("open", False, 1))
        self.assertEqual(self.mill.next_contact_on, on(9))

    def test_moved_by_the_meeting_or_by_the_activity_it_is_one_move(self):
        visit = self.visit_with_activity()
        with self.at(3):
            visit.write({"start": at(6, 12), "stop": at(6, 13)})
        self.assertEqual(self.told(visit), ("open", False, 1))
        with self.at(4):
            visit.activity_ids.date_deadline = on(9)
        row = self.agreement(visit)
        self.assertEqual((row.due_on, row.move_count), (on(9), 2))
        with self.at(4):
            visit.write({"start": at(9, 17), "stop": at(9, 18)})
        self.assertEqual(self.told(visit), ("open", False, 2), "another hour is no other day")

    def test_deleted_meeting_takes_its_activity_and_leaves_the_agreement(self):
        visit = self.visit_with_activity()
        activity = visit.activity_ids
        with self.at(3):
            visit.unlink()
        self.assertFalse(activity.exists())
        row = self.agreement(visit)
        self.assertEqual((row.state, row.cancel_cause), ("cancelled", "deleted"))
        self.assertEqual(self.agreement(activity), row)

    def test_held_meeting_deleted_later_stays_kept(self):
        visit = self.visit_with_activity()
        with self.at(5, hour=15):
            visit.with_user(self.hunter).action_mark_held()
        with self.at(6):
            visit.unlink()
        self.assertEqual(self.told(visit), ("kept", 5, 0))
        self.assertEqual(self.booked(self.mill), {"kept": 1})

    def test_meeting_of_a_deleted_card_is_cancelled(self):
        visit = self.visit()
        with self.at(3):
            self.mill.unlink()
        row = self.agreement(visit)
        self.assertEqual(
            (row.state, row.cancel_cause, row.lead_name), ("cancelled", "card", "Mill")
        )

    def test_meeting_about_no_card_is_none(self):
        with self.at(2):
            visit = self.meeting(start=at(5))
        self.assertFalse(self.agreement(visit))

    def test_all_day_meeting_is_on_its_own_day_everywhere(self):
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        with self.at(2):
            visit = self.meeting(
                self.mill, start=at(5, 0), allday=True, start_date=on(5), stop_date=on(5)
            )
        self.assertEqual(self.agreement(visit).due_on, on(5))

    def test_recurring_meetings_are_agreements_each(self):
        with self.at(2):
            self.meeting(
                self.mill,
                start=at(3),
                stop=at(3) + timedelta(hours=1),
                recurrency=True,
                rrule_type="weekly",
                tue=True,
                end_type="count",
                count=3,
            )
        rows = self.agreements(self.mill)
        self.assertEqual(sorted(rows.mapped("due_on")), [on(3), on(10), on(17)])
