from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .profit import MEASURES, ProfitCommon


@department
class TestProfitFigures(ProfitCommon):
    """What was sold, what it earned and how it grew, from real contracts, counted by hand."""

    def test_ratios_come_from_sums_on_every_level(self):
        self.sell(date(2026, 4, 7), (self.product, 900, 300))
        self.sell(date(2026, 5, 4), (self.product, 100, 90), (self.second, 100, 60))
        self.sell(date(2026, 5, 5), (self.second, 100, 150), user=self.hunter2, client=self.mine)
        months = self.figures(MEASURES, groupby=["happened_on:month"])
        # 600 of 900; 10 + 40 − 50 of 300 in two contracts
        self.assertEqual(
            months,
            [
                (date(2026, 4, 1), 900, 600, 600 / 900, 1, 900),
                (date(2026, 5, 1), 300, 0, 0, 2, 150),
            ],
        )
        self.assertEqual(self.figures(MEASURES), [(1200, 600, 0.5, 3, 400)])
        clients = self.figures(MEASURES[:3], groupby=["partner_id"])
        self.assertCountEqual(
            clients, [(self.client, 1100, 650, 650 / 1100), (self.mine, 100, -50, -0.5)]
        )

    def test_contract_counts_once_and_of_no_product(self):
        self.sell(date(2026, 5, 4), (self.product, 100, 90), (self.second, 300, 60))
        products = self.figures(
            ["revenue:sum", "contracts:sum", "average_check:avg"], groupby=["product_id"]
        )
        self.assertCountEqual(
            products,
            [
                (self.product, 100, False, False),
                (self.second, 300, False, False),
                (self.env["product.product"], False, 1, False),
            ],
        )

    def test_cancelled_and_changed_contracts_leave_on_their_own_days(self):
        order = self.sell(date(2026, 4, 7), (self.product, 900, 300))
        changed = self.sell(date(2026, 4, 8), (self.product, 100, 40))
        with at_instant(self.env, datetime(2026, 5, 6, 12)):
            order._action_cancel()
            changed.order_line.price_unit = 150
        months = self.figures(MEASURES, groupby=["happened_on:month"])
        self.assertEqual(
            months,
            [
                (date(2026, 4, 1), 1000, 660, 0.66, 2, 500),
                (date(2026, 5, 1), -850, -550, 550 / 850, -1, 850),
            ],
        )
        self.assertEqual(self.figures(MEASURES), [(150, 110, 110 / 150, 1, 150)])

    def test_growth_compares_the_same_days(self):
        """Until today, 13 May: 600 beside 400 of the year before, whose later 1,000 wait for their day."""
        measures = ["revenue:sum", "last_year:sum", "growth:avg"]
        self.book(
            ("contract_amount", "2026-05-04", self.hunter, 600),
            ("contract_amount", "2025-05-13", self.hunter, 400),
            ("contract_amount", "2025-05-14", self.hunter, 1000),
            ("contract_amount", "2025-04-30", self.hunter, 300),
        )
        year = [("happened_on", ">=", "2026-01-01"), ("happened_on", "<", "2027-01-01")]
        expected = [(date(2026, 4, 1), False, 300, -1), (date(2026, 5, 1), 600, 400, 0.5)]
        self.assertEqual(self.figures(measures, *year, groupby=["happened_on:month"]), expected)
        by_day = ("reference", "!=", "nothing")  # what sums by month do not tell
        self.assertEqual(
            self.figures(measures, *year, by_day, groupby=["happened_on:month"]), expected
        )
        [total] = self.figures(measures, *year)
        self.assertEqual(total, (600, 700, -100 / 700))
        with at_instant(self.env, datetime(2026, 5, 14, 12)):
            [total] = self.figures(measures, *year)
        self.assertEqual(total[1], 1700)

    def test_leap_day_finds_its_place_a_year_later(self):
        self.book(
            ("contract_amount", "2024-02-29", self.hunter, 7),
            ("contract_amount", "2023-02-28", self.hunter, 5),
        )
        days = self.figures(["last_year:sum"], ("kind", "=", "before"), groupby=["happened_on:day"])
        self.assertEqual(days, [(date(2024, 2, 28), 5), (date(2025, 2, 28), 7)])
        for month, value in (("2025-02-01", 7), ("2024-02-01", 5)):
            end = month.replace("02-01", "03-01")
            span = [
                ("happened_on", ">=", month),
                ("happened_on", "<", end),
                ("kind", "=", "before"),
            ]
            self.assertEqual(self.figures(["last_year:sum"], *span), [(value,)])

    def test_nothing_is_divided_by_nothing(self):
        self.book(("margin", "2026-05-04", self.hunter, 10))
        [row] = self.figures([*MEASURES, "growth:avg"])
        self.assertEqual(row, (False, 10, False, False, False, False))
        [empty] = self.figures(MEASURES, ("happened_on", "<", "2000-01-01"))
        self.assertFalse(any(empty))

    def test_money_in_stands_beside_but_is_no_revenue(self):
        self.book(
            ("money_in", "2026-05-04", self.hunter, 70),
            ("contract_amount", "2026-05-04", self.hunter, 100),
        )
        self.assertEqual(self.figures(["money_in:sum", "revenue:sum"]), [(70, 100)])

    def test_companies_are_never_mixed(self):
        other = self._create_company("Southern Works")
        (self.hunter | self.head).company_ids = [Command.link(other.id)]
        self.book(("contract_amount", "2026-05-04", self.hunter, 100))
        self.book(("contract_amount", "2026-05-04", self.hunter, 7), company=other)
        both = self.profit(companies=self.works | other)
        self.assertEqual(both._read_group([], [], ["revenue:sum", "growth:avg"]), [(False, False)])
        groups = both._read_group([], ["company_id"], ["revenue:sum"])
        self.assertCountEqual(groups, [(self.works, 100), (other, 7)])
