from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from ..tools.clock import at_instant
from .common import department
from .loads import NOW, LoadCommon


@department
class TestLoadReport(LoadCommon):
    """What everybody carries beside what he can carry."""

    # === WHAT IS CARRIED === #

    def test_cards_and_tasks_weigh_beside_the_capacity(self):
        """Four cards, one overdue task and two of today: 4 + 0.5 + 2 × 0.5 = 5.5 of 10."""
        cards = self.cards(4)
        self.task(cards[0], day=1)
        for card in cards[1:3]:
            self.task(card, day=2)
        self.task(cards[3], day=3)
        row = self.row(self.hunter)
        self.assertEqual((row.cards, row.overdue, row.today, row.points), (4, 1, 2, 5.5))
        self.assertEqual((row.capacity, row.share, row.room), (10, 1, 10))
        self.assertEqual((row.load, row.load_percent, row.is_away), (0.55, 55, False))

    def test_stages_and_key_clients_weigh_as_they_are_set(self):
        """Two cards in Talk of weight 1, two in Offer of 1.5, one of these of a key client: 2 + 1.5 + 3."""
        self.stage_offer.load_weight = 1.5
        self.client.farmer_id = self.farmer
        self.client.is_key_client = True
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.client.id})
        cards = self.cards(4)
        cards[2:].stage_id = self.stage_offer
        cards[3].partner_id = contact
        row = self.row(self.hunter)
        self.assertEqual((row.cards, row.key_cards, row.card_points, row.load), (4, 1, 6.5, 0.65))
        self.env.company.conveyor_key_weight = 1
        self.stage_offer.load_weight = 0
        self.assertEqual(self.row(self.hunter).card_points, 2)

    def test_weights_of_tasks_are_settings(self):
        self.env.company.write({"conveyor_overdue_weight": 3, "conveyor_today_weight": 0})
        card = self.cards(1)
        self.task(card, day=1)
        self.task(card, day=2)
        self.assertEqual(self.row(self.hunter).points, 4)

    def test_only_open_cards_of_the_team_count(self):
        cards = self.cards(5)
        cards[0].action_set_won()
        cards[1].action_set_lost()
        cards[2].action_archive()
        cards[3].write({"team_id": self.stock_team.id, "user_id": self.hunter.id})
        for card in cards:
            self.task(card, day=1)
        row = self.row(self.hunter)
        self.assertEqual((row.cards, row.overdue), (1, 1))

    def test_a_task_of_somebody_else_on_my_card_is_his(self):
        card = self.cards(1)
        self.task(card, day=1, user=self.scout)
        self.assertEqual(self.row(self.hunter).overdue, 0)
        self.assertEqual((self.row(self.scout).overdue, self.row(self.scout).cards), (1, 0))

    def test_today_is_the_business_day_of_the_company(self):
        card = self.cards(1)
        self.task(card, day=3)
        self.assertEqual(self.row(self.hunter).today, 0)
        self.env.company.conveyor_tz = "Pacific/Kiritimati"
        self.assertEqual(self.row(self.hunter).today, 0)
        with at_instant(self.env, NOW + timedelta(hours=2)):
            self.env["conveyor.load.report"].invalidate_model()
            row = self.env["conveyor.load.report"].search([("user_id", "=", self.hunter.id)])
            self.assertEqual(row.today, 1)

    # === WHAT CAN BE CARRIED === #

    def test_days_off_take_from_the_capacity(self):
        """Two of five days off: 6 cards of 10 × 0.6 are 100 %."""
        self.day_off(self.hunter, "2026-03-03 00:00:00", "2026-03-04 23:59:59")
        self.cards(6)
        row = self.row(self.hunter)
        self.assertAlmostEqual(row.share, 0.6)
        self.assertAlmostEqual(row.load, 1)
        self.assertEqual(row.load_percent, 100)

    def test_who_is_away_all_the_week_has_no_load(self):
        self.day_off(self.hunter, "2026-03-01 00:00:00", "2026-03-20 23:59:59")
        self.cards(3)
        row = self.row(self.hunter)
        self.assertEqual((row.is_away, row.presence), (True, "Away"))
        self.assertEqual((row.cards, row.room, row.load, row.load_percent), (3, 0, 0, 0))
        self.assertIs(dict(self.total(["user_id"], "load:avg"))[self.hunter], False)

    def test_no_capacity_is_no_division(self):
        self.member(self.hunter).capacity = 0
        self.cards(3)
        row = self.row(self.hunter)
        self.assertFalse(row.is_away)
        self.assertFalse(row.load)
        self.assertIs(dict(self.total(["user_id"], "load:avg"))[self.hunter], False)

    def test_weights_without_bounds_are_refused_in_words(self):
        for number in (-0.1, 100.1, 1e300, float("nan"), float("inf")):
            with self.assertRaises(ValidationError, msg=number):
                self.stage_talk.load_weight = number
            with self.assertRaises(IntegrityError, msg=number), mute_logger("odoo.sql_db"):
                self.env.cr.execute(
                    "UPDATE crm_stage SET load_weight = %s WHERE id = %s",
                    [number, self.stage_talk.id],
                )

    def test_the_heaviest_load_has_room_in_its_column(self):
        self.stage_talk.load_weight = 100
        self.env.company.conveyor_overdue_weight = 1000
        self.member(self.hunter).capacity = 1
        self.day_off(self.hunter, "2026-03-02 08:01:00", "2026-03-20 23:59:59")
        for card in self.cards(30):
            self.task(card, day=1)
        row = self.row(self.hunter)
        self.assertGreater(row.load, 1000)
        self.assertGreater(row.load_percent, 100000)
