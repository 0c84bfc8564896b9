from datetime import timedelta

from ..tools.clock import at_instant
from .common import department
from .strips import MONDAY, NOW, StripCommon


@department
class TestStripBottleneck(StripCommon):
    """The weakest link: overloaded, starving the next one, or just where cards wait; in words and money."""

    def bottleneck(self, **kwargs):
        return self.strip(**kwargs)["bottleneck"]

    def named(self, **kwargs):
        told = self.bottleneck(**kwargs)
        marked = [one["role"] for one in self.strip(**kwargs)["sections"] if one["is_bottleneck"]]
        self.assertEqual(marked, [told["role"]] if told["role"] else [])
        return told["role"], told["kind"]

    def overload(self):
        """Eight cards for hunters whose norm is 5.25; on average they wait 40 hours, when May began 24."""
        self.norm(1, role="hunter", metric=self.taken)
        early = self.offer(1, at=MONDAY - timedelta(hours=24))
        self.accept(early, at=MONDAY + timedelta(hours=9))
        self.offer(6, at=NOW - timedelta(hours=40))
        done = self.offer(2, at=MONDAY + timedelta(hours=9))
        self.accept(done, at=MONDAY + timedelta(hours=10))

    # === THE RULE === #

    def test_nothing_is_wrong_where_nothing_waits(self):
        told = self.bottleneck()
        self.assertEqual(
            told,
            {
                **dict.fromkeys(("role", "kind", "words", "hint", "amount"), False),
                "currency_id": self.env.company.currency_id.id,
            },
        )
        self.assertEqual(self.named(), (False, False))

    def test_more_than_the_norm_and_a_growing_queue_is_an_overload(self):
        self.overload()
        self.assertEqual(self.named(), ("hunter", "overloaded"))
        told = self.bottleneck()
        self.assertEqual(
            told["words"],
            "Hunters get more than they can work: 8 cards came, the norm so far is 5.2 (152 %). The cards in the "
            "queue wait 40 h on average; when the period began, 24 h.",
        )
        self.assertEqual(
            told["hint"],
            "People missing here at today's norms: 2. Hire, or raise productivity by 53 %.",
        )

    def test_a_queue_that_does_not_grow_is_no_overload(self):
        self.overload()
        early = self.offer(4, at=MONDAY - timedelta(hours=90))
        self.accept(early, at=MONDAY + timedelta(hours=9))
        self.assertEqual(self.named(), ("hunter", "waiting"))
        self.assertIn("People missing here at today's norms: 2.", self.bottleneck()["hint"])

    def test_no_more_than_the_norm_is_no_overload(self):
        self.overload()
        self.norm(2, role="hunter", metric=self.taken, team_id=self.team.id)
        self.assertEqual(self.named(), ("hunter", "waiting"))
        told = self.bottleneck()
        self.assertEqual(
            told["words"],
            "Hunters: cards wait here the longest. 6 wait for a decision, the oldest 40 h.",
        )
        self.assertEqual(
            told["hint"],
            "There is room: the section got 76 % of its norm. Decide first what waits; nobody is missing.",
        )

    def test_the_fullest_of_two_overloaded_sections_is_named(self):
        self.overload()
        self.norm(0.5, role="farmer", metric=self.contracts)
        for _number in range(6):
            self.close(self.farmer, "lost", 10, stage=self.stage_growth)
        self.assertEqual(self.named(), ("hunter", "overloaded"))
        farmer = self.section("farmer")
        self.assertAlmostEqual(farmer["utilisation"], 6 / (2 * 2.625 * 0.5))
        self.assertFalse(farmer["queue_grows"], "nothing waits for farmers")

    def test_a_hungry_section_is_starved_by_the_one_before_while_the_plan_is_missed(self):
        """Hunters got 3 of 5.25: the scouts, whose norm is 10.5, brought too little."""
        self.norm(1, role="hunter", metric=self.taken)
        self.norm(2)
        self.offer(3, at=NOW - timedelta(hours=20))
        self.assertEqual(self.named(), ("hunter", "waiting"), "there is no plan to miss")
        self.plan(1000)
        self.assertEqual(self.named(), ("scout", "starving"))
        told = self.bottleneck()
        self.assertEqual(
            told["words"],
            "Scouts bring too little: 3 cards came to the next section, its norm so far is 5.2 (57 %). "
            "The plan is missed so far.",
        )
        self.assertEqual(
            told["hint"],
            "Raise productivity first: the norm of this section so far is 10.5, and 3 came of it.",
        )

    def test_a_plan_that_is_reached_starves_nobody(self):
        self.norm(1, role="hunter", metric=self.taken)
        self.offer(3, at=NOW - timedelta(hours=20))
        self.plan(0.5)
        order = self.order(user_id=self.hunter.id)
        with at_instant(self.env, MONDAY + timedelta(hours=9)):
            order.action_confirm()
        self.assertEqual(self.named(), ("hunter", "waiting"))

    def test_scouts_who_do_their_norm_and_starve_the_hunters_are_too_few(self):
        """Scouts should bring 2.625 and brought 3; hunters need 10.5: six people more, or 300 % more of each."""
        self.norm(2, role="hunter", metric=self.taken)
        self.norm(0.5)
        self.offer(3, at=NOW - timedelta(hours=20))
        self.plan(1000)
        self.assertEqual(self.named(), ("scout", "starving"))
        self.assertEqual(
            self.bottleneck()["hint"],
            "People missing here at today's norms: 6. Hire, or raise productivity by 300 %.",
        )

    def test_hunters_who_starve_the_farmers_are_advised_by_their_conversion(self):
        """Farmers got 1 of 3.15 cards; of four cards two were won: conversion first, then 2 × 3.15 − 2 people."""
        self.norm(0.6, role="farmer", metric=self.contracts)
        for outcome in ("won", "won", "lost", "lost"):
            self.close(self.hunter, outcome, 100)
        self.close(self.farmer, "won", 10, stage=self.stage_growth)
        self.plan(1000)
        self.assertEqual(self.named(), ("hunter", "starving"))
        self.assertEqual(
            self.bottleneck()["hint"],
            "Raise conversion first, now 50 %. People missing here at today's pace: 5.",
        )

    def test_the_first_of_two_hungry_links_is_named(self):
        """Where scouts starve the hunters, the hunters cannot feed the farmers."""
        self.norm(1, role="hunter", metric=self.taken)
        self.norm(2, role="farmer", metric=self.contracts)
        self.plan(1000)
        self.assertEqual(self.named(), ("scout", "starving"))
        self.assertIn("Nothing comes through", self.bottleneck()["hint"])

    def test_without_norms_cards_wait_where_they_wait_the_longest(self):
        self.offer(2, at=NOW - timedelta(hours=72))
        self.assertEqual(self.named(), ("hunter", "waiting"))
        told = self.bottleneck()
        self.assertIn("2 wait for a decision, the oldest 3 d.", told["words"])
        self.assertIn("Set norms for this section", told["hint"])

    # === MONEY === #

    def test_money_at_stake_is_cards_by_win_rate_by_the_average_won_deal(self):
        """2 wait and 1 was lost among hunters; 2 of 3 closed deals were won, for 400 and 600: 3 × 2/3 × 500."""
        self.close(self.hunter, "won", 400)
        self.close(self.hunter2, "won", 600)
        self.close(self.hunter, "lost", 9999)
        self.offer(2, at=NOW - timedelta(hours=5), expected_revenue=1)
        self.assertAlmostEqual(self.bottleneck()["amount"], 1000)

    def test_money_of_a_hungry_section_is_that_of_the_cards_it_misses(self):
        """2.25 of 5.25 cards are missing; half of the deals are won, for 800: 900."""
        self.norm(1, role="hunter", metric=self.taken)
        self.offer(3, at=NOW - timedelta(hours=20))
        self.close(self.hunter, "won", 800)
        self.close(self.hunter, "lost", 1)
        self.plan(1000)
        self.assertEqual(self.named(), ("scout", "starving"))
        self.assertAlmostEqual(self.bottleneck()["amount"], 2.25 * 0.5 * 800)

    def test_without_a_won_deal_nobody_knows_what_is_at_stake(self):
        self.offer(2, at=NOW - timedelta(hours=5))
        self.assertIs(self.bottleneck()["amount"], False)
        self.close(self.hunter, "lost", 100)
        self.assertIs(self.bottleneck()["amount"], False)

    # === FOR WHOM === #

    def test_each_person_is_told_of_the_cards_he_may_read(self):
        self.overload()
        for user, expected in (
            (self.leader, ("hunter", "overloaded")),
            (self.owner, ("hunter", "overloaded")),
            (self.hunter, ("hunter", "overloaded")),
            (self.hunter2, (False, False)),
            (self.farmer, (False, False)),
        ):
            self.assertEqual(self.named(user=user), expected, user.name)
        self.assertIn("(305 %)", self.bottleneck(user=self.hunter)["words"], "8 of his own 2.625")
