from datetime import date, datetime

from odoo.exceptions import UserError

from ..tools.clock import at_instant
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


@department
class TestForecastWords(AttainmentCommon):
    """How a forecast came to be, told on a screen."""

    def test_forecast_in_words(self):
        """June has 22 working days; since 1 February 62 + 8 days brought 140, so two a day: 44; one deal of 800 by half."""
        self.book(
            ("contract_amount", "2026-02-02", self.hunter, 100),
            ("contract_amount", "2026-05-12", self.hunter, 41),
            ("contract_amount", "2026-05-13", self.hunter, 7),
        )
        self.deal("2026-06-15", 800, 50)
        days = len(self.works._get_working_days(date(2026, 2, 2), date(2026, 5, 12)))
        self.assertEqual(days, 72)
        domain = [*self.months(6, 6), ("metric_id.code", "=", "contract_amount")]
        told = self.report()._describe_forecast(domain)
        self.assertEqual((told["fact"], told["weight"]), (0, 0.5))
        self.assertAlmostEqual(told["pace"], 141 / 72 * 22)
        self.assertAlmostEqual(told["deals"], 400)
        self.assertAlmostEqual(told["forecast"], (141 / 72 * 22 + 400) / 2)
        self.assertEqual(told["words"], "Fact 0 + 50 % × open deals 400 + 50 % × pace 43.1")
        figures = self.read("contract_amount", 6)
        self.assertAlmostEqual(figures["forecast"], told["forecast"])

    def test_what_deals_do_not_feed_goes_on_at_its_pace(self):
        self.book(("call", "2026-05-12", self.scout, 8))
        told = self.report()._describe_forecast(
            [*self.months(5, 5), ("metric_id.code", "=", "call")]
        )
        # One working day tells the pace: the company began on 12 May. Thirteen days are left.
        self.assertEqual(told["words"], "Fact 8 + pace 104")
        self.assertEqual((told["forecast"], told["weight"]), (112, 0))
        self.assertIsNone(told["deals"])

    def test_only_deals_tell_where_the_company_wants_it(self):
        self.works.conveyor_pipeline_weight = 1
        self.book(("deal_won", "2026-05-12", self.hunter, 8))
        self.deal("2026-05-20", 800, 30)
        told = self.report()._describe_forecast(
            [*self.months(5, 5), ("metric_id.code", "=", "deal_won")]
        )
        self.assertEqual(told["words"], "Fact 8 + open deals 0.3")
        self.assertAlmostEqual(told["forecast"], 8.3)

    def test_months_that_are_over_are_what_they_were(self):
        self.book(("call", "2026-04-08", self.scout, 8))
        told = self.report()._describe_forecast(
            [*self.months(4, 4), ("metric_id.code", "=", "call")]
        )
        self.assertEqual((told["fact"], told["forecast"]), (8, 8))

    def test_ratios_and_mixtures_have_no_words_of_their_own(self):
        self.book(("call", "2026-05-12", self.scout, 8), ("deal_won", "2026-05-12", self.hunter, 8))
        for domain in ([], [("metric_id.code", "=", "average_deal")], [("id", "=", 0)]):
            told = self.report()._describe_forecast([*self.months(5, 5), *domain])
            self.assertIsNone(told["words"])

    def test_deal_counts_in_its_month_and_an_overdue_one_in_the_present(self):
        """The chances: 10 % overdue, 20 % due in May, 40 % in June, 80 % next year, one without a day."""
        self.works.conveyor_pipeline_weight = 1
        days = ("2026-03-31", "2026-05-31", "2026-06-01", "2027-01-01", False)
        for day, chance in zip(days, (10, 20, 40, 80, 50), strict=True):
            self.deal(day, 1000, chance)
        lost = self.deal("2026-05-20", 1000, 90)
        lost.action_set_lost()
        self.deal("2026-05-20", 1000, 90, type="lead")
        self.assertAlmostEqual(self.read("won_amount", 5)["forecast"], 300)
        self.assertAlmostEqual(self.read("won_amount", 6)["forecast"], 400)
        self.assertAlmostEqual(self.read("won_amount", 1, 12)["forecast"], 700)
        self.assertAlmostEqual(self.read("deal_won", 1, 12)["forecast"], 0.7)
        self.assertIsNone(self.read("won_amount", 1, year=2027))
        with at_instant(self.env, datetime(2026, 6, 1, 12)):
            self.assertAlmostEqual(self.read("won_amount", 6)["forecast"], 700)

    def test_forecast_ends_with_the_year(self):
        self.book(*(("call", date(2026, month, 8), self.scout, 21) for month in range(1, 13)))
        self.plan(("call", 1, 10, {"user": self.scout}), year=2027)
        with at_instant(self.env, datetime(2026, 12, 31, 12)):
            self.assertIsNone(self.read("call", 1, year=2027)["forecast"])
            self.assertGreater(self.read("call", 12)["forecast"], 21)
        with at_instant(self.env, datetime(2027, 1, 1, 12)):
            # 63 calls in 22 + 21 + 23 working days, and 21 days to come.
            self.assertAlmostEqual(self.read("call", 1, year=2027)["forecast"], 63 / 66 * 21)
            self.assertEqual(self.read("call", 12)["forecast"], 21)
