import doctest
from collections import Counter

from odoo.tests import BaseCase

from ..tools import sampling, scoring

DRAWS, CALLS, CHOSEN = 10_000, 20, 5
# χ² with 19 degrees of freedom is beyond this once in a thousand times.
CHI_SQUARE = 43.82
WRITTEN_DOWN = [9, 20, 27, 17]


class TestSampling(BaseCase):
    """Lots are fair, and anybody can draw them again."""

    def test_examples_hold(self):
        for module in (sampling, scoring):
            result = doctest.testmod(module)
            self.assertFalse(result.failed)
            self.assertGreater(result.attempted, 5)

    def test_every_call_is_drawn_equally_often(self):
        """Ten thousand draws with fixed seeds; a fair lot would be refused once in a thousand such tests."""
        drawn = Counter()
        for number in range(DRAWS):
            drawn.update(sampling.draw(f"seed {number}", range(1, CALLS + 1), CHOSEN))
        expected = DRAWS * CHOSEN / CALLS
        # Within one draw no call comes twice: the variance is smaller by (1 - chosen ÷ calls) × calls ÷ (calls - 1).
        shrink = (1 - CHOSEN / CALLS) * CALLS / (CALLS - 1)
        chi = sum((drawn[call] - expected) ** 2 / expected for call in range(1, CALLS + 1)) / shrink
        self.assertEqual(sum(drawn.values()), DRAWS * CHOSEN)
        self.assertLess(chi, CHI_SQUARE)

    def test_first_and_last_of_a_day_are_drawn_equally_often(self):
        """Large numbers and neighbours have no luck of their own: each is within four standard errors."""
        population = [7, 8, 9, 1_000_000, 2_147_483_647]
        drawn = Counter(sampling.draw(f"s{n}", population, 1)[0] for n in range(DRAWS))
        error = (DRAWS * 0.2 * 0.8) ** 0.5
        for call in population:
            self.assertLess(abs(drawn[call] - DRAWS * 0.2), 4 * error, drawn)

    def test_lots_do_not_depend_on_the_order_of_calls(self):
        population = list(range(100, 200))
        self.assertEqual(
            sampling.draw("a", population, 9), sampling.draw("a", reversed(population), 9)
        )
        self.assertNotEqual(sampling.draw("a", population, 9), sampling.draw("b", population, 9))

    def test_lots_are_known_for_ever(self):
        """Written down once: another version of Python, or of this code, must draw the same."""
        self.assertEqual(sampling.draw("conveyor", range(1, 31), 4), WRITTEN_DOWN)

    def test_reviewers_get_alike_many_and_nothing_of_their_own(self):
        owners = {call: "abc"[call % 3] for call in range(60)}
        given = sampling.split("seed", owners, {call: list("abcd") for call in owners})
        self.assertFalse([call for call, judge in given.items() if judge == owners[call]])
        loads = Counter(given.values())
        self.assertLessEqual(max(loads.values()) - min(loads.values()), 1, loads)
