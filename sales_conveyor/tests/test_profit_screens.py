from datetime import date

from .common import department
from .profit import MEASURES, ProfitCommon


@department
class TestProfitScreens(ProfitCommon):
    """The best and the worst, and the way from a number to its facts."""

    def test_lines_sold_at_a_loss_with_their_revenue(self):
        """The saw earns 300 with one client and loses 50 with another; the filter shows the loss alone."""
        self.sell(date(2026, 5, 4), (self.product, 900, 600), source=self.fair)
        self.sell(
            date(2026, 5, 5), (self.product, 100, 150), (self.second, 500, 100), client=self.mine
        )
        measures = ["revenue:sum", "margin:sum", "profitability:avg"]
        loss = ("is_loss", "=", True)
        self.assertEqual(
            self.figures(measures, loss, groupby=["product_id"]), [(self.product, 100, -50, -0.5)]
        )
        self.assertEqual(
            self.figures(measures, loss, groupby=["partner_id"]), [(self.mine, 100, -50, -0.5)]
        )
        everything, rest = self.figures(measures), self.figures(measures, ("is_loss", "=", False))
        self.assertEqual((everything, rest), ([(1500, 650, 650 / 1500)], [(1400, 700, 0.5)]))
        rows = self.profit().search([loss])
        self.assertTrue(all(rows.mapped("is_loss")))
        self.assertFalse(any((self.profit().search([]) - rows).mapped("is_loss")))

    def test_line_that_is_corrected_loses_no_more(self):
        order = self.sell(date(2026, 5, 4), (self.product, 100, 150))
        self.assertTrue(self.profit().search([("is_loss", "=", True)]))
        order.order_line.purchase_price = 20
        self.assertFalse(self.profit().search([("is_loss", "=", True)]))

    def test_both_ends_stand_in_one_order(self):
        self.sell(date(2026, 5, 4), (self.product, 900, 600), source=self.fair)
        self.sell(date(2026, 5, 5), (self.second, 100, 150), client=self.mine)
        for field, best, worst in (
            ("product_id", self.product, self.second),
            ("partner_id", self.client, self.mine),
            ("source_id", self.fair, self.fair.browse()),
        ):
            groups = self.profit().formatted_read_group(
                [], [field], ["margin:sum"], order="margin:sum desc"
            )
            told = [(group[field] and group[field][0], group["margin:sum"]) for group in groups]
            self.assertEqual(told, [(best.id, 300), (worst.id, -50)])

    def test_facts_behind_a_number(self):
        self.sell(date(2026, 5, 4), (self.product, 900, 600))
        self.sell(date(2026, 5, 5), (self.second, 100, 150), user=self.hunter2)
        rows = self.profit().search([("user_id", "=", self.hunter.id)])
        action = rows.action_open_facts()
        facts = self.env["conveyor.fact"].with_user(self.head).search(action["domain"])
        self.assertEqual(len(facts), len(rows))
        told = {fact.metric_id.code: fact.amount or fact.quantity for fact in facts}
        self.assertEqual(told, {"contract": 1, "contract_amount": 900, "margin": 300})

    def test_row_read_by_its_number_is_the_row_that_was_found(self):
        self.sell(date(2026, 5, 4), (self.product, 900, 600))
        self.book(("contract_amount", "2025-03-03", self.hunter, 50))
        names = ["kind", "happened_on", "revenue", "margin", "last_year", "partner_id", "categ_id"]
        found = self.profit().search_fetch([], names)
        self.assertEqual(len(found), len(set(found.ids)))
        values = found.read(names)
        self.env.invalidate_all()
        self.assertEqual(self.profit().browse(found.ids).read(names), values)
        self.assertEqual(found.exists(), found)

    def test_list_counts_its_rows(self):
        self.sell(date(2026, 5, 4), (self.product, 900, 600))
        self.book(("money_in", "2026-05-04", self.hunter, 50))
        page = self.profit().web_search_read([], {"revenue": {}})
        groups = self.profit().web_read_group([], ["user_id"], ["revenue:sum"])
        self.assertEqual([group["__count"] for group in groups["groups"]], [page["length"]])

    def test_everybody_sees_his_part(self):
        for user, price in ((self.hunter, 100), (self.hunter2, 10), (self.farmer, 1)):
            self.sell(date(2026, 5, 4), (self.product, price, 0), user=user)
            self.book(("contract_amount", "2025-05-04", user, price * 2))
        for user, total in (
            (self.hunter, 100),
            (self.farmer, 1),
            (self.leader, 111),
            (self.head, 111),
            (self.owner, 111),
        ):
            for by_day in ([], [("reference", "!=", "nothing")]):
                told = self.figures(["revenue:sum", "last_year:sum"], *by_day, user=user)
                # The years 2025 and 2026 together: what was sold then, and what is shown of it a year later.
                self.assertEqual(told, [(3 * total, 2 * total)], user.name)
        self.assertEqual(self.figures(["revenue:sum"], user=self.stranger), [(False,)])

    def test_number_of_queries_does_not_grow_with_sales(self):
        self.sell(date(2026, 5, 4), (self.product, 900, 600), (self.second, 5, 1))
        self.book(("contract_amount", "2025-03-03", self.hunter, 50))
        report = self.profit()
        report._read_group([], [], MEASURES)
        for groupby in ([], ["happened_on:month"], ["user_id", "product_id", "happened_on:day"]):
            with self.assertQueryCount(1):
                report._read_group([], groupby, [*MEASURES, "growth:avg"])
