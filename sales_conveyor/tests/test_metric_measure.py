from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon


@department
class TestMetricMeasure(LedgerCommon):
    """What a metric comes to: every level from the sums of its parts, medians of what stands, levels of the last day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = [("user_id", "in", (cls.scout | cls.hunter | cls.hunter2).ids)]

    def measure(self, codes, groupby=(), *conditions, user=None):
        """Values of metrics by code: ``{code: {group: value}}``."""
        metrics = self.env["conveyor.metric"].search([("code", "in", codes.split())])
        values = metrics.with_user(user or self.env.user)._measure(
            [*self.own, *conditions], groupby
        )
        return {metric.code: groups for metric, groups in values.items()}

    def close(self, owner, outcome, revenue, born, closed):
        """A deal of March 2026, born and closed on these days."""
        with at_instant(self.env, datetime(2026, 3, born, 9)):
            card = self.card(owner=owner, stage=self.stage_talk, expected_revenue=revenue)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s", [self.env.cr.now(), card.id]
            )
            card.invalidate_recordset()
        with at_instant(self.env, datetime(2026, 3, closed, 15)):
            card.action_set_won() if outcome == "won" else card.action_set_lost()
        return card

    def test_ratio_of_a_team_comes_from_its_sums_not_from_the_ratios_of_its_people(self):
        self.close(self.hunter, "won", 900, born=2, closed=4)
        for day in (5, 6, 7):
            self.close(self.hunter2, "won", 100, born=2, closed=day)
        for day in (8, 9, 10, 11, 12):
            self.close(self.hunter2, "lost", 50, born=2, closed=day)
        people = self.measure("win_rate average_deal deal_won", ["user_id"])
        self.assertEqual(people["win_rate"], {(self.hunter,): 1.0, (self.hunter2,): 3 / 8})
        self.assertEqual(people["average_deal"], {(self.hunter,): 900, (self.hunter2,): 100})
        team = self.measure("win_rate average_deal deal_won win_rate_amount")
        self.assertEqual(team["win_rate"], {(): 4 / 9})
        self.assertNotEqual(team["win_rate"][()], (1 + 3 / 8) / 2)
        self.assertEqual(team["average_deal"], {(): 300})
        self.assertEqual(team["win_rate_amount"], {(): 1200 / 1450})
        self.assertEqual(team["deal_won"], {(): 4})

    def test_ratio_without_a_denominator_is_nothing_and_not_zero(self):
        self.assertEqual(
            self.measure("win_rate average_deal deal_won days_from_creation deals_in_work"),
            {
                "win_rate": {(): None},
                "average_deal": {(): None},
                "deal_won": {(): 0},
                "days_from_creation": {(): None},
                "deals_in_work": {(): None},
            },
        )
        self.close(self.hunter, "lost", 10, born=2, closed=4)
        values = self.measure("win_rate average_deal", ["user_id"])
        self.assertEqual(values, {"win_rate": {(self.hunter,): 0.0}, "average_deal": {}})

    def test_deal_taken_back_leaves_sum_and_ratio(self):
        self.close(self.hunter, "won", 900, born=2, closed=4)
        reopened = self.close(self.hunter, "won", 500, born=2, closed=6)
        with at_instant(self.env, datetime(2026, 4, 8, 9)):
            reopened.write({"stage_id": self.stage_talk.id, "probability": 20})
        months = self.measure("deal_won average_deal", ["happened_on:month"])
        self.assertEqual(months["deal_won"], {(date(2026, 3, 1),): 2, (date(2026, 4, 1),): -1})
        self.assertEqual(months["average_deal"][date(2026, 3, 1),], 700)
        self.assertEqual(self.measure("average_deal"), {"average_deal": {(): 900}})

    def test_median_ignores_a_deal_that_was_reopened(self):
        self.close(self.hunter, "won", 100, born=1, closed=3)
        self.close(self.hunter, "won", 100, born=1, closed=5)
        slow = self.close(self.hunter, "won", 100, born=1, closed=31)
        self.assertEqual(self.measure("days_from_creation"), {"days_from_creation": {(): 4}})
        with at_instant(self.env, datetime(2026, 4, 8, 9)):
            slow.write({"stage_id": self.stage_talk.id, "probability": 20})
        self.assertEqual(self.measure("days_from_creation"), {"days_from_creation": {(): 3}})

    def test_median_keeps_a_deal_whose_money_was_corrected(self):
        self.close(self.hunter, "won", 100, born=1, closed=3)
        deal = self.close(self.hunter, "won", 100, born=1, closed=11)
        with at_instant(self.env, datetime(2026, 3, 12, 9)):
            deal.expected_revenue = 250
        values = self.measure("days_from_creation deal_won average_deal")
        self.assertEqual(values["days_from_creation"], {(): 6})
        self.assertEqual(values["deal_won"], {(): 2})
        self.assertEqual(values["average_deal"], {(): 175})

    def test_level_is_of_the_last_day_and_never_summed_over_days(self):
        company = self.env.company
        self.env["crm.lead"].search([("user_id", "in", self.hunter.ids)]).unlink()
        self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=100)
        self.card(owner=self.hunter2, stage=self.stage_talk, expected_revenue=30)
        self.env["conveyor.fact"]._book_levels(company, date(2026, 3, 30))
        self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=7)
        self.env["conveyor.fact"]._book_levels(company, date(2026, 3, 31))
        values = self.measure("deals_in_work pipeline_amount")
        self.assertEqual(values, {"deals_in_work": {(): 3}, "pipeline_amount": {(): 137}})
        days = self.measure("deals_in_work", ["happened_on:day"])["deals_in_work"]
        self.assertEqual(days, {(date(2026, 3, 30),): 2, (date(2026, 3, 31),): 3})
        month = self.measure("deals_in_work", ["user_id", "happened_on:month"])["deals_in_work"]
        march = date(2026, 3, 1)
        self.assertEqual(month, {(self.hunter, march): 2, (self.hunter2, march): 1})

    def test_quality_counts_a_decision_in_the_period_of_the_offer(self):
        with at_instant(self.env, datetime(2026, 3, 30, 9)):
            cards = self.offered(name="A") | self.offered(name="B") | self.offered(name="C")
        with at_instant(self.env, datetime(2026, 4, 2, 9)):
            for card in cards[:2]:
                self.waiting(card).with_user(self.hunter).action_accept()
            self.waiting(cards[2]).with_user(self.hunter)._return(self.reason, "")
        march = [("happened_on", ">=", "2026-03-01"), ("happened_on", "<", "2026-04-01")]
        values = self.measure("quality contact_accepted contact_delivered", (), *march)
        self.assertEqual(values["quality"], {(): 2 / 3})
        self.assertEqual(values["contact_accepted"], {(): 0})
        self.assertEqual(values["contact_delivered"], {(): 3})
        months = self.measure("quality contact_accepted", ["happened_on:month"])
        self.assertEqual(months["quality"], {(date(2026, 3, 1),): 2 / 3})
        self.assertEqual(months["contact_accepted"], {(date(2026, 4, 1),): 2})
        year = self.measure(
            "quality", (), "|", ("happened_on.month_number", "=", 3), ("id", "=", 0)
        )
        self.assertEqual(year["quality"], {(): 2 / 3})

    def test_seller_measures_his_own_facts_and_a_leader_those_of_his_teams(self):
        self.close(self.hunter, "won", 900, born=2, closed=4)
        self.close(self.hunter2, "lost", 100, born=2, closed=4)
        for person, rate in (
            (self.hunter, 1),
            (self.hunter2, 0),
            (self.leader, 0.5),
            (self.head, 0.5),
            (self.scout, None),
        ):
            self.assertEqual(
                self.measure("win_rate", user=person), {"win_rate": {(): rate}}, person.name
            )

    def test_number_of_queries_does_not_grow_with_metrics_people_and_days(self):
        order = self.order(user_id=self.hunter.id)
        order.order_line = [Command.create({"product_id": self.product.id, "price_unit": 50})]
        order.action_confirm()
        self.close(self.hunter, "won", 900, born=2, closed=4)
        self.close(self.hunter2, "won", 900, born=2, closed=4)
        metrics = self.env["conveyor.metric"].search([])
        metrics._measure(self.own, ["user_id", "happened_on:day"])
        with self.assertQueryCount(3):
            metrics._measure(self.own, ["user_id", "happened_on:day"])
