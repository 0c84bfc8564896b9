from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .motivate import PEOPLE
from .test_prompt import PromptCommon


@tagged("post_install", "-at_install")
class TestPromptCards(PromptCommon):
    """Who sees the cards, what is done with them, and what they cost."""

    def setUp(self):
        super().setUp()
        for user in (self.hunter, self.farmer):
            for day in self.days_before(5):
                self.report(day, user)

    # === THE DAY === #

    def test_opened_twice_the_cards_are_made_once(self):
        prompts = self.env["motivation.prompt"].with_user(self.head)
        prompts.action_open_today()
        before = prompts.search([])
        for day in self.days_before(5):
            self.report(day, self.scout)
        prompts.action_open_today()
        self.assertEqual(prompts.search([]), before)
        prompts.action_look_anew()
        self.assertIn(self.scout, prompts.search([]).user_id)
        self.assertEqual(len(prompts.search([("user_id", "=", self.hunter.id)])), 1)

    def test_a_talk_is_marked_and_noted(self):
        card = self.cards(self.leader)[self.hunter]
        card.note = "He wants to lead."
        card.action_done()
        self.assertEqual((card.is_done, card.done_by_id), (True, self.leader))
        card.with_user(self.head).action_done()
        self.assertEqual(card.done_by_id, self.leader, "the first one stays")
        self.assertEqual(card.with_user(self.head).note, "He wants to lead.")

    def test_looking_anew_keeps_what_was_talked_or_noted(self):
        cards = self.cards()
        cards[self.hunter].action_done()
        cards[self.farmer].note = "Ask about the mill."
        again = self.cards()
        self.assertEqual(again[self.hunter], cards[self.hunter])
        self.assertEqual(again[self.farmer], cards[self.farmer])

    def test_what_was_talked_about_rests_for_some_days(self):
        self.cards()[self.hunter].action_done()
        with at_instant(self.env, datetime(2026, 3, 12, 9)):
            self.assertNotIn(self.hunter, self.cards())
            self.assertIn(self.farmer, self.cards())
        with at_instant(self.env, datetime(2026, 3, 17, 9)):
            self.assertIn(self.hunter, self.cards())

    # === RIGHTS === #

    def test_head_owner_and_the_leader_see_the_card_the_person_does_not(self):
        card = self.cards()[self.hunter]
        self.assertEqual(self.readers(card), {"leader", "head", "owner"})

    def test_nobody_sees_the_card_of_himself(self):
        for boss in (self.head, self.leader):
            self.env["crm.team.member"].create(
                {"user_id": boss.id, "crm_team_id": self.team.id, "role": "hunter"}
            )
            for day in self.days_before(5):
                self.report(day, boss)
        for boss, other in ((self.head, self.leader), (self.leader, self.head)):
            cards = self.cards(boss)
            self.assertNotIn(boss, cards)
            self.assertIn(other, cards)

    def test_a_leader_sees_his_own_teams_only(self):
        stock = self.stock_team
        stock.write(
            {"use_conveyor": True, "user_id": self.farmer2.id, "company_id": self.company.id}
        )
        stock.crm_team_member_ids.write({"role": "hunter", "is_hunter": True})
        for day in self.days_before(5):
            self.report(day, self.stranger)
        self.cards()
        seen = {
            login: self.env["motivation.prompt"].with_user(getattr(self, login)).search([]).user_id
            for login in ("leader", "farmer2", "head")
        }
        trio = self.hunter | self.farmer | self.stranger
        self.assertEqual(seen["leader"] & trio, self.hunter | self.farmer)
        self.assertEqual(seen["farmer2"] & trio, self.stranger)
        self.assertEqual(seen["head"] & trio, trio)

    def test_notes_are_of_the_head_and_the_leader(self):
        card = self.cards()[self.hunter]
        card.note = "Between us."
        with self.assertRaises(AccessError):
            card.with_user(self.owner).read(["note"])
        self.assertEqual(card.with_user(self.leader).read(["note"])[0]["note"], "Between us.")

    def test_cards_are_made_of_facts_only(self):
        card = self.cards()[self.hunter]
        for user in (self.head, self.leader):
            mine = card.with_user(user)
            for values in (
                {"kind": "praise"},
                {"reasons": []},
                {"is_done": True},
                {"user_id": self.farmer.id},
            ):
                with self.subTest(values=values), self.assertRaises(UserError):
                    mine.write(values)
            for deed in (mine.unlink, lambda mine=mine: mine.create({"user_id": self.farmer.id})):
                with self.assertRaises(UserError):
                    deed()
        with self.assertRaises(AccessError):
            card.with_user(self.owner).action_done()

    def test_sellers_who_lead_nobody_open_nothing(self):
        card = self.cards()[self.farmer]
        for login in ("scout", "hunter", "farmer", "stranger"):
            prompts = self.env["motivation.prompt"].with_user(getattr(self, login))
            for name in ("action_open_today", "action_look_anew"):
                with self.subTest(login=login, name=name), self.assertRaises(AccessError):
                    getattr(prompts, name)()
            with self.assertRaises(AccessError):
                card.with_user(getattr(self, login)).action_done()

    def test_menus_of_leaders_are_shown_to_leaders(self):
        names = ("motivation_prompt_menu", "motivation_boundary_report_menu")
        hidden = {self.env.ref(f"sales_motivation.{name}").id for name in names}
        for login in PEOPLE:
            blacklist = (
                self.env["ir.ui.menu"].with_user(getattr(self, login))._load_menus_blacklist()
            )
            leads = login in ("leader", "head", "owner")
            self.assertEqual(hidden & set(blacklist), set() if leads else hidden, login)

    def test_whoever_begins_to_lead_sees_them_at_once(self):
        menus = self.env["ir.ui.menu"].with_user(self.farmer2)
        menu = self.env.ref("sales_motivation.motivation_prompt_menu")
        self.assertNotIn(menu.id, menus.load_menus(False))
        self.stock_team.user_id = self.farmer2
        self.assertIn(menu.id, menus.load_menus(False))

    # === COST === #

    def test_people_cost_no_more_questions(self):
        self.cards()
        prompts = self.env["motivation.prompt"]
        prompts._choose_cards(self.company, date(2026, 3, 11))
        one = self.count_queries(lambda: prompts._choose_cards(self.company, date(2026, 3, 11)))
        for user in self.people:
            self.usual_weeks(user=user)
            self.norm_day(date(2026, 3, 10), 20, user=user)
        many = self.count_queries(lambda: prompts._choose_cards(self.company, date(2026, 3, 11)))
        self.assertEqual(many, one)
        self.assertLessEqual(many, 18)

    def test_reading_many_cards_costs_no_more_than_one(self):
        for user in self.people:
            self.usual_weeks(user=user)
        cards = self.env["motivation.prompt"].union(*self.cards().values())
        one = self.count_queries(lambda: cards[:1].mapped("why"))
        self.assertGreater(len(cards), 3)
        self.assertLessEqual(self.count_queries(lambda: cards.mapped("why")), one + 1)
