from .agreements import AgreementCommon, at, on
from .common import department


@department
class TestAgreementKeeping(AgreementCommon):
    """An activity on a card is an agreement: kept by the end of its day, else broken, late once it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls.deal(cls, "Grain", partner_id=cls.client.id)

    def test_planned_activity_is_an_agreement_without_typing_anything_twice(self):
        call = self.plan(self.mill, due=5, summary="Speak of the price")
        row = self.agreement(call)
        self.assertEqual(
            (row.name, row.kind, row.state, row.is_pending),
            ("Speak of the price", "activity", "open", True),
        )
        self.assertEqual((row.promised_on, row.due_on, row.decide_on), (on(5),) * 3)
        self.assertEqual(row.agreed_at, at(2))
        self.assertEqual(
            (row.lead_id, row.partner_id, row.user_id, row.team_id, row.company_id),
            (self.mill, self.client, self.hunter, self.team, self.env.company),
        )
        self.assertFalse(row.decided_on or row.is_flagged or row.move_count)

    def test_activity_on_anything_but_a_card_is_none(self):
        with self.at(2):
            call = self.client.activity_schedule("mail.mail_activity_data_call")
        self.assertFalse(self.agreement(call))

    def test_done_in_the_last_minute_of_its_day_is_kept(self):
        call = self.plan(self.mill, due=5)
        self.do(call, day=5, hour=23)
        self.assertEqual(self.told(call), ("kept", 5, 0))
        self.decide(6)
        self.assertEqual(self.told(call), ("kept", 5, 0))
        self.assertEqual(self.booked(self.mill), {"kept": 1})

    def test_open_at_the_end_of_its_day_is_broken_on_that_day(self):
        call = self.plan(self.mill, due=5)
        self.decide(5, hour=23)
        self.assertEqual(self.told(call), ("open", False, 0))
        self.decide(6)
        self.assertEqual(self.told(call), ("broken", 5, 0))
        row = self.agreement(call)
        self.assertEqual(str(row.decided_at), "2026-03-05 23:59:59")
        self.assertTrue(row.is_pending, "it is still to be done")
        [fact] = self.facts("agreement_broken")
        self.assertEqual((fact.happened_on, fact.user_id), (on(5), self.hunter))

    def test_done_after_its_day_is_late_and_no_longer_broken(self):
        call = self.plan(self.mill, due=5)
        self.decide(6)
        self.do(call, day=9)
        self.assertEqual(self.told(call), ("late", 9, 0))
        self.assertEqual(self.agreement(call).days_late, 4)
        self.assertEqual(self.booked(self.mill), {"late": 1})
        broken = self.facts("agreement_broken")
        self.assertEqual(broken.mapped("quantity"), [1, -1])
        self.assertEqual(broken.mapped("happened_on"), [on(5), on(9)])

    def test_late_is_late_whether_the_night_came_by_or_not(self):
        call = self.plan(self.mill, due=5)
        self.do(call, day=9)
        self.assertEqual(self.told(call), ("late", 9, 0))
        self.assertEqual(self.booked(self.mill), {"late": 1})

    def test_each_move_stays_with_who_made_it_and_the_second_is_flagged(self):
        call = self.plan(self.mill, due=5)
        self.move(call, due=6, day=3)
        self.assertFalse(self.agreement(call).is_flagged)
        self.move(call, due=9, day=6, user=self.leader)
        row = self.agreement(call)
        self.assertEqual((row.promised_on, row.due_on, row.move_count), (on(5), on(9), 2))
        self.assertTrue(row.is_flagged)
        moves = row.move_ids.sorted("id")
        self.assertEqual(moves.mapped("old_on"), [on(5), on(6)])
        self.assertEqual(moves.mapped("new_on"), [on(6), on(9)])
        self.assertEqual(moves.mapped("moved_on"), [on(3), on(6)])
        self.assertEqual([move.user_id for move in moves], [self.hunter, self.leader])
        self.assertEqual(moves.mapped("is_late"), [False, False])
        self.decide(9)
        self.assertEqual(self.told(call), ("open", False, 2))
        self.assertEqual(self.booked(self.mill), {"moved": 2})
        self.assertEqual(self.facts("agreement_moved").user_id, self.hunter)

    def test_moved_after_its_day_it_stays_broken_and_the_move_is_late(self):
        call = self.plan(self.mill, due=5)
        self.move(call, due=12, day=6)
        row = self.agreement(call)
        self.assertEqual(self.told(call), ("broken", 5, 1))
        self.assertTrue(row.is_flagged and row.move_ids.is_late and row.is_pending)
        self.assertEqual(self.mill.next_contact_on, on(12))
        self.do(call, day=12)
        self.assertEqual(self.told(call), ("late", 12, 1))
        self.assertEqual(self.agreement(call).days_late, 7)
        self.assertEqual(self.booked(self.mill), {"late": 1, "moved": 1})

    def test_there_and_back_within_one_transaction_was_no_move(self):
        call = self.plan(self.mill, due=5)
        with self.at(3):
            call.date_deadline = on(20)
            call.date_deadline = on(5)
        self.assertEqual(self.told(call), ("open", False, 0))

    def test_day_that_was_over_when_it_was_agreed_lasts_until_the_end_of_that_day(self):
        call = self.plan(self.mill, due=2, day=9)
        row = self.agreement(call)
        self.assertEqual((row.due_on, row.decide_on, row.state), (on(2), on(9), "open"))
        self.decide(10)
        self.assertEqual(self.told(call), ("broken", 9, 0))

    def test_planned_and_done_at_once_is_kept(self):
        with self.at(2):
            call = self.activity(self.mill)
            call.date_deadline = on(2)
            call.action_feedback()
        self.assertEqual(self.told(call), ("kept", 2, 0))

    def test_deed_that_was_taken_back_in_its_transaction_was_none(self):
        call = self.plan(self.mill, due=9)
        with self.at(5):
            try:
                with self.env.cr.savepoint():
                    call.action_feedback()
                    raise InterruptedError
            except InterruptedError:
                call.invalidate_recordset()
        self.assertEqual(self.told(call), ("open", False, 0))

    def test_open_agreement_follows_its_activity_a_decided_one_does_not(self):
        call, visit = self.plan(self.mill, due=5), self.plan(self.mill, due=4)
        self.decide(5, hour=1)
        with self.at(5):
            (call | visit).user_id = self.hunter2
        self.assertEqual(self.agreement(call).user_id, self.hunter2)
        self.assertEqual(
            (self.agreement(visit).user_id, self.told(visit)[0]), (self.hunter, "broken")
        )
        self.assertEqual(self.mill.next_contact_user_id, self.hunter2)
