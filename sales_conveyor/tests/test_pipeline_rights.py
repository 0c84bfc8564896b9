from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import department
from .pipelines import PipelineCommon

MEASURES = ["in_work:sum", "average_deal:avg", "win_rate:avg", "days_open:avg", "__count"]
SETS = [[], ["happened_on:quarter"], ["user_id"], ["user_id", "happened_on:quarter"]]


@department
class TestPipelineRights(PipelineCommon):
    """Who sees whose deals, what is blank between companies, and what a look costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.pipeline.report"]
        cls.closed_deal(cls.hunter, 1000, "won", (3, 31))
        with cls.day(5, 10):
            cls.deal(cls.hunter, 700)
            cls.deal(cls.hunter2, 50)
            there = {"team_id": cls.stock_team.id, "name": "Elsewhere"}
            cls.deal(cls.stranger, 60, **there).action_set_won()
        cls.mine = [("user_id", "in", (cls.hunter | cls.hunter2 | cls.stranger).ids)]

    def report(self, user=None, **context):
        return self.Report.with_user(user or self.env.user).with_context(**context)

    # === RIGHTS === #

    def test_people_see_their_own_deals(self):
        """Hunter 2 of 4, leader the 3 of his team, head and owner all, the others nothing or their own."""
        expected = {
            self.hunter: 2,
            self.hunter2: 1,
            self.scout: 0,
            self.farmer: 0,
            self.stranger: 1,
            self.leader: 3,
            self.head: 4,
            self.owner: 4,
        }
        for user, count in expected.items():
            with self.subTest(user=user.name), self.day(5, 20):
                report = self.report(user)
                self.assertEqual(len(report.search(self.mine)), count)
                [(rows,)] = report._read_group(self.mine, [], ["__count"])
                self.assertEqual(rows, count, "counted by person it is the same")

    def test_levels_are_seen_as_the_cards_behind_them(self):
        with self.day(5, 31):
            self.freeze_levels(5, 31)
        levels = [*self.mine, ("kind", "=", "level"), ("in_work", ">", 0)]
        expected = {self.hunter: 1, self.hunter2: 1, self.scout: 0, self.leader: 2, self.owner: 2}
        for user, count in expected.items():
            with self.subTest(user=user.name), self.day(6, 2):
                [(rows,)] = self.report(user)._read_group(levels, [], ["in_work:sum"])
                self.assertEqual(rows or 0, count)

    def test_a_clerk_sees_nothing(self):
        clerk = new_test_user(self.env, "t_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.report(clerk).search([])

    def test_nobody_writes_the_report(self):
        for user in (self.hunter, self.leader, self.head, self.owner):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.report(user).has_access(operation))

    def test_whoever_may_look_opens_the_screens(self):
        menus = self.env["ir.ui.menu"]
        menu = self.env.ref("sales_conveyor.conveyor_pipeline_report_menu")
        for user in (self.hunter, self.leader, self.head, self.owner):
            with self.subTest(user=user.name):
                self.assertIn(menu.id, menus.with_user(user)._visible_menu_ids())
                views = [(False, kind) for kind in ("pivot", "graph", "list", "search")]
                self.assertTrue(self.report(user).get_views(views))

    # === COMPANIES === #

    def _branch(self):
        """A deal in work and one won in another company, in its own money."""
        rouble = self.currency("RUX", ("2026-01-01", 90))
        branch = self.env["res.company"].create({"name": "Branch", "currency_id": rouble.id})
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        self.hunter.company_ids += branch
        values = {"team_id": team.id, "company_id": branch.id}
        with self.day(5, 10):
            self.deal(self.hunter, 9000, **values)
            self.deal(self.hunter, 18000, **values).action_set_won()
        return branch

    def test_deals_of_another_company_are_unseen(self):
        branch = self._branch()
        self.head.company_ids += branch
        for user in (self.hunter, self.head):
            for companies, count in ((self.env.company, 2), (branch, 2), (self.env.company | branch, 4)):  # fmt: skip
                with self.subTest(user=user.name, count=count), self.day(5, 20):
                    report = self.report(user, allowed_company_ids=companies.ids)
                    self.assertEqual(len(report.search([("user_id", "=", self.hunter.id)])), count)

    def test_money_of_two_companies_is_blank_and_numbers_add_up(self):
        branch = self._branch()
        report = self.report(self.hunter, allowed_company_ids=(self.env.company | branch).ids)
        measures = ["in_work:sum", "won:sum", "pipeline:sum", "won_amount:sum", "average_deal:avg",
                    "average_deal:sum_currency", "win_rate_amount:avg", "win_rate:avg"]  # fmt: skip
        with self.day(5, 20):
            [total] = report._read_group([], [], measures)
            rows = report._read_group([], ["company_id"], measures[:5])
            [(currencies,)] = report._read_group([], [], ["currency_id:array_agg_distinct"])
        self.assertEqual(total, (2, 2, False, False, False, False, False, 1.0))
        self.assertEqual(
            rows,
            [(self.env.company, 1, 1, 700, 1000, 1000), (branch, 1, 1, 9000, 18000, 18000)],
        )
        self.assertEqual(set(currencies), set((self.env.company | branch).currency_id.ids))

    # === COST === #

    def _count(self, user, people):
        for number in range(people):
            person = new_test_user(self.env, f"t_more_{user.id}_{number}_{people}")
            with self.day(5, 11):
                self.deal(person, 10).action_set_won()
                self.deal(person, 10)
        report = self.report(user)
        with self.day(5, 20):
            report._read_grouping_sets([("happened_on", ">", "2026-01-01")], SETS, MEASURES)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            report._read_grouping_sets([("happened_on", ">", "2026-01-01")], SETS, MEASURES)
            return self.env.cr.sql_log_count - before

    def test_the_pivot_is_one_query_whatever_the_number_of_people(self):
        """One for the settings of the planner, one for the rows; a seller's teams are looked up once more."""
        self.assertEqual([self._count(self.head, people) for people in (0, 3)], [2, 2])
        self.assertEqual([self._count(self.hunter, people) for people in (0, 2)], [3, 3])

    def test_a_page_of_the_list_is_found_and_then_read(self):
        with self.day(5, 20):
            self.report(self.head).web_search_read([], {"name": {}, "product_id": {}}, limit=80)
            self.env.invalidate_all()
            with self.statements("conveyor_pipeline_report") as found:
                self.report(self.head).web_search_read([], {"name": {}, "product_id": {}}, limit=80)
        self.assertLessEqual(len(found), 4)  # where there are more than 80, they are counted
