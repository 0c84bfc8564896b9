from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import PayWords, at, day

RISING = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03), (1000, 0.05)]}


@tagged("post_install", "-at_install")
class TestPlanGain(PayWords):
    """What moving deals would have brought, on the facts of the past."""

    def gains(self, plan, months=12, days=3, user=None):
        """The gains of a person that a plan would have allowed, seen from October 2026."""
        with at_instant(self.env, at(10, 5)):
            gains = plan._find_gains(months=months, days=days)
        return [gain for gain in gains if gain.user_id == (user or self.hunter).id]

    def test_deals_gathered_in_one_quarter_bring_more(self):
        """900 and 900, 400 of them on the last day: 3 % of 1,800 are 54; 500 and 1,300 pay 15 + 45."""
        plan = self.plan(RISING, approve=False)
        self.sell(day(2), 500)
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        [gain] = self.gains(plan)
        self.assertEqual(gain.last_on, day(3, 31))
        self.assertEqual((gain.movable, gain.moved), (400, 400))
        self.assertEqual((gain.paid, gain.gain), (Decimal(54), Decimal(6)))

    def test_the_run_pays_what_the_gain_says(self):
        self.pay_by(self.hunter, self.plan(RISING))
        self.sell(day(2), 500)
        moved = self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        plan = self.plan(RISING, approve=False)
        [gain] = self.gains(plan)
        self.settle_until(5)
        paid = sum(
            self.env["motivation.statement"]
            .search([("user_id", "=", self.hunter.id)])
            .mapped("payable")
        )
        self.assertAlmostEqual(paid, float(gain.paid), 2)
        self.assertTrue(moved)

    def test_one_rate_brings_nothing(self):
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        self.assertFalse(self.gains(self.plan({**RISING, "tiers": [(0, 0.05)]}, approve=False)))

    def test_falling_rates_reward_carrying_over(self):
        """1,400 in a quarter: what is above 1,000 earns less, so 400 are carried over."""
        self.sell(day(2), 1000)
        self.sell(day(3, 30), 600)
        plan = self.plan({**RISING, "tiers": [(0, 0.05), (1000, 0.03)]}, approve=False)
        [gain] = self.gains(plan)
        self.assertEqual((gain.moved, gain.gain), (600, Decimal(12)))

    def test_no_more_is_moved_than_pays(self):
        """Above 1,000 in both quarters nothing more is gained: the corner is the best."""
        self.sell(day(2), 400)
        self.sell(day(3, 31), 900)
        self.sell(day(5), 500)
        plan = self.plan({**RISING, "tiers": [(0, 0.05), (1000, 0.03)]}, approve=False)
        [gain] = self.gains(plan)
        self.assertEqual((gain.moved, gain.gain), (300, Decimal(6)))

    def test_a_condition_of_the_same_facts_jumps(self):
        gate = {"metric_id": "money_in", "goal": 1000}
        plan = self.plan({**RISING, "tiers": [(0, 0.1)], "gates": [gate]}, approve=False)
        self.sell(day(3, 31), 300)
        self.sell(day(5), 800)
        [gain] = self.gains(plan)
        self.assertEqual((gain.moved, gain.paid, gain.gain), (300, 0, 110))

    def test_shares_of_the_target_are_measured_by_the_targets(self):
        plan = self.plan(
            {**RISING, "tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.05)]}, approve=False
        )
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        self.assertFalse(self.gains(plan), "nothing is measured without targets")
        self.aim("money_in", self.hunter, *[300] * 12)
        [gain] = self.gains(plan)
        self.assertEqual((gain.moved, gain.gain), (400, Decimal("8.00")))

    def test_only_what_the_component_pays_is_moved(self):
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        other = self.client.copy({"name": "Other Mill"})
        plan = self.plan({**RISING, "partner_ids": [(6, 0, other.ids)]}, approve=False)
        self.assertFalse(self.gains(plan))

    def test_whoever_is_on_the_version_before_is_weighed(self):
        plan = self.put(self.hunter2, RISING)
        self.sell(day(3, 31), 400, user=self.hunter2)
        self.sell(day(5), 900, user=self.hunter2)
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        draft = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        self.assertTrue(self.gains(draft, user=self.hunter2))
        self.assertFalse(self.gains(draft))

    def test_the_dialog_tells_it_and_approves(self):
        plan = self.plan(RISING, approve=False)
        self.sell(day(3, 31), 400)
        self.sell(day(5), 900)
        with at_instant(self.env, at(10, 5)):
            action = plan.with_user(self.head).action_open_approval()
            check = self.env[action["res_model"]].with_user(self.head).browse(action["res_id"])
            self.assertEqual(check.gain_ids.user_id, self.hunter)
            self.assertIn("Hunter", check.gain_words)
            check.write({"months": 3})
            check.action_weigh()
            self.assertFalse(check.gain_ids)
            self.assertIn("nobody would have gained", check.gain_words)
            check.action_approve()
        self.assertEqual(plan.state, "approved")

    def test_a_check_is_for_whoever_decides(self):
        plan = self.put(self.hunter, RISING)
        for user in (self.hunter, self.leader):
            with self.assertRaises(UserError):
                plan.with_user(user).action_open_check()
        check = (
            self.env["motivation.pay.plan.check"].with_user(self.head).create({"plan_id": plan.id})
        )
        with self.assertRaises(AccessError):
            check.with_user(self.owner).read(["gain_words"])
