from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .agreements import AgreementCommon, at, on
from .common import department


@department
class TestAgreementCards(AgreementCommon):
    """What a card tells: next contact, who has it, the last one, silence; and what calls for somebody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = {}
        names = ("none", "overdue", "moved", "today", "planned")
        for name in (*names, "lost"):
            cls.cards[name] = cls.deal(cls, name)

    def setUp(self):
        super().setUp()
        due = {"overdue": 3, "moved": 6, "today": 5, "planned": 9, "lost": 3}
        calls = {name: self.plan(self.cards[name], due=day) for name, day in due.items()}
        self.move(calls["moved"], due=7, day=3)
        self.move(calls["moved"], due=8, day=4)
        with self.at(4):
            self.cards["lost"].action_set_lost()
        self.decide(5)
        self.calls = calls
        self.all = self.env["crm.lead"].concat(*self.cards.values())

    def test_colours_of_cards(self):
        with self.at(5, hour=12):
            self.env.invalidate_all()
            told = {name: card.contact_state for name, card in self.cards.items()}
        self.assertEqual(told, {**{name: name for name in self.cards}, "lost": False})

    def test_searching_and_grouping_say_what_the_cards_say(self):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        own = [("id", "in", self.all.ids)]
        with self.at(5, hour=12):
            for name, card in self.cards.items():
                state = False if name == "lost" else name
                self.assertEqual(Lead.search([*own, ("contact_state", "=", state)]), card, name)
            rest = Lead.search([*own, ("contact_state", "not in", ("none", "overdue", False))])
            groups = Lead.formatted_read_group(own, ["contact_state"], ["__count"])
        self.assertEqual(set(rest.mapped("name")), {"moved", "today", "planned"})
        found = {group["contact_state"]: group["__count"] for group in groups}
        states = ["none", "overdue", "moved", "today", "planned", False]
        self.assertEqual(found, dict.fromkeys(states, 1))

    def test_the_next_contact_is_the_earliest_and_has_a_person(self):
        card = self.cards["planned"]
        self.plan(card, due=7, day=5, user=self.hunter2)
        self.assertEqual((card.next_contact_on, card.next_contact_user_id), (on(7), self.hunter2))
        with self.at(6):
            self.calls["planned"].date_deadline = on(6)
        self.assertEqual((card.next_contact_on, card.next_contact_user_id), (on(6), self.hunter))
        self.do(self.calls["planned"], day=6)
        self.assertEqual(card.next_contact_on, on(7))

    def test_last_contact_is_a_deed_or_a_message_never_a_note(self):
        card = self.cards["none"]
        self.assertFalse(card.last_contact_at)
        with self.at(6):
            card.message_post(body="A note", subtype_xmlid="mail.mt_note")
        self.assertFalse(card.last_contact_at)
        with self.at(7):
            card.message_post(
                body="Good day", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual(card.last_contact_at, at(7))
        self.do(self.calls["today"], day=8)
        self.assertEqual(self.cards["today"].last_contact_at, at(8))

    def test_conversation_by_phone_is_contact_a_call_in_vain_is_not(self):
        card, calls = self.cards["none"], self.env["conveyor.call"].with_user(self.hunter)
        with self.at(6):
            calls.log_call({"lead_id": card.id, "outcome": "no_answer"})
        self.assertFalse(card.last_contact_at)
        with self.at(7):
            calls.log_call({"lead_id": card.id, "outcome": "talked", "talk_seconds": 90})
        self.assertEqual(card.last_contact_at, at(7))

    def test_silent_days_count_from_the_last_contact_else_from_the_birth_of_the_card(self):
        card, born = self.cards["today"], self.cards["none"]
        self.do(self.calls["today"], day=5)
        Lead = self.env["crm.lead"]
        own = [("id", "in", (card | born).ids)]
        with self.at(15, hour=1):
            self.env.invalidate_all()
            self.assertEqual((card.silent_days, born.silent_days), (10, 14))
            for sign, days, found in (
                (">=", 14, born),
                (">", 14, Lead),
                (">=", 10, card | born),
                (">", 10, born),
                ("<", 14, card),
                ("<=", 14, card | born),
                ("<", 10, Lead),
            ):
                self.assertEqual(
                    Lead.search([*own, ("silent_days", sign, days)]), found, (sign, days)
                )
            self.assertFalse(Lead.search([*own, ("silent_days", ">", 10**12)]))

    def test_the_live_list_tells_what_was_agreed_last(self):
        self.do(self.calls["today"], day=5)
        action = self.env.ref("sales_conveyor.crm_lead_action_talking")
        domain = safe_eval(action.domain) + [("id", "in", self.all.ids)]
        cards = self.env["crm.lead"].with_user(self.hunter).search(domain)
        self.assertEqual(set(cards.mapped("name")), {"overdue", "moved", "today", "planned"})
        told = {card.name: (card.last_agreement, card.last_agreement_state) for card in cards}
        self.assertEqual(told["today"][1], "kept")
        self.assertEqual(told["overdue"][1], "broken")
        self.assertEqual(told["planned"], ("Call", "open"))

    def test_form_of_a_card_opens_with_all_of_it(self):
        with Form(self.cards["planned"].with_user(self.hunter)) as form:
            self.assertEqual(form.next_contact_on, "2026-03-09")
            self.assertEqual(form.next_contact_user_id, self.hunter)

    def test_kanban_and_lists_know_the_words(self):
        for view, kind in (
            ("crm_case_kanban_view_leads", "kanban"),
            ("crm_case_tree_view_oppor", "list"),
        ):
            view_id = self.env.ref(f"crm.{view}").id
            arch = self.env["crm.lead"].get_view(view_id, kind)["arch"]
            self.assertIn('name="contact_state"', arch)
