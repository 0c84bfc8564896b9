from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..tools.clock import at_instant
from .cards import WHOLE, CardCommon
from .common import department


@department
class TestCardHygiene(CardCommon):
    """What a card must tell in its stage and in those before, and whether the funnel is looked after."""

    # === FILLED === #

    def test_a_card_in_order_has_no_faults(self):
        self.assertEqual(self.told(self.whole()), (1.0, False))

    def test_a_stage_asks_for_all_that_came_before(self):
        """A scout's card tells two things, a hunter's four."""
        bare = {name: False for name in WHOLE if name != "expected_revenue"}
        card = self.whole(owner=self.scout, stage=self.stage_contact, **bare, expected_revenue=5)
        self.assertEqual(self.told(card), (0.0, "not filled: client, phone or e-mail"))
        card.write({"partner_name": "Mill", "email_from": "a@b.example"})
        self.assertEqual(self.told(card), (1.0, False))
        card.write({"user_id": self.hunter.id, "stage_id": self.stage_talk.id})
        self.assertEqual(self.told(card), (0.5, "not filled: expected closing, contact person"))

    def test_a_stage_may_ask_by_itself_and_all_that_follow_it(self):
        self.ask("position", "scout", stage=self.stage_offer)
        talk, offer = self.whole(), self.whole(stage=self.stage_offer)
        growth = self.whole(owner=self.farmer, stage=self.stage_growth)
        self.assertEqual([self.told(card)[0] for card in (talk, offer, growth)], [1.0, 0.8, 0.8])

    def test_blanks_are_not_filled(self):
        for values in ({"phone": "  "}, {"partner_name": "\t"}, {"contact_name": ""}):
            with self.subTest(values=values):
                self.assertEqual(self.told(self.whole(**values))[0], 0.75)

    def test_a_client_among_the_contacts_is_a_client_and_a_contact(self):
        card = self.whole(partner_name=False, contact_name=False, partner_id=self.client.id)
        self.assertEqual(self.told(card)[0], 1.0)

    def test_a_team_without_the_conveyor_is_asked_for_nothing(self):
        card = self.card(owner=self.stranger, team_id=self.stock_team.id)
        self.assertEqual(self.told(card), (1.0, False))

    def test_a_closed_card_is_asked_for_nothing(self):
        card = self.whole(phone=False)
        card.action_set_lost()
        self.assertEqual(self.told(card), (1.0, False))

    def test_a_new_card_in_its_form_is_not_asked_of_the_database(self):
        self.assertEqual(self.Lead.new({"name": "x"}).card_complete, 1.0)

    # === THE FUNNEL === #

    def test_a_closing_in_the_past_is_told_by_the_day_of_the_company(self):
        """20:30 UTC of the second is the third in Novosibirsk."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        card = self.whole(date_deadline="2026-03-02")
        with at_instant(self.env, datetime(2026, 3, 2, 16, 30)):
            self.assertEqual(self.told(card)[1], False)
        with at_instant(self.env, datetime(2026, 3, 2, 20, 30)):
            self.assertEqual(self.told(card)[1], "the expected closing is over")

    def test_hunters_and_farmers_have_an_amount_and_scouts_need_none(self):
        self.assertEqual(self.told(self.whole(expected_revenue=0))[1], "no amount")
        farmers = self.whole(owner=self.farmer, stage=self.stage_growth, expected_revenue=0)
        self.assertEqual(self.told(farmers)[1], "no amount")
        scouts = self.whole(owner=self.scout, stage=self.stage_contact, expected_revenue=0)
        self.assertFalse(self.told(scouts)[1])

    def test_nothing_planned_is_a_fault(self):
        card = self.card("Mill", owner=self.hunter, stage=self.stage_talk, **WHOLE)
        self.assertEqual(self.told(card)[1], "no next contact")

    def test_too_long_in_a_stage_is_a_fault(self):
        self.stage_talk.rotting_threshold_days = 7
        card = self.whole()
        card.date_last_stage_update = datetime(2026, 2, 23)
        self.assertEqual(self.told(card)[1], "too long in its stage")
        card.date_last_stage_update = datetime(2026, 2, 25)
        self.assertFalse(self.told(card)[1])

    def test_faulty_cards_are_found(self):
        good, bad = self.whole(), self.whole(phone=False)
        cards = [("id", "in", (good | bad).ids)]
        self.assertEqual(self.Lead.search([*cards, ("is_card_faulty", "=", True)]), bad)
        self.assertEqual(self.Lead.search([*cards, ("is_card_faulty", "=", False)]), good)

    # === MANY === #

    def test_the_worst_card_of_each_person_comes_first(self):
        worst = self.whole(phone=False, date_deadline=False)
        bad = self.whole(phone=False)
        self.whole()
        other = self.whole(owner=self.hunter2, contact_name=False)
        users = self.hunter | self.hunter2 | self.farmer
        found = self.Lead._get_card_faults(users)
        number, cards = found[self.hunter]
        self.assertEqual((number, [row[0] for row in cards]), (2, [worst.id, bad.id]))
        told = (other.id, "Mill", "not filled: contact person")
        self.assertEqual(found[self.hunter2], (1, [told]))
        self.assertEqual(found[self.farmer], (0, []))
        number, cards = self.Lead._get_card_faults(users, limit=1)[self.hunter]
        self.assertEqual((number, [row[0] for row in cards]), (2, [worst.id]))
        self.assertEqual(self.Lead._get_card_faults(self.env["res.users"]), {})

    def test_a_thousand_cards_cost_as_many_statements_as_one(self):
        cards = self.card("One", owner=self.hunter, stage=self.stage_talk)
        for _number in range(49):
            cards |= self.card("More", owner=self.hunter, stage=self.stage_talk)
        cost = {}
        for some in (cards[:1], cards):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("card_faults")
            cost[len(some)] = self.env.cr.sql_log_count - before
        self.assertLessEqual(cost[50], cost[1] + 1)

    def test_a_write_of_a_card_costs_nothing_more(self):
        card = self.whole()
        self.env.flush_all()
        with self.statements("unnest(") as found:
            card.write({"phone": "+7 900 1"})
            card.flush_recordset()
        self.assertFalse([query for query in found if "rotting_threshold_days" in str(query)])

    # === RIGHTS === #

    def test_the_head_says_what_a_card_must_tell(self):
        vals = {"asked": "website", "role": "hunter"}
        for person in (self.hunter, self.leader, self.owner):
            with self.assertRaises(AccessError):
                self.Requirement.with_user(person).create(vals)
        asked = self.Requirement.with_user(self.head).create(vals)
        self.assertIn("website", self.told(self.whole())[1])
        asked.active = False
        self.assertFalse(self.told(self.whole())[1])

    def test_nothing_is_asked_for_twice(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception):  # noqa: B017
            self.Requirement.create({"asked": "client", "role": "scout"})
            self.env.flush_all()
