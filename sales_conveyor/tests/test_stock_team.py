import json
from pathlib import Path
from unittest import skipUnless

from lxml import etree

from . import other_database
from .common import ConveyorCommon, department
from .stock_day import MARK

PLAY = "import sys; sys.path.insert(0, {folder!r}); import stock_day; stock_day.tell(env)\n"
# Statements that the addon may ask in a stock team: to know that the team is none of its business,
# and on rare occasions whether there is history that must follow. The ledger books in every team: one statement
# for a deal or a deed, three for a contract with its first sale. Agreements are kept in every team, too: one statement
# where something is planned or done, none for a card on which nothing was agreed. All history follows a merge by one.
ALLOWED = {"archive_user": 7, "delete": 2, "finish": 3, "confirm_order": 3}
ALLOWED_ELSE = 1


@department
class TestStockTeam(ConveyorCommon):
    """A team that does not use the conveyor behaves as if the addon were not there."""

    @skipUnless(other_database.knows_templates(), other_database.MISSING)
    def test_a_day_with_and_without_the_addon(self):
        without = self._play(other_database.WITHOUT_ADDON)
        with_addon = self._play(other_database.WITH_ADDON)
        self.assertEqual(len(without), len(with_addon))
        for (step, stock, seen), (_same, ours, seen_by_us) in zip(without, with_addon, strict=True):
            with self.subTest(step=step, statements=(stock, ours)):
                self.assertEqual(seen, seen_by_us)
                self.assertLessEqual(ours - stock, ALLOWED.get(step, ALLOWED_ELSE))

    def _play(self, template):
        script = PLAY.format(folder=str(Path(__file__).parent))
        with other_database.copy(template, "day") as name:
            printed = other_database.run_shell(name, script)
        return json.loads(printed.partition(MARK)[2].splitlines()[0])

    # === SCREENS === #

    def test_its_cards_show_nothing_of_the_relay(self):
        card = self.card("Stock", owner=self.stranger, team_id=self.stock_team.id)
        spec = {"relay": {}, "duplicate_hint": {}, "use_conveyor": {}, "conveyor_role": {}}
        for user in (self.stranger, self.head):
            read = card.with_user(user).web_read(spec)[0]
            self.assertFalse(any(read[name] for name in spec), user.name)

    def test_what_the_addon_adds_to_the_screens_hides_there(self):
        ours = {"relay", "duplicate_hint", "vat"}
        for view, kind in (
            ("crm_case_kanban_view_leads", "kanban"),
            ("crm_lead_view_form", "form"),
        ):
            arch = self.env["crm.lead"].get_view(self.env.ref(f"crm.{view}").id, kind)["arch"]
            for node in etree.fromstring(arch).iter("field"):
                if node.get("name") in ours:
                    condition = node.get("invisible") or ""
                    self.assertIn(condition, {f"not {node.get('name')}", "not use_conveyor"})

    # === RIGHTS === #

    def test_rules_neither_widen_nor_narrow_what_people_reach(self):
        """The stock rules alone and all rules find the same cards of a stock team."""
        cards = self._cards_of_all_kinds()
        rules = self.env["ir.rule"].search([("model_id.model", "=", "crm.lead")])
        own = rules.filtered(
            lambda rule: rule.get_external_id()[rule.id].startswith("sales_conveyor.")
        )
        self.assertTrue(own)
        with_rules = self._reach(cards)
        own.active = False
        self.assertEqual(with_rules, self._reach(cards))

    def _cards_of_all_kinds(self):
        """Cards of a stock team with and without owner, led by a leader, once of the relay."""
        self.stock_team.user_id = self.leader
        cards = self.env["crm.lead"]
        for owner in (self.stranger, self.scout, self.leader, self.env["res.users"]):
            cards |= self.card("Stock", owner=owner, team_id=self.stock_team.id)
        past = self.accepted(name="Past")
        past.write({"team_id": self.stock_team.id, "user_id": self.stranger.id})
        return cards | past

    def _reach(self, cards):
        people = self.scout | self.hunter | self.stranger | self.leader | self.head
        self.env.invalidate_all()
        return {
            (user.name, operation, card.id)
            for user in people
            for operation in ("read", "write", "unlink")
            for card in cards.with_user(user)
            if card.has_access(operation)
        }
