from datetime import date

from odoo.exceptions import UserError

from .attainment import AttainmentCommon
from .common import department

MEASURES = [
    "fact:sum",
    "plan:sum",
    "attainment:avg",
    "plan_to_date:sum",
    "pace:avg",
    "to_go:sum",
    "last_year:sum",
    "growth:avg",
    "forecast:sum",
    "forecast_attainment:avg",
]


@department
class TestAttainmentScreens(AttainmentCommon):
    """Pivot, list, and the way back from a number to what it was made of."""

    def test_pivot_has_the_right_figure_in_every_corner(self):
        self.plan(
            ("call", 4, 10, {"user": self.scout}),
            ("call", 5, 20, {"user": self.scout}),
            ("call", 5, 40, {"user": self.scout2}),
        )
        self.book(
            ("call", "2026-04-07", self.scout, 5),
            ("call", "2026-05-05", self.scout, 15),
            ("call", "2026-05-05", self.scout2, 10),
        )
        levels = [[], ["user_id"], ["month_on:month"], ["user_id", "month_on:month"]]
        sets = self.report().formatted_read_grouping_sets(
            [*self.months(4, 5), ("metric_id.code", "=", "call")], levels, MEASURES
        )
        told = [
            {
                tuple(str(group[name] and group[name][0]) for name in level): (
                    group["fact:sum"],
                    group["plan:sum"],
                    group["attainment:avg"],
                )
                for group in groups
            }
            for level, groups in zip(levels, sets, strict=True)
        ]
        one, two = str(self.scout.id), str(self.scout2.id)
        april, may = "2026-04-01", "2026-05-01"
        self.assertEqual(told[0], {(): (30, 70, 30 / 70)})
        self.assertEqual(told[1], {(one,): (20, 30, 20 / 30), (two,): (10, 40, 0.25)})
        self.assertEqual(told[2], {(april,): (5, 10, 0.5), (may,): (25, 60, 25 / 60)})
        self.assertEqual(
            told[3],
            {(one, april): (5, 10, 0.5), (one, may): (15, 20, 0.75), (two, may): (10, 40, 0.25)},
        )

    def test_target_without_product_is_no_failure_of_a_product(self):
        self.plan(
            ("contract_amount", 5, 100, {"user": self.hunter}),
            ("contract_amount", 5, 50, {"user": self.farmer}),
        )
        self.book(("contract_amount", "2026-05-05", self.hunter, 25, {"product": self.product}))
        domain = [*self.months(5, 5), ("metric_id.code", "=", "contract_amount")]
        levels = [[], ["product_id"], ["user_id"]]
        total, products, people = self.report()._read_grouping_sets(
            domain, levels, ["fact:sum", "plan:sum", "attainment:avg"]
        )
        self.assertEqual(total, [(25, 150, 25 / 150)])
        none = self.env["product.product"]
        self.assertCountEqual(
            products, [(self.product, 25, False, False), (none, False, 150, False)]
        )
        self.assertCountEqual(people, [(self.hunter, 25, 100, 0.25), (self.farmer, 0, 50, 0)])

    def test_list_shows_what_can_be_opened_and_counts_it(self):
        self.plan(("deal_won", 5, 10, {"user": self.hunter}))
        self.book(
            ("deal_won", "2026-05-05", self.hunter, 2), ("deal_won", "2026-04-07", self.hunter, 3)
        )
        self.deal("2026-05-20", 100, 50)
        domain = [*self.months(5, 5), ("metric_id.code", "=", "deal_won")]
        spec = {"kind": {}, "fact": {}, "plan": {}, "metric_id": {"fields": {"display_name": {}}}}
        page = self.report().web_search_read(domain, spec)
        self.assertEqual(page["length"], 3)
        told = sorted((row["kind"], row["fact"], row["plan"]) for row in page["records"])
        self.assertEqual(told, [("deals", 0, 0), ("fact", 2, 0), ("plan", 0, 10)])
        groups = self.report().web_read_group(domain, ["user_id"], ["fact:sum"])
        self.assertEqual([group["__count"] for group in groups["groups"]], [3])
        pace = self.report().web_search_read([*domain, ("kind", "=", "pace")], spec)
        self.assertEqual(pace["length"], 2)  # of April's facts and of May's

    def test_rows_have_numbers_of_their_own(self):
        self.plan(*(("deal_won", month, 10, {"user": self.hunter}) for month in range(1, 13)))
        self.book(
            *(("deal_won", date(2026, month, 8), self.hunter, month) for month in range(1, 6))
        )
        self.book(("deal_won", "2025-08-08", self.hunter, 2))
        self.deal("2026-05-20", 100, 50)
        rows = self.report().search([])
        self.assertEqual(len(rows), len(set(rows.ids)))
        self.assertIn(
            "average_check", rows.mapped("metric_id.code")
        )  # by its two parts, fed by one deal
        self.assertEqual(set(rows.mapped("kind")), {"fact", "plan", "last_year", "pace", "deals"})

    def test_row_read_by_its_number_is_the_row_that_was_found(self):
        self.plan(*(("deal_won", month, 10, {"user": self.hunter}) for month in range(1, 13)))
        self.book(*(("deal_won", date(2026, month, 8), self.hunter, month) for month in (3, 4, 5)))
        self.deal("2026-05-20", 100, 50)
        names = ["kind", "metric_id", "month_on", "fact", "plan", "forecast", "user_id"]
        report = self.report()
        found = report.search_fetch([], names)
        values = {row["id"]: row for row in found.read(names)}
        self.env.invalidate_all()
        for row in found:
            self.assertEqual(report.browse(row.id).read(names), [values[row.id]])
        self.env.invalidate_all()
        self.assertEqual(report.browse(found.ids).read(names), list(values.values()))
        self.assertEqual(found.exists(), found)
        self.assertEqual(found[:1].search([("id", "in", found[1:3].ids)]), found[1:3])

    def open(self, *conditions):
        """What the page behind the rows of these conditions finds."""
        rows = self.report().search([*self.months(5, 5), *conditions])
        action = rows.action_open_facts()
        return self.env[action["res_model"]].with_user(self.head).search(action["domain"])

    def test_facts_behind_a_number_sum_up_to_it(self):
        self.book(
            ("contract_amount", "2026-05-04", self.hunter, 70.5, {"product": self.product}),
            ("contract_amount", "2026-05-31", self.hunter, 9.5, {"product": self.product}),
            ("contract_amount", "2026-05-04", self.hunter, 100, {"product": self.second}),
            ("contract_amount", "2026-04-30", self.hunter, 1000, {"product": self.product}),
            ("contract_amount", "2026-05-04", self.farmer, 5000, {"product": self.product}),
        )
        own = [("metric_id.code", "=", "contract_amount"), ("kind", "=", "fact")]
        facts = self.open(*own, ("user_id", "=", self.hunter.id))
        self.assertEqual(facts._name, "conveyor.fact")
        self.assertEqual(sorted(facts.mapped("amount")), [9.5, 70.5, 100])
        facts = self.open(
            *own, ("product_id", "=", self.product.id), ("user_id", "=", self.hunter.id)
        )
        self.assertEqual(sorted(facts.mapped("amount")), [9.5, 70.5])
        [[total]] = self.report()._read_group([*self.months(5, 5), *own], [], ["fact:sum"])
        self.assertEqual(total, sum(self.open(*own).mapped("amount")))

    def test_page_of_facts_does_not_hide_an_older_month(self):
        self.book(("call", "2025-01-08", self.scout, 3))
        sums = self.env["conveyor.fact.sum"].search([("user_id", "=", self.scout.id)])
        self.assertFalse(sums.action_open_facts()["context"])
        rows = self.report().search([("kind", "=", "fact"), ("metric_id.code", "=", "call")])
        self.assertNotIn("context", rows.action_open_facts())

    def test_targets_and_deals_open_too(self):
        self.plan(("deal_won", 5, 10, {"user": self.hunter}))
        deal = self.deal("2026-05-20", 100, 50)
        code = ("metric_id.code", "=", "deal_won")
        self.assertEqual(self.open(code, ("kind", "=", "plan")).mapped("value"), [10])
        self.assertEqual(self.open(code, ("kind", "=", "deals")), deal)
        with self.assertRaises(UserError):
            self.report().action_open_facts()

    def test_main_goal_is_that_of_the_company(self):
        self.book(
            ("call", "2026-05-05", self.scout, 2), ("contract_amount", "2026-05-05", self.hunter, 9)
        )
        for goal, code in (
            (self.env["conveyor.metric"], "contract_amount"),
            (self.metric("call"), "call"),
        ):
            self.works.conveyor_metric_id = goal
            rows = self.report().search([*self.months(5, 5), ("is_main", "=", True)])
            self.assertEqual(set(rows.mapped("metric_id.code")), {code})
            self.assertTrue(all(rows.mapped("is_main")))

    def test_number_of_queries_does_not_grow_with_what_is_asked(self):
        self.plan(*(("call", month, 10, {"user": self.scout}) for month in range(1, 13)))
        self.book(*(("call", date(2026, month, 8), self.scout, month) for month in range(1, 6)))
        report = self.report()
        domain = self.months(1, 12)
        report._read_attainment(domain, ["user_id", "month_on:month"])
        # Twice the calendar, since when there are facts, and the figures: whatever the people and months.
        for groupby in ((), ("user_id",), ("user_id", "team_id", "month_on:month")):
            with self.subTest(groupby=groupby), self.assertQueryCount(5):
                report._read_attainment(domain, groupby)
