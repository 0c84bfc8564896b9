from datetime import date, datetime

from odoo.tests import tagged

from .test_prompt import PromptCommon


@tagged("post_install", "-at_install")
class TestPromptSteps(PromptCommon):
    """What somebody is close to, and what one card says of it."""

    # === TIERS, CAREERS, CONTESTS === #

    def near_tier(self, **values):
        tiers = [(0, 0.03), (10000, 0.05), (50000, 0.02)]
        component = {"kind": "commission", "metric": "money_in", "tiers": tiers, **values}
        self.pay_by(self.hunter, self.plan(component))

    def test_near_a_higher_rate_is_a_challenge(self):
        """8,500 of 10,000 in the quarter; no amount of pay and no rate is told."""
        self.near_tier()
        self.sell(date(2026, 1, 20), 7000)
        self.assertIsNone(self.card())
        self.sell(date(2026, 3, 2), 1500)
        self.assertEqual(
            self.card(),
            (
                "challenge",
                "Only $ 1,500 of “Money in” to the next rate of “commission”, until 03/31/2026.",
            ),
        )

    def test_a_lower_rate_is_no_challenge(self):
        self.near_tier()
        self.sell(date(2026, 3, 2), 49000)
        self.assertIsNone(self.card())

    def test_a_share_of_a_pool_is_told_in_sales(self):
        """Half of each sale counts: 17,000 sold are 8,500 of 10,000, and 3,000 are missing."""
        self.near_tier(share=0.5)
        self.sell(date(2026, 3, 2), 17000)
        self.assertIn("Only $ 3,000 of", self.card()[1])

    def test_ready_for_the_next_step_is_praised(self):
        self.env["motivation.grade"].create({"name": "Trainee", "role": "hunter", "sequence": 1})
        self.assertEqual(
            self.card(), ("praise", "Meets everything that “Trainee” asks: promote, and say it.")
        )

    def test_one_criterion_away_is_a_challenge(self):
        metrics = self.env["conveyor.metric"]
        criteria = [
            (0, 0, {"metric_id": metrics._get(code).id, "goal": goal, "months": 2})
            for code, goal in (("money_in", 1000), ("deal_won", 1))
        ]
        self.env["motivation.grade"].create(
            {"name": "Hunter", "role": "hunter", "sequence": 1, "criterion_ids": criteria}
        )
        self.fact("deal_won", date(2026, 2, 3), self.hunter, amount=1)
        self.sell(date(2026, 2, 3), 790)
        self.assertIsNone(self.card())
        self.sell(date(2026, 2, 4), 20)
        self.assertEqual(self.card(), ("challenge", "One criterion away from “Hunter”."))

    def test_first_and_close_behind_in_a_contest(self):
        self.contest(people=self.hunter | self.hunter2 | self.farmer)
        self.sell(date(2026, 3, 5), 1000)
        self.sell(date(2026, 3, 5), 950, self.hunter2)
        self.sell(date(2026, 3, 5), 500, self.farmer)
        cards = self.cards()
        self.assertEqual(
            {user: (card.kind, card.why) for user, card in cards.items()},
            {
                self.hunter: ("praise", "First in “March”."),
                self.hunter2: ("challenge", "Place 2 in “March”, close behind the one ahead."),
            },
        )

    # === ONE CARD === #

    def test_one_card_says_one_kind_of_thing(self):
        """A drop weighs more than a row of good days: help today, the praise another day."""
        self.usual_weeks()
        for day in self.days_before(5):
            self.report(day)
        kind, why = self.card()
        self.assertEqual((kind, why.count("\n")), ("help", 0))

    def test_whoever_is_away_gets_no_card(self):
        for day in self.days_before(5):
            self.report(day)
        member = self.team.crm_team_member_ids.filtered(lambda one: one.user_id == self.hunter)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "resource_id": member._get_resource().id,
                "date_from": datetime(2026, 3, 11, 0),
                "date_to": datetime(2026, 3, 11, 23, 59),
                "time_type": "leave",
            }
        )
        self.assertIsNone(self.card())

    def test_words_are_of_the_language_of_the_reader(self):
        """A reason is kept as facts: whoever reads it has it in his own language, with names of today."""
        self.contest(people=self.hunter | self.hunter2, name="Sprint")
        self.sell(date(2026, 3, 5), 1000)
        self.sell(date(2026, 3, 5), 10, self.hunter2)
        card = self.cards()[self.hunter]
        card.sudo().env["motivation.contest"].search([("name", "=", "Sprint")]).name = "Dash"
        self.env.invalidate_all()
        self.assertEqual(card.why, "First in “Dash”.")
