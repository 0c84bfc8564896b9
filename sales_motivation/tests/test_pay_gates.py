from datetime import datetime

from odoo.tests import tagged

from .pay_words import FLAT, PayWords, day

TALKS = {"metric_id": "meeting_held", "goal": 3}
LATE = datetime(2026, 4, 10, 12)
TWO_RATES = [(0, 0.03), (100000, 0.05)]


@tagged("post_install", "-at_install")
class TestPayGates(PayWords):
    """A gate holds money back until it is reached in its window; after the window it keeps it."""

    def held(self, run, user=None):
        """What waits in a statement."""
        return self.statement(run, user or self.hunter).held

    # === KINDS === #

    def test_a_gate_that_is_reached_pays(self):
        """Three meetings of three: 5 % of 20,000."""
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        self.count("meeting_held", self.hunter, *[day(1, number) for number in (5, 6, 7)])
        self.sell(day(1), 20000)
        self.assert_amounts(self.compute(1), self.hunter, 1000)

    def test_a_gate_that_is_not_reached_holds(self):
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        self.count("meeting_held", self.hunter, day(1, 5), day(1, 6))
        self.count("meeting_held", self.hunter2, day(1, 7))
        self.sell(day(1), 20000)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 0)
        self.assertEqual(self.held(run), 1000)

    def test_all_gates_have_to_be_reached(self):
        """Meetings enough, calls none."""
        gates = [TALKS, {"metric_id": "call", "goal": 1}]
        self.put(self.hunter, FLAT | {"gates": gates})
        self.count("meeting_held", self.hunter, *[day(1, number) for number in (5, 6, 7)])
        self.sell(day(1), 20000)
        self.assertEqual(self.held(self.compute(1)), 1000)

    def test_a_gate_on_a_share_measures_the_window_as_a_whole(self):
        """Won 2 of 4 is 50 %: January 1 of 1 and February 1 of 3 are no 67 %."""
        self.put(self.hunter, FLAT | {"gates": [{"metric_id": "win_rate", "goal": 0.5}]})
        self.put(self.hunter2, FLAT | {"gates": [{"metric_id": "win_rate", "goal": 0.5001}]})
        for user in (self.hunter, self.hunter2):
            self.count("deal_won", user, day(1, 5), day(2, 5), amount=1)
            self.count("deal_lost", user, day(2, 6), day(2, 7), amount=1)
            self.sell(day(2), 20000, user)
        self.settle(1)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, 1000)
        self.assertEqual(self.held(run, self.hunter2), 1000)

    def test_where_less_is_better_a_gate_is_a_limit(self):
        """At most two breaches: two pass, three do not, and none at all passes."""
        gate = {"metric_id": "breach_confirmed", "goal": 2}
        for user, count in ((self.hunter, 2), (self.hunter2, 3), (self.scout, 0)):
            self.put(user, FLAT | {"gates": [gate]})
            self.count("breach_confirmed", user, *[day(1, 5 + number) for number in range(count)])
            self.sell(day(1), 20000, user)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 1000)
        self.assert_amounts(run, self.hunter2, 0)
        self.assert_amounts(run, self.scout, 1000)

    def test_a_gate_by_the_share_of_the_target(self):
        """80 % of 300,000 is 240,000: 239,999.99 does not pass, one kopeck more does."""
        gate = {"metric_id": "money_in", "kind": "attainment", "goal": 0.8}
        for user, amount in ((self.hunter, 240000), (self.hunter2, 239999.99)):
            self.put(user, FLAT | {"gates": [gate]})
            self.aim("money_in", user, 100000, 100000, 100000)
            self.sell(day(1), amount, user)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 12000)
        self.assert_amounts(run, self.hunter2, 0)

    def test_an_override_waits_for_the_team_and_for_the_share_of_its_sellers(self):
        """The team has 110 % of its target, but 1 of 2 sellers; later 2 of 2: 1 % of 330,000 and of 100,000."""
        gates = [
            {"metric_id": "money_in", "kind": "attainment", "of_whom": "team", "goal": 1},
            {
                "metric_id": "money_in",
                "kind": "share",
                "of_whom": "team",
                "goal": 0.7,
                "threshold": 0.5,
            },
        ]
        override = {"kind": "override", "credit": "team", "tiers": [(0, 0.01)], "gates": gates}
        self.put(self.leader, FLAT | override, teams=self.team)
        for user in (self.hunter, self.hunter2):
            self.aim("money_in", user, 50000, 50000, 50000)
        self.sell(day(1), 330000)
        run = self.settle(1)
        self.assertEqual(self.held(run, self.leader), 3300)
        self.sell(day(2), 100000, self.hunter2)
        self.assert_amounts(self.compute(2), self.leader, 3300, 1000)

    # === OPENING AND CLOSING === #

    def test_what_was_held_is_released_when_the_gate_opens_within_the_window(self):
        """January holds 1,000 and 500, February 250; in March the third meeting releases all three."""
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        self.count("meeting_held", self.hunter, day(1, 5), day(2, 5))
        self.sell(day(1, 5), 20000)
        self.sell(day(1, 6), 10000)
        self.sell(day(2), 5000)
        self.assertEqual(self.held(self.settle(1)), 1500)
        self.assertEqual(self.held(self.settle(2)), 250)
        self.count("meeting_held", self.hunter, day(3, 5))
        self.sell(day(3), 2000)
        run = self.settle(3)
        self.assert_amounts(run, self.hunter, 1000, 500, 250, 100)
        self.assertEqual(self.held(run), 0)
        self.assert_amounts(self.compute(4), self.hunter)

    def test_what_is_held_to_the_end_is_never_paid(self):
        """The meetings of April are another quarter's."""
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        self.sell(day(1), 20000)
        self.settle_until(3)
        self.count("meeting_held", self.hunter, *[day(4, number) for number in (5, 6, 7)])
        self.sell(day(4), 1000)
        self.assert_amounts(self.compute(4), self.hunter, 50)

    def test_what_is_held_counts_for_the_curve(self):
        """90,000 are held; the next 20,000 are 10,000 × 3 % + 10,000 × 5 %; released together 2,700."""
        self.put(self.hunter, FLAT | {"tiers": TWO_RATES, "gates": [TALKS]})
        self.sell(day(1), 90000)
        self.settle(1)
        self.count("meeting_held", self.hunter, *[day(2, number) for number in (5, 6, 7)])
        self.sell(day(2), 20000)
        self.assert_payable(self.compute(2), self.hunter, 3500)

    def test_a_gate_that_closes_again_holds_from_then_on(self):
        """One breach allowed: January pays, after two breaches February does not, and takes nothing back."""
        self.put(self.hunter, FLAT | {"gates": [{"metric_id": "breach_confirmed", "goal": 1}]})
        self.sell(day(1), 20000)
        self.assert_amounts(self.settle(1), self.hunter, 1000)
        self.count("breach_confirmed", self.hunter, day(2, 5), day(2, 6))
        self.sell(day(2), 10000)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, 0)
        self.assertEqual(self.held(run), 500)

    # === REFUNDS AND LATE FACTS === #

    def test_what_was_paid_goes_back_though_the_gate_is_closed(self):
        """Paid 1,000 in January; in February the gate is closed, and the client returns everything."""
        self.put(self.hunter, FLAT | {"gates": [{"metric_id": "breach_confirmed", "goal": 1}]})
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.count("breach_confirmed", self.hunter, day(2, 5), day(2, 6))
        self.reverse(sale, day(2))
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, -1000, 1000)
        self.assertEqual(self.statement(run, self.hunter).carried, 1000)

    def test_no_more_goes_back_than_was_paid_while_the_gate_is_closed(self):
        """Paid 3,000 for 100,000; 100,000 more at 5 % are held; the first come back, 5,000 along the curve.

        3,000 go back now, 2,000 are held beside the 5,000: when the gate opens, 3,000 for what is left.
        """
        gate = {"metric_id": "breach_confirmed", "goal": 1}
        self.put(self.hunter, FLAT | {"tiers": TWO_RATES, "gates": [gate]}, clawback_floor=0)
        sale = self.sell(day(1), 100000)
        self.settle(1)
        breach, _other = self.count("breach_confirmed", self.hunter, day(2, 5), day(2, 6))
        self.sell(day(2, 10), 100000)
        self.reverse(sale, day(2, 20))
        run = self.settle(2)
        self.assert_amounts(run, self.hunter, 0, -3000, 3000)
        self.assertEqual(self.held(run), 3000)
        self.reverse(breach, day(3))
        self.assert_amounts(self.compute(3), self.hunter, 5000, -2000, -3000)

    def test_what_was_held_and_returned_is_not_released(self):
        """Held 1,000, returned; when the gate opens, +1,000 and −1,000 are released."""
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        sale = self.sell(day(1), 20000)
        self.settle(1)
        self.reverse(sale, day(2))
        run = self.settle(2)
        self.assert_amounts(run, self.hunter, 0)
        self.assertEqual(self.held(run), -1000)
        self.count("meeting_held", self.hunter, *[day(3, number) for number in (5, 6, 7)])
        self.assert_payable(self.compute(3), self.hunter, 0)

    def test_what_was_never_paid_is_never_taken_back(self):
        """Held to the end of the quarter, returned afterwards: nothing was paid, nothing goes back."""
        self.put(self.hunter, FLAT | {"gates": [TALKS]})
        sale = self.sell(day(1), 20000)
        self.settle_until(3)
        self.reverse(sale, day(4))
        self.assert_payable(self.compute(4), self.hunter, 0)

    def test_a_late_sale_waits_for_the_gate_of_its_own_window(self):
        """The first quarter was reached, the second is not: a sale of March is paid, one of April waits.

        And the other way round for a person who reached the second only.
        """
        gate = TALKS | {"goal": 1}
        for user, month in ((self.hunter, 2), (self.hunter2, 4)):
            self.put(user, FLAT | {"gates": [gate]})
            self.count("meeting_held", user, day(month, 5))
        self.settle_until(3)
        for user in (self.hunter, self.hunter2):
            self.sell(day(3, 30), 20000, user, booked=LATE)
            self.sell(day(4), 10000, user)
        run = self.compute(4)
        self.assertEqual(
            [self.told(run, user) for user in (self.hunter, self.hunter2)],
            [[("commission", 1000), ("commission", 0)], [("commission", 0), ("commission", 500)]],
        )
