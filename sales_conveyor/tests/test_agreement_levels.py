from odoo.exceptions import ValidationError

from .agreements import AgreementCommon, on
from .common import department


@department
class TestAgreementLevels(AgreementCommon):
    """How many of the open cards have a next contact, at the end of each day."""

    def setUp(self):
        super().setUp()
        self.env["crm.lead"].search([]).active = False
        with self.at(2):
            names = ("Mill", "Barn", "Shop", "Yard")
            self.cards = self.env["crm.lead"].concat(
                *(self.card(name, owner=self.hunter, stage=self.stage_talk) for name in names)
            )
            self.lone = self.card("Lone", owner=self.hunter2, stage=self.stage_talk)

    def book(self, day):
        """The levels of a day, booked in the hour after it."""
        with self.at(day + 1, hour=0, minute=30):
            return self.env["conveyor.fact"]._book_levels(self.env.company, on(day))

    def covered(self, groupby=()):
        metric = self.env.ref("sales_conveyor.metric_next_contact_covered")
        domain = [
            ("user_id", "in", (self.hunter | self.hunter2).ids),
            ("id", ">", self.last_before),
        ]
        return metric._measure(domain, groupby)[metric]

    def test_share_of_open_cards_with_an_agreement_ahead(self):
        """Ahead: the mill (5th). Not: the barn overdue, the shop of today, the yard with nothing; 1 of 4."""
        self.plan(self.cards[0], due=5)
        self.plan(self.cards[1], due=2)
        self.plan(self.cards[2], due=3)
        self.book(3)
        self.assertEqual(self.covered(), {(): 1 / 5})
        people = self.covered(("user_id",))
        self.assertEqual(people, {(self.hunter,): 1 / 4, (self.hunter2,): 0.0})

    def test_looked_at_during_the_day_what_is_due_today_counts(self):
        self.plan(self.cards[0], due=3)
        with self.at(3, hour=12):
            self.env["conveyor.fact"]._book_levels(self.env.company, on(3))
        self.assertEqual(self.covered(("user_id",))[(self.hunter,)], 1 / 4)

    def test_a_month_is_as_its_last_day_never_the_sum_of_days(self):
        self.plan(self.cards[0], due=20)
        self.book(3)
        self.plan(self.cards[1], due=20, day=4)
        self.plan(self.cards[2], due=20, day=4)
        self.book(4)
        self.assertEqual(self.covered(("user_id",))[(self.hunter,)], 3 / 4)
        days = {group[0].day: value for group, value in self.covered(("happened_on:day",)).items()}
        self.assertEqual(days, {3: 1 / 5, 4: 3 / 5})

    def test_person_whose_last_card_went_has_nothing_to_tell(self):
        self.book(3)
        with self.at(4):
            self.lone.action_set_lost()
        self.book(4)
        self.assertEqual(self.covered(("user_id",)), {(self.hunter,): 0.0, (self.hunter2,): None})

    def test_twice_is_once(self):
        self.assertTrue(self.book(3))
        self.assertFalse(self.book(3))

    def test_ratio_of_a_level_and_a_sum_makes_no_sense(self):
        values = {
            "name": "Nonsense",
            "code": "nonsense",
            "description": "Nonsense",
            "aggregation": "ratio",
            "numerator_id": self.env.ref("sales_conveyor.metric_cards_covered").id,
            "denominator_id": self.env.ref("sales_conveyor.metric_deal_won").id,
        }
        with self.assertRaises(ValidationError):
            self.env["conveyor.metric"].create(values)

    def test_reports_that_add_up_leave_ratios_of_levels_out(self):
        metric = self.env.ref("sales_conveyor.metric_next_contact_covered")
        parts = self.env["conveyor.metric"]._get_parts()
        self.assertNotIn(metric.id, {part.metric_id for part in parts})
        action = metric.action_open_facts()
        self.assertEqual(action["id"], self.env.ref("sales_conveyor.conveyor_fact_action_level").id)
