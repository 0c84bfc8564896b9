from datetime import date

from odoo import Command

from .attainment import AttainmentCommon
from .common import department

NUMBERS = ("fact", "plan", "plan_to_date", "last_year", "forecast")


@department
class TestAttainmentLevels(AttainmentCommon):
    """A ratio, a team, a quarter: always of the sums of what lies below, and never of what cannot be added."""

    def test_average_check_of_everybody_comes_from_all_money_and_all_contracts(self):
        self.book(
            ("contract_amount", "2026-05-04", self.hunter, 900),
            ("contract", "2026-05-04", self.hunter, 1),
            ("contract_amount", "2026-05-05", self.hunter2, 300),
            ("contract", "2026-05-05", self.hunter2, 3),
        )
        self.plan(
            ("contract_amount", 5, 1000, {"user": self.hunter}),
            ("contract", 5, 2, {"user": self.hunter}),
            ("contract_amount", 5, 1000, {"user": self.hunter2}),
            ("contract", 5, 3, {"user": self.hunter2}),
        )
        people = self.tell("average_check", 5, groupby=["user_id"])
        self.assertEqual((people[self.hunter,]["fact"], people[self.hunter,]["plan"]), (900, 500))
        self.assertEqual(people[self.hunter2,]["fact"], 100)
        self.assertAlmostEqual(people[self.hunter2,]["plan"], 1000 / 3)
        figures = self.tell("average_check", 5)
        self.assertEqual((figures["fact"], figures["plan"]), (300, 400))  # 1200 ÷ 4, 2000 ÷ 5
        self.assertEqual(figures["attainment"], 0.75)
        self.assertAlmostEqual(figures["plan_to_date"], 400)  # of both parts 8 of 21 days
        self.assertIsNone(figures["needed_per_day"])

    def test_win_rate_counts_the_won_below_the_line_too(self):
        self.book(
            ("deal_won", "2026-05-04", self.hunter, 3), ("deal_lost", "2026-05-04", self.hunter, 1)
        )
        self.book(("deal_lost", "2025-05-05", self.hunter, 5))
        self.plan(("deal_won", 5, 6), ("deal_lost", 5, 4))
        figures = self.tell("win_rate", 5)
        self.assertEqual((figures["fact"], figures["plan"]), (0.75, 0.6))  # 3 ÷ 4, 6 ÷ 10
        self.assertAlmostEqual(figures["attainment"], 1.25)
        self.assertEqual(figures["last_year"], 0)  # 0 ÷ 5
        self.assertIsNone(figures["growth"])

    def test_win_rate_is_not_planned_by_the_won_alone(self):
        self.plan(("deal_won", 5, 6))
        self.book(("deal_won", "2026-05-04", self.hunter, 3))
        figures = self.tell("win_rate", 5)
        self.assertEqual(figures["fact"], 1)
        self.assertIsNone(figures["plan"])
        self.assertIsNone(figures["attainment"])

    def test_ratio_is_planned_by_the_metrics_of_its_parts_and_of_their_other_columns(self):
        self.plan(("won_amount", 5, 5000), ("deal_won", 5, 10))
        self.book(("deal_won", "2026-05-04", self.hunter, 2, {"amount": 700}))
        average = self.tell("average_deal", 5)
        self.assertEqual((average["fact"], average["plan"]), (350, 500))
        self.assertEqual(self.tell("won_amount", 5)["fact"], 700)
        self.assertEqual(self.tell("deal_won", 5)["fact"], 2)
        self.assertIsNone(self.tell("win_rate_amount", 5)["plan"])

    def test_ratio_without_its_lower_part_is_blank(self):
        self.book(("contract_amount", "2026-05-04", self.hunter, 900))
        self.assertIsNone(self.tell("average_check", 5)["fact"])
        self.assertIsNone(self.tell("profitability", 4))

    def test_ratio_by_cohort_level_and_median_are_not_here(self):
        self.book(
            ("contact_accepted", "2026-05-04", self.scout, 2),
            ("deal_won", "2026-05-04", self.hunter, 2),
        )
        groups = self.report()._read_group(self.months(1, 12), ["metric_id"], ["fact:sum"])
        codes = {metric.code for metric, _fact in groups}
        self.assertFalse(
            codes
            & {"quality", "hunter_conversion", "days_to_close", "deals_in_work", "pipeline_amount"}
        )
        self.assertLessEqual({"contact_accepted", "deal_won", "win_rate", "average_deal"}, codes)

    def test_quarter_and_year_are_sums_of_months(self):
        self.plan(*(("call", month, 10 * month) for month in range(1, 13)))
        self.book(*(("call", date(2026, month, 8), self.scout, month) for month in range(1, 5)))
        quarters = self.tell("call", 1, 12, groupby=["month_on:quarter"])
        told = {start.month: (row["fact"], row["plan"]) for (start,), row in quarters.items()}
        self.assertEqual(told, {1: (6, 60), 4: (4, 150), 7: (0, 240), 10: (0, 330)})
        year = self.tell("call", 1, 12)
        self.assertEqual((year["fact"], year["plan"]), (10, 780))
        for name in NUMBERS[:3]:
            self.assertAlmostEqual(sum(row[name] for row in quarters.values()), year[name])

    def test_several_metrics_have_no_total(self):
        self.plan(("call", 5, 10), ("deal_won", 5, 10))
        self.book(("call", "2026-05-04", self.scout, 2), ("deal_won", "2026-05-04", self.scout, 2))
        [[user, *values]] = self.report()._read_group(
            [*self.months(5, 5), ("user_id", "=", self.scout.id)],
            ["user_id"],
            ["fact:sum", "plan:sum", "attainment:avg", "forecast:sum", "to_go:sum"],
        )
        self.assertEqual((user, values), (self.scout, [False] * 5))

    def test_several_companies_have_no_total(self):
        currency = self.env.ref("base.EUR") | self.env.ref("base.USD")
        currency.active = True
        other = self._create_company(
            "Southern Works", currency_id=(currency - self.works.currency_id)[:1].id
        )
        people = self.hunter | self.head
        people.company_ids = [Command.link(other.id)]
        for company, value in ((self.works, 100), (other, 7)):
            self.plan(("contract_amount", 5, value * 2, {"user": self.hunter}), company=company)
            self.book(("contract_amount", "2026-05-04", self.hunter, value), company=company)
        both = self.report(companies=self.works | other)
        domain = [*self.months(5, 5), ("metric_id.code", "=", "contract_amount")]
        [figures] = both._read_attainment(domain)[()].values()
        self.assertFalse([name for name, value in figures.items() if value is not None])
        groups = both._read_attainment(domain, ["company_id", "currency_id"])
        told = {
            group: [f["fact"], f["plan"]] for group, row in groups.items() for f in row.values()
        }
        self.assertEqual(
            told, {(c, c.currency_id): [v, 2 * v] for c, v in ((self.works, 100), (other, 7))}
        )
        self.assertEqual(self.tell("contract_amount", 5)["fact"], 100)

    def test_category_of_a_target_gathers_what_lies_below_it(self):
        create = self.env["product.category"].create
        goods = create({"name": "Goods"})
        saws, cutters = create(
            [{"name": "Saws", "parent_id": goods.id}, {"name": "Cutters", "parent_id": goods.id}]
        )
        chains = create({"name": "Chain Saws", "parent_id": saws.id})
        other = create({"name": "Other"})
        products = self.env["product.product"].create(
            [
                {"name": c.name, "default_code": c.name[:3].upper(), "categ_id": c.id}
                for c in (saws, cutters, chains, other)
            ]
        )
        self.plan(
            ("contract_amount", 5, 100, {"categ": goods}),
            ("contract_amount", 5, 50, {"categ": saws}),
        )
        self.book(
            *(
                ("contract_amount", "2026-05-04", self.hunter, value, {"product": product})
                for product, value in zip(products, (1, 20, 300, 4000), strict=True)
            ),
            ("contract_amount", "2026-05-04", self.hunter, 50000),
        )
        groups = self.tell("contract_amount", 5, groupby=["categ_id"])
        told = {group.name: (row["fact"], row["plan"]) for (group,), row in groups.items()}
        self.assertEqual(
            told,
            {"Saws": (301, 50), "Goods": (20, 100), "Other": (4000, None), False: (50000, None)},
        )
        self.assertEqual(self.tell("contract_amount", 5)["fact"], 54321)
        below = self.tell("contract_amount", 5, domain=[("categ_id", "child_of", goods.id)])
        self.assertEqual((below["fact"], below["plan"]), (321, 150))


@department
class TestAttainmentPlans(AttainmentCommon):
    """Of all plans that were made only the one in force tells what was to be reached."""

    def test_draft_counts_nothing(self):
        self.draft(("call", 5, 100))
        self.book(("call", "2026-05-04", self.scout, 5))
        self.assertIsNone(self.tell("call", 5)["plan"])
        self.assertNotIn(self.metric("call").id, self.report()._get_planned_metrics())

    def test_new_version_takes_the_place_of_the_one_before_and_counts_once(self):
        plan = self.plan(("call", 5, 100), ("call", 6, 100))
        draft = self.env["conveyor.plan"].browse(plan.action_new_version()["res_id"])
        self.assertEqual(self.tell("call", 5, 6)["plan"], 200)
        draft.target_ids.filtered(lambda target: target.month_on.month == 6).value = 40
        draft.reason = "Half of the department is on leave"
        self.assertEqual(self.tell("call", 5, 6)["plan"], 200)
        draft.action_approve()
        self.assertEqual(self.tell("call", 5, 6)["plan"], 140)

    def test_closed_plan_still_tells_what_was_to_be_reached(self):
        self.plan(("call", 12, 100), year=2025).action_close()
        self.assertEqual(self.tell("call", 12, year=2025)["plan"], 100)

    def test_metrics_in_plan_are_those_with_targets_and_the_ratios_of_both_parts(self):
        self.plan(("deal_won", 5, 1), ("contract", 3, 1), ("contract_amount", 8, 1))
        metrics = self.env["conveyor.metric"].browse(self.report()._get_planned_metrics())
        self.assertEqual(
            set(metrics.mapped("code")),
            {"deal_won", "contract", "contract_amount", "average_check"},
        )
        self.book(("call", "2026-05-04", self.scout, 5))
        found = self.report()._read_group(
            [*self.months(5, 5), ("is_planned", "=", True)], ["metric_id"], ["fact:sum"]
        )
        self.assertEqual([metric.code for metric, _fact in found], ["deal_won"])
        found = self.report()._read_group(
            [*self.months(5, 5), ("is_planned", "=", False)], ["metric_id"], ["fact:sum"]
        )
        self.assertIn("call", [metric.code for metric, _fact in found])
