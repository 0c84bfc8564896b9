from datetime import date, datetime, timedelta

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

EARLIER = datetime(2026, 3, 2, 8, 0)
NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactDeals(LedgerCommon):
    """Won and lost deals, and what becomes of them later."""

    def setUp(self):
        super().setUp()
        with at_instant(self.env, EARLIER):
            self.deal = self.accepted(expected_revenue=700.0, partner_id=self.client.id)
        with at_instant(self.env, NOON):
            self.deal.action_set_won()

    def rows(self, code):
        """Quantity, amount and reason of each row about the deal."""
        facts = self.facts(code)
        return [(fact.quantity, fact.amount, fact.reason) for fact in facts]

    def test_lost_after_won_takes_the_win_back_and_books_the_loss(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.stage_id = self.stage_offer
            self.deal.action_set_lost()
        self.assertEqual(self.rows("deal_won"), [(1, 700, False), (-1, -700, "cancelled")])
        self.assertEqual(self.rows("deal_lost"), [(1, 700, False)])
        self.assertEqual(self.rows("contact_won"), [(1, 700, False), (-1, -700, "cancelled")])
        self.assertFalse(self.check())

    def test_won_again_is_a_new_win_of_its_own_day_and_owner(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.write({"stage_id": self.stage_talk.id, "probability": 20})
        with at_instant(self.env, A_MONTH_LATER + timedelta(days=1)):
            self.deal.user_id = self.hunter2
            self.deal.action_set_won()
        first, back, again = self.facts("deal_won")
        self.assertEqual(((first | back).user_id, again.user_id), (self.hunter, self.hunter2))
        self.assertEqual(again.happened_on, date(2026, 4, 15))
        self.assertEqual((first.revision, back.revision, again.revision), (0, 1, 2))
        self.assertFalse(again.reversal_of_id)
        self.assertFalse(self.check())

    def test_deleted_deal_is_taken_back_on_the_day_of_deletion(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.unlink()
        won, back = self.facts("deal_won")
        self.assertEqual((back.quantity, back.amount, back.reason), (-1, -700, "deleted"))
        self.assertEqual((back.happened_on, back.cohort_on), (date(2026, 4, 14), won.cohort_on))
        self.assertEqual(self.standing("contact_delivered"), (1, 0), "the handover stays")
        self.assertFalse(self.check())

    def test_won_deal_merged_away_is_taken_back(self):
        other = self.card(owner=self.hunter, stage=self.stage_talk, partner_id=self.client.id)
        (other | self.deal).merge_opportunity()
        kept = (other | self.deal).exists()
        self.assertEqual(len(kept), 1)
        self.assertEqual(self.standing("deal_won")[0], kept.won_status == "won")
        self.assertFalse(self.check())

    def test_revenue_changed_later_is_booked_as_a_difference(self):
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.expected_revenue = 650.0  # 650 − 700 = −50
        self.assertEqual(self.rows("deal_won"), [(1, 700, False), (0, -50, "changed")])
        self.assertEqual(self.facts("deal_won")[-1].happened_on, date(2026, 4, 14))

    def test_revenue_changed_and_changed_back_leaves_no_trace_in_one_transaction(self):
        self.deal.expected_revenue = 650.0
        self.deal.expected_revenue = 700.0
        self.assertEqual(len(self.facts("deal_won")), 1)

    def test_other_client_moves_the_deal_with_its_person_and_cohort(self):
        other = self.env["res.partner"].create({"name": "Southern Mill", "is_company": True})
        with at_instant(self.env, A_MONTH_LATER):
            self.deal.write({"partner_id": other.id, "user_id": self.farmer.id})
        won, back, moved = self.facts("deal_won")
        self.assertEqual((back.quantity, back.amount, back.reason), (-1, -700, "moved"))
        self.assertEqual(
            (won.partner_id, back.partner_id, moved.partner_id), (self.client, self.client, other)
        )
        self.assertEqual((moved.user_id, moved.cohort_on), (won.user_id, won.cohort_on))
        self.assertEqual(self.standing("deal_won"), (1, 700))
        self.assertFalse(self.check())

    def test_cohort_of_a_won_contact_is_the_day_it_was_taken(self):
        [contact], [won] = self.facts("contact_won"), self.facts("deal_won")
        self.assertEqual(contact.cohort_on, date(2026, 3, 2))
        self.assertEqual((contact.user_id, won.days_held), (self.hunter, 8))  # 2 → 10 March

    def test_returned_contact_counts_as_accepted_no_more(self):
        with at_instant(self.env, EARLIER):
            card = self.accepted()
        handover = self.env["conveyor.handover"].search([("lead_id", "=", card.id)])
        with at_instant(self.env, NOON):
            handover.with_user(self.hunter)._return(self.reason, "No need")
        self.assertEqual(self.standing("contact_delivered", handover), (1, 0))
        for code in ("contact_accepted", "contact_taken"):
            self.assertEqual(self.standing(code, handover), (0, 0), code)
        [returned] = self.facts("contact_returned", handover)
        self.assertEqual((returned.happened_on, returned.cohort_on), (NOON.date(), EARLIER.date()))
        self.assertFalse(self.check())

    def test_withdrawn_offer_is_taken_back(self):
        card = self.offered()
        handover = self.waiting(card)
        self.assertEqual(self.standing("contact_delivered", handover), (1, 0))
        handover.with_user(self.scout).action_withdraw()
        self.assertEqual(self.standing("contact_delivered", handover), (0, 0))
        self.assertFalse(self.check())

    def test_deal_without_a_company_stays_in_the_one_where_it_was_won(self):
        """Its owner may change to another company; what he sold in the first one stays there."""
        other = self.env["res.company"].create({"name": "Branch"})
        team = self.env["crm.team"].create({"name": "Everywhere", "company_id": False})
        deal = self.card(owner=self.hunter, stage=self.stage_talk, team_id=team.id)
        deal.company_id = False
        deal.action_set_won()
        [won] = self.facts("deal_won", deal)
        self.hunter.write({"company_ids": [(4, other.id)], "company_id": other.id})
        deal.expected_revenue = 5
        self.assertEqual(self.facts("deal_won", deal).company_id, won.company_id)
        self.assertFalse(self.check())

    def test_deal_without_an_owner_waits_for_one(self):
        """No fact without a person: it is booked when somebody owns it."""
        deal = self.card(owner=False, stage=self.stage_won, expected_revenue=5.0)
        self.assertFalse(deal.user_id)
        self.assertFalse(self.facts("deal_won", deal))
        deal.user_id = self.hunter
        self.assertEqual(self.facts("deal_won", deal).user_id, self.hunter)
        self.assertFalse(self.check())
