from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

EARLIER = datetime(2026, 3, 2, 8, 0)
NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactTraps(LedgerCommon):
    """What Odoo rewrites, forgets or lets be forged never reaches the ledger."""

    def setUp(self):
        super().setUp()
        with at_instant(self.env, EARLIER):
            self.deal = self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=700.0)

    # === OWNERS (T1, T2, T4, T6, T22) === #

    def test_credit_stays_with_the_doer_when_the_owner_changes(self):
        with at_instant(self.env, NOON):
            self.drag(self.deal, self.stage_won)
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.user_id = self.farmer
            self.deal.expected_revenue = 1000.0  # 700 + 300
        won, more = self.facts("deal_won", self.deal)
        self.assertEqual((won.user_id, more.user_id), (self.hunter, self.hunter))
        self.assertEqual((more.quantity, more.amount, more.reason), (0, 300, "changed"))
        self.assertFalse(self.check())

    def test_activity_is_credited_to_whoever_did_it_not_to_the_owner_of_the_card(self):
        call = self.activity(self.deal, user=self.hunter)
        call.with_user(self.leader).action_feedback("Talked")
        self.deal.user_id = self.hunter2
        [fact] = self.facts("call", self.deal)
        self.assertEqual(fact.user_id, self.leader)

    def test_facts_of_an_archived_person_stay(self):
        self.drag(self.deal, self.stage_won)
        self.activity(self.deal, user=self.hunter).with_user(self.hunter).action_done()
        self.hunter.action_archive()
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))
        self.assertEqual(self.facts("call", self.deal).user_id, self.hunter)
        self.assertFalse(self.check())

    @mute_logger("odoo.sql_db")
    def test_a_person_with_facts_is_not_deleted(self):
        self.deal.action_set_won()
        self.facts("deal_won")
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.hunter.unlink()
        self.assertRegex(str(caught.exception), "restrict|foreign key|required|archive")
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))

    # === DEEDS (T8, T9, T10) === #

    def test_archived_activity_is_not_done(self):
        """Neither for the ledger nor for its check, beside one of the same kind that was done that day."""
        archived, done = self.activity(self.deal), self.activity(self.deal)
        now = self.env.cr.now()
        with at_instant(self.env, now + timedelta(seconds=1)):
            archived.action_archive()
        with at_instant(self.env, now + timedelta(seconds=2)):
            done.with_user(self.hunter).action_done()
        self.assertEqual(self.standing("call", self.deal), (1, 0))
        self.assertFalse(self.check())

    def test_deeds_stay_when_cards_are_merged(self):
        other = self.card(owner=self.hunter, stage=self.stage_talk)
        self.activity(other).with_user(self.hunter).action_done()
        other.action_set_lost()
        [done] = self.facts("call", other)
        [lost] = self.facts("deal_lost", other)
        (self.deal | other).merge_opportunity()
        self.assertFalse(other.exists())
        self.assertEqual(self.facts("call"), done)
        self.assertEqual(self.facts("deal_lost")[-1].reversal_of_id, lost)
        self.assertEqual(self.facts("deal_lost")[-1].reason, "deleted")
        self.assertFalse(self.check())

    def test_a_deleted_meeting_stays_held(self):
        meeting = self.meeting(self.deal)
        meeting.with_user(self.hunter).action_mark_held()
        [held] = self.facts("meeting_held", meeting)
        meeting.unlink()
        self.assertEqual(self.facts("meeting_held"), held)
        self.assertFalse(self.check())

    # === STATES (T14, T15, T16, T17) === #

    def test_archiving_a_won_deal_books_nothing_and_moves_no_day(self):
        with at_instant(self.env, NOON):
            self.deal.action_set_won()
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.action_archive()
        self.assertGreater(self.deal.date_closed, NOON, "Odoo moves its own day")
        [won] = self.facts("deal_won", self.deal)
        self.assertEqual(won.happened_on, date(2026, 3, 10))
        self.assertFalse(self.facts("deal_lost", self.deal))
        self.assertFalse(self.check())

    def test_probability_of_a_hundred_in_an_ordinary_stage_is_no_win(self):
        self.deal.probability = 100
        self.assertTrue(self.deal.date_closed)
        self.assertFalse(self.facts("deal_won", self.deal))

    def test_the_language_of_the_writer_does_not_matter(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.hunter.lang = "ru_RU"
        self.deal.with_user(self.hunter).with_context(lang="ru_RU").action_set_won()
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))

    def test_a_confirmed_order_does_not_win_the_deal(self):
        order = self.order(opportunity_id=self.deal.id, user_id=self.hunter.id)
        order.action_confirm()
        self.assertFalse(self.facts("deal_won", self.deal))
        self.deal.expected_revenue = 700.0
        self.deal.action_set_won()
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))
        self.assertEqual(self.standing("contract", order), (1, 0))

    def test_several_states_of_one_transaction_are_what_is_left_of_them(self):
        self.deal.action_set_won()
        self.deal.write({"stage_id": self.stage_talk.id, "probability": 20})
        self.deal.action_set_lost()
        self.assertFalse(self.facts("deal_won", self.deal))
        self.assertEqual(self.standing("deal_lost", self.deal), (1, 700))

    def test_an_imported_card_that_is_won_already_is_booked(self):
        card = self.card(owner=self.hunter, stage=self.stage_won, expected_revenue=5.0)
        self.assertEqual(self.standing("deal_won", card), (1, 5))

    def test_a_lead_thrown_away_is_no_lost_deal(self):
        """Odoo calls it lost, too; an opportunity it never was."""
        lead = self.card(type="lead")
        lead.action_set_lost()
        self.assertFalse(self.facts("deal_lost", lead))
        self.assertFalse(self.check())

    def test_a_stage_that_becomes_the_won_one_wins_its_cards(self):
        stage = self.env["crm.stage"].create(
            {"name": "Signed", "team_ids": [Command.link(self.team.id)]}
        )
        self.deal.write({"stage_id": stage.id, "probability": 100})
        self.assertFalse(self.facts("deal_won", self.deal))
        stage.is_won = True
        self.assertEqual(self.standing("deal_won", self.deal), (1, 700))
        self.assertFalse(self.check())

    def test_the_ledger_speaks_one_sentence_to_whoever_edits_it(self):
        self.deal.action_set_won()
        fact = self.facts("deal_won", self.deal)
        for deed in (
            lambda: fact.sudo().write({"amount": 1}),
            lambda: fact.sudo().unlink(),
            lambda: fact.sudo().create([{}]),
            lambda: self.env["conveyor.fact.sum"].sudo().create([{}]),
            lambda: self.env["conveyor.fact.sum"].sudo().search([]).unlink(),
        ):
            with self.assertRaises(UserError):
                deed()
