from .agreements import AgreementCommon, on
from .common import department


@department
class TestAgreementTraps(AgreementCommon):
    """What Odoo forgets: activities archived, deleted, left behind by people, on cards lost or merged away."""

    # === T6 === #

    def test_open_agreements_of_a_leaver_go_to_the_leader(self):
        opened, broken = self.plan(self.mill, due=9), self.plan(self.mill, due=3)
        self.decide(4)
        with self.at(4):
            self.hunter.with_user(self.env.user).action_archive()
        self.assertEqual(opened.exists().user_id, self.leader, "Odoo itself would delete it")
        self.assertEqual(self.agreement(opened).user_id, self.leader)
        self.assertEqual(self.agreement(opened).state, "open")
        self.assertEqual(self.agreement(broken).user_id, self.hunter, "who broke it")
        self.do(opened, day=9, user=self.leader)
        self.assertEqual(self.facts("agreement_kept").user_id, self.leader)
        self.assertEqual(self.facts("agreement_broken").user_id, self.hunter)

    # === T7 === #

    def test_deleted_activity_leaves_its_agreement_flagged(self):
        call = self.plan(self.mill, due=9, summary="Visit the mill")
        with self.at(4):
            call.action_cancel()
        self.assertFalse(call.exists())
        row = self.agreement(call)
        self.assertEqual(
            (row.state, row.cancel_cause, row.name, row.lead_id),
            ("cancelled", "deleted", "Visit the mill", self.mill),
        )
        self.assertEqual((row.decided_on, row.is_flagged, row.is_pending), (on(4), True, False))
        self.assertEqual(self.booked(self.mill), {})
        self.assertFalse(self.mill.next_contact_on)

    def test_deleted_after_its_day_it_was_broken(self):
        call = self.plan(self.mill, due=3)
        with self.at(4):
            call.unlink()
        self.assertEqual(self.told(call), ("broken", 3, 0))
        self.assertFalse(self.agreement(call).is_pending)
        self.assertEqual(self.booked(self.mill), {"broken": 1})

    def test_planned_and_deleted_at_once_was_nothing(self):
        with self.at(2):
            call = self.activity(self.mill)
            call.unlink()
        self.assertFalse(self.agreement(call))

    # === T8 === #

    def test_archived_activity_is_not_done(self):
        call = self.plan(self.mill, due=9)
        with self.at(4):
            call.active = False
        row = self.agreement(call)
        self.assertEqual((row.state, row.cancel_cause), ("cancelled", "archived"))
        self.assertFalse(self.mill.last_contact_at)
        with self.at(5):
            call.active = True
        row = self.agreement(call)
        self.assertEqual((row.state, row.cancel_cause, row.decided_on), ("open", False, False))
        self.assertEqual(self.mill.next_contact_on, on(9))
        self.assertEqual(self.booked(self.mill), {})

    # === T9 === #

    def test_merge_keeps_agreements_and_moves_of_both_cards(self):
        kept, moved = self.plan(self.barn, due=3), self.plan(self.barn, due=4)
        own = self.plan(self.mill, due=12)
        self.do(kept, day=3)
        self.move(moved, due=9, day=4)
        with self.at(5):
            (self.mill | self.barn).merge_opportunity(auto_unlink=True)
        self.assertFalse(kept.exists(), "Odoo loses what was done")
        [head] = (self.mill | self.barn).exists()
        rows = self.agreements(head)
        self.assertEqual(rows.mapped("activity_key"), (kept | moved | own).ids)
        self.assertEqual(rows.mapped("state"), ["kept", "open", "open"])
        self.assertEqual(rows.mapped("move_count"), [0, 1, 0])
        self.assertEqual(head.next_contact_on, on(9))
        self.assertEqual(self.booked(head), {"kept": 1, "moved": 1})
        self.assertEqual(str(head.last_contact_at), "2026-03-03 10:00:00")

    def test_deleted_card_leaves_its_name(self):
        call, done = self.plan(self.barn, due=9), self.plan(self.barn, due=3)
        self.do(done, day=3)
        with self.at(4):
            self.barn.unlink()
        rows = self.agreement(call) | self.agreement(done)
        self.assertEqual(rows.mapped("lead_name"), ["Barn", "Barn"])
        self.assertEqual(
            [(row.state, row.cancel_cause) for row in rows],
            [("cancelled", "card"), ("kept", False)],
        )
        self.assertEqual(self.facts("agreement_kept").mapped("quantity"), [1])

    # === T11 === #

    def test_closed_deal_has_no_agreements_left_to_keep(self):
        deeds = {
            "lost": lambda card: card.action_set_lost(),
            "won": lambda card: card.write({"stage_id": self.stage_won.id}),
            "archived": lambda card: card.action_archive(),
        }
        for name, deed in deeds.items():
            with self.subTest(deed=name):
                card = self.deal(name)
                opened, broken = self.plan(card, due=9), self.plan(card, due=3)
                with self.at(4):
                    deed(card)
                self.decide(20)
                row = self.agreement(opened)
                self.assertEqual((row.state, row.cancel_cause), ("cancelled", "closed"))
                self.assertEqual(self.told(broken), ("broken", 3, 0))
                self.assertFalse((row | self.agreement(broken)).filtered("is_pending"))
                self.assertFalse(card.next_contact_on)
                self.assertEqual(self.booked(card), {"broken": 1})

    def test_reopened_deal_has_its_agreements_again(self):
        call = self.plan(self.mill, due=9)
        with self.at(4):
            self.mill.action_set_lost()
        with self.at(12):
            self.mill.action_unarchive()
        row = self.agreement(call)
        self.assertEqual((row.state, row.due_on, row.decide_on), ("open", on(9), on(12)))
        self.assertEqual(self.mill.next_contact_on, on(9))
        self.decide(13)
        self.assertEqual(self.told(call), ("broken", 12, 0))

    def test_deal_won_by_the_very_deed_kept_it(self):
        call = self.plan(self.mill, due=9)
        with self.at(5):
            self.mill.stage_id = self.stage_won
            call.action_feedback()
        self.assertEqual(self.told(call), ("kept", 5, 0))
