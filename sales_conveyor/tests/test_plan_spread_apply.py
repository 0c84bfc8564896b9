from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import department
from .plans import WORKING_DAYS, YEAR, SpreadCommon


@department
class TestPlanSpreadApply(SpreadCommon):
    """The proposal becomes targets, in the place of what the plan had for the same people."""

    def test_proposal_becomes_targets(self):
        self.of_people(1200.0, by_month="days").action_apply()
        targets = self.plan.target_ids
        self.assertEqual(len(targets), 6 * 12)
        self.assertEqual((targets.user_id, targets.team_id), (self.crew, self.team))
        self.assertEqual(targets.company_id, self.env.company)
        for month, total in targets._read_group(
            [("id", "in", targets.ids)], ["month_on:month"], ["value:sum"]
        ):
            days = WORKING_DAYS[month.month - 1]
            self.assertLess(abs(total - 1200 * days / 260), 1)
        self.assertEqual(sum(targets.mapped("value")), 1200)
        self.assertIn("72 targets written", self.plan.message_ids[0].body)

    def test_company_as_a_whole_has_no_people(self):
        self.spread(1200.0).action_apply()
        targets = self.plan.target_ids
        self.assertEqual(len(targets), 12)
        self.assertFalse(targets.user_id or targets.team_id)

    def test_second_proposal_takes_the_place_of_the_first(self):
        """Of the same metric, category, teams and people; everything else stays, and it is said."""
        category = self.env["product.category"].create({"name": "Audits"})
        gone = self.target(5.0, user=False, team_id=self.team.id)
        kept = self.target(6.0, metric_id=self.money.id) | self.target(7.0, categ_id=category.id)
        kept |= self.target(8.0, user=self.stranger) | self.target(9.0, user=False)
        first = self.of_people(1200.0)
        self.assertEqual(first.warning.split()[0], "1")
        first.action_apply()
        self.assertFalse(gone.exists())
        second = self.of_people(600.0)
        self.assertIn("72 targets of this plan are replaced", second.warning)
        self.assertIn("2 other targets of this metric stay", second.warning)
        ids = set(self.plan.target_ids.ids)
        second.action_apply()
        self.env.invalidate_all()
        self.assertEqual(set(self.plan.target_ids.ids), ids, "changed, not made anew")
        self.assertEqual(kept.mapped("value"), [6.0, 7.0, 8.0, 9.0])
        self.assertEqual(sum(self.plan.target_ids.mapped("value")), 600 + 30)

    def test_approved_plan_is_not_spread(self):
        wizard = self.of_people()
        self.target()
        self.approve()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            wizard.action_apply()
        with self.assertRaises(UserError):
            self.plan.with_user(self.head).action_open_spread()

    def test_nobody_but_the_head_spreads(self):
        for user in (self.hunter, self.leader, self.owner, self.guest):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard = (
                    self.env["conveyor.plan.spread"]
                    .with_user(user)
                    .create({"plan_id": self.plan.id, "metric_id": self.metric.id, "amount": 5.0})
                )
                wizard.action_apply()
        self.assertFalse(self.plan.target_ids)

    def test_history_is_read_as_whoever_plans(self):
        """A rule that hides facts hides them in the proposal, too."""
        self.book(2016, 1, self.hunter, quantity=50)
        self.book(2016, 1, self.scout, quantity=7)
        self.env["ir.rule"].create(
            {
                "name": "No facts of the hunter",
                "model_id": self.env["ir.model"]._get_id("conveyor.fact.sum"),
                "domain_force": [("user_id", "!=", self.hunter.id)],
            }
        )
        wizard = self.of_people()
        self.assertEqual(wizard.month_ids.sorted("month_on")[0].last_value, 7.0)
        self.assertEqual(self.of_person(wizard, self.hunter).best, 0.0)

    def test_year_before_of_a_category_counts_its_products(self):
        category = self.env["product.category"].create({"name": "Audits"})
        self.product.categ_id = category
        self.book(2016, 1, metric=self.money, amount=300.0, product_id=self.product.id)
        self.book(2016, 1, metric=self.money, amount=50.0)
        values = {"metric_id": self.money.id, "categ_id": category.id}
        wizard = self.spread(1200.0, **values)
        self.assertEqual(wizard.month_ids.sorted("month_on")[0].last_value, 300.0)
        wizard.action_apply()
        self.assertEqual(self.plan.target_ids.categ_id, category)
        self.assertEqual(min(self.plan.target_ids.mapped("month_on")), date(YEAR, 1, 1))
