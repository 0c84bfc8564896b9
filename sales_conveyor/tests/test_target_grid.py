from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..models.conveyor_target_row import MONTHS
from .common import department
from .plans import YEAR, PlanCommon


@department
class TestTargetGrid(PlanCommon):
    """A row of twelve months is its targets side by side: what is typed in it is written in them."""

    def setUp(self):
        super().setUp()
        self.grid = self.env["conveyor.target.row"].with_user(self.head)

    def make_row(self, user=None, **values):
        user = self.hunter if user is None else user
        defaults = {
            "plan_id": self.plan.id,
            "metric_id": self.metric.id,
            "user_id": user and user.id,
        }
        return self.grid.create({**defaults, **values})

    def leaves(self, row):
        """The months that have a target, with their numbers."""
        domain = [("plan_id", "=", row.plan_id.id), ("metric_id", "=", row.metric_id.id)]
        domain += [("user_id", "=", row.user_id.id), ("categ_id", "=", row.categ_id.id)]
        targets = self.env["conveyor.target"].search(domain, order="month_on")
        return {target.month_on.month: target.value for target in targets}

    # === READING === #

    def test_row_shows_months_quarters_and_year(self):
        for month in range(1, 13):
            self.target(month, month=month)
        row = self.row()
        self.assertEqual([row[name] for name in MONTHS], list(range(1, 13)))
        self.assertEqual((row.q1, row.q2, row.q3, row.q4, row.total), (6, 15, 24, 33, 78))
        self.assertEqual((row.user_id, row.team_id, row.year), (self.hunter, self.team, YEAR))
        self.assertEqual((row.company_id, row.state), (self.env.company, "draft"))

    def test_each_leaf_key_has_its_row(self):
        category = self.env["product.category"].create({"name": "Audits"})
        for values in ({}, {"categ_id": category.id}, {"user": self.scout}, {"user": False}):
            self.target(**values)
            self.target(month=2, **values)
        rows = self.grid.search([("plan_id", "=", self.plan.id)])
        self.assertEqual(len(rows), 4)
        self.assertEqual(set(rows.mapped("total")), {20.0})
        self.assertEqual(rows.ids, rows.exists().ids)

    def test_year_before_is_told_of_the_same_person_team_or_company(self):
        for user, months in ((self.hunter, (1, 5)), (self.scout, (2,))):
            for month in months:
                self.book(YEAR - 1, month, user, quantity=4)
        self.book(YEAR - 1, 3, self.stranger, team=self.stock_team, quantity=2)
        self.book(YEAR - 2, 3, quantity=100)
        self.book(YEAR, 3, quantity=100)
        self.book(YEAR - 1, 3, metric=self.money, quantity=7, amount=500.0)
        self.target(12.0)
        self.target(24.0, user=False, team_id=self.team.id)
        self.target(7.0, user=False)
        self.target(600.0, metric_id=self.money.id)
        rows = self.grid.search([("plan_id", "=", self.plan.id)], order="total")
        self.assertEqual(rows.mapped("last_total"), [14.0, 8.0, 12.0, 500.0])
        growths = [round(growth, 4) for growth in rows.mapped("growth")]
        self.assertEqual(growths, [-0.5, 0.5, 1.0, 0.2])

    def test_year_before_of_a_category_counts_its_products(self):
        parent = self.env["product.category"].create({"name": "Services"})
        child = self.env["product.category"].create({"name": "Audits", "parent_id": parent.id})
        self.product.categ_id = child
        self.book(YEAR - 1, 3, metric=self.money, amount=300.0, product_id=self.product.id)
        self.book(YEAR - 1, 3, metric=self.money, amount=55.0)
        for categ in (parent, child, self.env["product.category"].create({"name": "Else"})):
            self.target(1.0, metric_id=self.money.id, categ_id=categ.id)
        rows = self.grid.search([("plan_id", "=", self.plan.id)], order="id")
        self.assertEqual(rows.mapped("last_total"), [300.0, 300.0, 0.0])

    def test_money_of_won_deals_is_told_from_the_deals(self):
        """A metric that is another column of other facts."""
        deals, money = (
            self.env["conveyor.metric"]._get(code) for code in ("deal_won", "won_amount")
        )
        self.book(YEAR - 1, 3, metric=deals, quantity=2, amount=900.0)
        self.target(3.0, metric_id=deals.id)
        self.target(1800.0, metric_id=money.id)
        rows = self.grid.search([("plan_id", "=", self.plan.id)], order="total")
        self.assertEqual(rows.mapped("last_total"), [2.0, 900.0])

    def test_year_before_is_read_as_far_as_one_may(self):
        """A leader sees the targets of his team, and its facts; what a person did elsewhere is not told."""
        self.book(YEAR - 1, 3, quantity=4)
        self.book(YEAR - 1, 3, team=self.stock_team, quantity=50)
        self.target(8.0)
        self.approve()
        for user, last in ((self.head, 54.0), (self.hunter, 54.0), (self.leader, 4.0)):
            self.env.invalidate_all()
            self.assertEqual(self.row().with_user(user).last_total, last)

    # === TYPING === #

    def test_typed_row_has_a_target_in_every_month(self):
        """Also where nothing is typed: the row keeps its number."""
        row = self.make_row(month_03=5.0)
        self.assertEqual(self.leaves(row), {**dict.fromkeys(range(1, 13), 0.0), 3: 5.0})
        self.assertEqual(row.team_id, self.team)
        self.assertEqual(row.id, min(self.plan.target_ids.ids))
        row.month_01 = 0.0
        self.assertEqual(self.row().id, row.id)

    def test_rows_are_typed_in_a_list(self):
        with Form(
            self.grid.with_context(default_plan_id=self.plan.id),
            "sales_conveyor.conveyor_target_row_view_list",
        ) as form:
            form.metric_id = self.metric
            form.user_id = self.hunter
            form.month_01 = 10.0
            form.month_04 = 2.5
            self.assertEqual((form.total, form.q1, form.q2), (12.5, 10.0, 2.5))
        row = form.record
        self.assertEqual((row.total, row.team_id), (12.5, self.team))
        with Form(row, "sales_conveyor.conveyor_target_row_view_list") as form:
            form.month_01 = 11.0
        self.assertEqual(self.leaves(row)[1], 11.0)

    def test_many_rows_are_typed_at_once(self):
        rows = self.grid.create(
            [
                {
                    "plan_id": self.plan.id,
                    "metric_id": self.metric.id,
                    "user_id": user.id,
                    "month_01": n,
                }
                for n, user in enumerate(self.scout | self.hunter | self.farmer, start=1)
            ]
        )
        self.assertEqual(rows.mapped("month_01"), [1.0, 2.0, 3.0])
        rows.write({"month_12": 9.0, "month_01": 4.0})
        self.assertEqual(rows.mapped("total"), [13.0] * 3)

    def test_month_without_a_target_gets_one(self):
        self.target(5.0, month=6)
        row = self.row().with_user(self.head)
        row.write({"month_02": 3.0, "month_06": 4.0})
        self.assertEqual(self.leaves(row), {2: 3.0, 6: 4.0})

    def test_whole_row_goes_to_somebody_else(self):
        row = self.make_row(month_01=5.0)
        row.write({"user_id": self.stranger.id, "team_id": False, "month_02": 6.0})
        self.assertEqual((row.user_id, row.team_id), (self.stranger, self.stock_team))
        self.assertEqual(row.total, 11.0)

    def test_row_is_deleted_with_its_targets(self):
        rows = self.make_row(month_01=5.0) | self.make_row(self.scout, month_01=7.0)
        rows[0].unlink()
        self.assertEqual(self.plan.target_ids.user_id, self.scout)
        self.assertFalse(rows[0].exists())

    def test_second_row_of_the_same_is_told(self):
        self.make_row()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as told,
            self.cr.savepoint(),
        ):
            self.make_row()
        self.assertIn("conveyor_target_unique_leaf", str(told.exception))

    def test_money_is_rounded_in_the_grid_too(self):
        self.assertEqual(self.make_row(metric_id=self.money.id, month_01=1.006).month_01, 1.01)

    def test_default_of_a_context_speaks_for_an_empty_column_only(self):
        context = {"default_plan_id": self.plan.id, "default_month_02": 8.0, "default_value": 99.0}
        row = self.grid.with_context(**context).create(
            {"metric_id": self.metric.id, "user_id": self.hunter.id, "month_01": 5.0}
        )
        self.assertEqual(self.leaves(row), {**dict.fromkeys(range(1, 13), 0.0), 1: 5.0, 2: 8.0})

    # === REFUSALS === #

    def test_row_without_its_plan_or_metric_is_told(self):
        for values in ({"metric_id": self.metric.id}, {"plan_id": self.plan.id}):
            with self.assertRaisesRegex(UserError, "Choose the plan and the metric"):
                self.grid.create(values)
        for value in ("abc", [1], {}, True):
            with self.assertRaises(UserError):
                self.grid.create({"plan_id": value, "metric_id": self.metric.id})

    def test_row_stays_in_its_plan(self):
        other = self._make_plan(year=YEAR + 1)
        with self.assertRaisesRegex(UserError, "stays in its plan"):
            self.make_row().plan_id = other

    def test_bad_months_are_told(self):
        row = self.make_row()
        for value in (-1, 1e12, float("nan"), "abc"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                row.write({"month_05": value})
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.make_row(self.scout, month_05=value)

    def test_rule_on_targets_holds_in_the_grid(self):
        """A rule that a company adds to targets is obeyed by rows as well."""
        row, other = self.make_row(), self.make_row(self.scout)
        self.env["ir.rule"].create(
            {
                "name": "Not the hunter",
                "model_id": self.env["ir.model"]._get_id("conveyor.target"),
                "domain_force": [("user_id", "!=", self.hunter.id)],
                "perm_read": False,
            }
        )
        other.month_01 = 7.0
        for deed in (lambda: row.write({"month_01": 7.0}), row.unlink):
            with self.assertRaises(AccessError):
                deed()
        row.invalidate_recordset()
        self.assertEqual((row.total, other.total), (0.0, 7.0))
