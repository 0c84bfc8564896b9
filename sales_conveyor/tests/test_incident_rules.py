from datetime import date, datetime

from odoo.tools import SQL

from .common import department
from .incidents import IncidentCommon


@department
class TestIncidentRules(IncidentCommon):
    """The rules that look at offers and dates by themselves."""

    # === OFFERS === #

    def test_an_expired_offer_is_a_breach_of_its_receiver(self):
        card = self.offered(name="Mill", partner_id=self.client.id)
        with self.at(10):
            self.run_cron("conveyor.handover", "_cron_expire")
            self.run_cron("conveyor.handover", "_cron_expire")
        breach = self.booked("offer_expired")
        self.assertEqual(
            (breach.user_id, breach.team_id, breach.lead_id, breach.partner_id),
            (self.hunter, self.team, card, self.client),
        )
        self.assertEqual(breach.happened_on, date(2026, 3, 5))
        self.assertIn("“Mill”, offered by Scout", breach.evidence)
        self.assertEqual(card.user_id, self.scout)

    def test_an_offer_decided_or_withdrawn_in_time_is_none(self):
        self.accepted()
        card = self.offered()
        card.with_user(self.scout).action_withdraw_card()
        with self.at(20):
            self.run_cron("conveyor.handover", "_cron_expire")
        self.assertFalse(self.booked("offer_expired"))

    def test_a_client_offered_to_a_farmer_expires_the_same_way(self):
        card = self.accepted(partner_id=self.client.id)
        self.team.sells_without_orders = True
        card.with_user(self.hunter).action_set_won()
        with self.at(10):
            self.run_cron("conveyor.handover", "_cron_expire")
        breach = self.booked("offer_expired")
        self.assertIn(breach.user_id, self.farmer | self.farmer2)
        self.assertEqual(breach.partner_id, self.client)

    # === DATES === #

    def moved(self, new, day=30, kind="date_deadline", owner=None, **values):
        """A deal whose expected close is moved on a day of March."""
        owner = owner or self.hunter
        card = self.card(
            "Deal", owner=owner, stage=self.stage_talk, date_deadline="2026-03-31", **values
        )
        with self.at(day):
            card.with_user(owner).write({kind: new})
            self.env.flush_all()
            self.env["conveyor.deadline.move"]._book_moves()
        return card

    def book(self, day=date(2026, 3, 31)):
        rule = self.category("dates_broken")
        self.env.cr.execute(
            SQL(
                "UPDATE conveyor_incident_category SET create_date = %s WHERE id = %s",
                "2026-01-01",
                rule.id,
            )
        )
        rule.invalidate_recordset()
        return self.Incident.browse(self.Incident._book_broken_dates(self.env.company, day))

    def test_a_close_put_off_at_the_end_of_the_month_is_a_breach(self):
        card = self.moved("2026-04-20")
        breach = self.book()
        self.assertEqual(
            (breach.user_id, breach.lead_id, breach.happened_on),
            (self.hunter, card, date(2026, 3, 30)),
        )
        self.assertIn("04/20/2026", breach.evidence)
        self.assertFalse(self.book())

    def test_taken_away_counts_and_earlier_or_in_time_does_not(self):
        self.moved("2026-04-20", day=10)  # three weeks before the border
        self.moved("2026-03-30")  # within its month
        taken = self.moved(False)
        self.assertEqual(self.book().lead_id, taken)

    def test_the_owner_of_then_answers_not_the_one_of_today(self):
        card = self.moved("2026-04-20")
        card.user_id = self.hunter2
        self.assertEqual(self.book().user_id, self.hunter)

    def test_what_was_moved_before_the_rule_is_nobodys_breach(self):
        self.moved("2026-04-20")
        self.assertEqual(self.Incident._book_broken_dates(self.env.company, date(2026, 3, 31)), [])

    def test_another_company_is_looked_at_by_itself(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        self.hunter.company_ids += branch
        self.moved("2026-04-20", team_id=team.id, company_id=branch.id)
        self.assertFalse(self.book())
        breach = self.Incident.browse(self.Incident._book_broken_dates(branch, date(2026, 3, 31)))
        self.assertEqual(breach.company_id, branch)

    def test_the_night_runs_once_for_a_day(self):
        self.moved("2026-04-20")
        self.category("dates_broken")
        self.book(date(2026, 3, 1))
        for hour in (1, 2):
            with self.at(31, hour):
                self.run_cron("conveyor.card.fault", "_cron_watch")
        self.assertEqual(len(self.booked("dates_broken")), 1)
        self.assertEqual(self.env.company.conveyor_cards_watched_on, date(2026, 3, 30))
        self.assertEqual(self.booked("dates_broken").reported_at, datetime(2026, 3, 31, 1))
