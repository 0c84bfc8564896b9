import doctest
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import spreading
from ..tools.spreading import SpreadError, spread, spread_table

DECIMALS = st.integers(0, 4)
UNITS = st.integers(0, 10**11)
WEIGHT = st.one_of(
    st.integers(0, 10**6),
    st.floats(0, 1e9, allow_nan=False),
    st.decimals(0, 10**6, places=4, allow_nan=False),
)
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=40).filter(any)
BAD = {
    "number": (float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity"), "7", True, None),
    "negative": (-1, -0.01, Decimal("-0.01"), -float(10**13)),
}


def exact(number):
    return Fraction(str(number))


@tagged("post_install", "-at_install")
class TestSpreading(BaseCase):
    """An amount is shared out to the last unit, and nobody is favoured."""

    def test_examples_in_the_description_are_true(self):
        self.assertFalse(doctest.testmod(spreading).failed)
        self.assertGreater(doctest.testmod(spreading).attempted, 3)

    def test_worked_example_of_a_year(self):
        """1,000,000.00 over 260 working days: 23 days lose 0.85 of a cent by rounding down, 20 days 0.69 and
        22 days 0.46; six cents are left, five for the former and one for the first month of 22 days."""
        days = [22, 20, 23, 20, 23, 22, 21, 23, 21, 22, 22, 21]
        shares = spread(1_000_000, days, decimals=2)
        self.assertEqual(sum(shares), 1_000_000)
        first = ["84615.39", "76923.08", "88461.54", "76923.08", "88461.54", "84615.38", "80769.23"]
        self.assertEqual(shares[:7], list(map(Decimal, first)))

    def test_units_left_go_round(self):
        """Seven people and 12 months of 100 contacts: each has two more each month in turn."""
        table = spread_table([100] * 12, [1] * 7)
        totals = [sum(column) for column in zip(*table, strict=True)]
        self.assertEqual(sum(totals), 1200)
        self.assertEqual(sorted(set(totals)), [171, 172])

    def test_what_is_written_is_what_is_shared(self):
        """0.1 + 0.2 is 0.3 here: numbers are taken as they are written, not as the machine keeps them."""
        self.assertEqual(spread(0.3, [0.1, 0.2], 1), [Decimal("0.1"), Decimal("0.2")])

    def test_month_without_anything_to_share_is_zero_for_everybody(self):
        self.assertEqual(spread_table([0, 3], [1, 2]), [[0, 0], [1, 2]])

    @settings(max_examples=150, deadline=None)
    @given(st.lists(UNITS, min_size=1, max_size=14), WEIGHTS, DECIMALS)
    def test_any_table_sums_back(self, units, weights, decimals):
        """Every month sums up exactly; no share is negative or a whole unit away from the exact one."""
        amounts = [Decimal(unit).scaleb(-decimals) for unit in units]
        table = spread_table(amounts, weights, decimals)
        whole, unit = sum(map(exact, weights)), Fraction(1, 10**decimals)
        for amount, row in zip(amounts, table, strict=True):
            self.assertEqual(sum(row), amount)
            for share, weight in zip(row, weights, strict=True):
                ideal = exact(amount) * exact(weight) / whole
                self.assertGreaterEqual(share, 0)
                self.assertLess(abs(exact(share) - ideal), unit)
                self.assertEqual(exact(share) % unit, 0)

    @settings(max_examples=60, deadline=None)
    @given(UNITS, st.integers(1, 30), st.integers(1, 60))
    def test_equals_stay_equal_over_the_months(self, amount, people, months):
        """With equal weights and months nobody has more than one unit more than another, however long it goes."""
        table = spread_table([amount] * months, [1] * people)
        totals = [sum(column) for column in zip(*table, strict=True)]
        self.assertLessEqual(max(totals) - min(totals), 1)

    @settings(max_examples=60, deadline=None)
    @given(UNITS, WEIGHTS, st.integers(1, 1000))
    def test_only_the_ratio_of_weights_counts(self, amount, weights, factor):
        whole = [exact(weight) for weight in weights]
        self.assertEqual(spread(amount, whole), spread(amount, [w * factor for w in whole]))

    def test_bad_numbers_are_told_in_one_word(self):
        for word, values in BAD.items():
            for value in values:
                for amount, weights in ((value, [1]), (1, [1, value])):
                    with self.subTest(amount=amount, weights=weights):
                        with self.assertRaises(SpreadError) as told:
                            spread(amount, weights)
                        self.assertEqual(str(told.exception), word)

    def test_nothing_to_spread_over_is_told(self):
        for word, amount, weights in (
            ("empty", 5, []),
            ("zero", 5, [0, 0.0, Decimal(0)]),
            ("zero", 0, [0]),
            ("huge", 10**12, [1]),
            ("huge", 1e300, [1]),
            ("fine", Decimal("0.5"), [1]),
        ):
            with self.subTest(amount=amount, weights=weights):
                with self.assertRaises(SpreadError) as told:
                    spread(amount, weights)
                self.assertEqual(str(told.exception), word)
        self.assertEqual(sum(spread(999_999_999_999, [1, 2, 4])), 999_999_999_999)
