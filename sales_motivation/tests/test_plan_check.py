from datetime import date

from odoo.tests import tagged

from .pay_words import PayWords

LINEAR = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03)]}
RISING = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.03), (1000, 0.05)]}
ERROR_FREE = {"metric_id": "error_free_day", "goal": 15}
BONUS = {"kind": "bonus", "unit": "fixed", "amount": 1000}


@tagged("post_install", "-at_install")
class TestPlanCheck(PayWords):
    """What may go wrong with a plan is told before anybody is paid by it."""

    def codes(self, *components, **values):
        """The codes of what is worth a second look in a draft with a salary."""
        plan = self.plan({"kind": "salary"}, *components, approve=False, **values)
        return {risk.code for risk in plan._find_risks()}

    def test_a_linear_plan_is_proof(self):
        self.assertEqual(self.codes(LINEAR, {**BONUS, "gates": [ERROR_FREE]}), set())

    def test_rates_that_rise_or_fall_are_told(self):
        self.assertEqual(self.codes(RISING), {"rising"})
        self.assertEqual(self.codes({**RISING, "tiers": [(0, 0.05), (1000, 0.03)]}), {"falling"})
        self.assertEqual(
            self.codes({**RISING, "tiers": [(0, 0.02), (1000, 0.05)]}), {"rising", "steep"}
        )
        self.assertEqual(self.codes({**RISING, "tiers": [(0, 0.02), (1000, 0.04)]}), {"rising"})

    def test_a_month_is_short_for_a_curve_only(self):
        self.assertEqual(self.codes({**RISING, "window": "month"}), {"rising", "month"})
        self.assertEqual(self.codes({**LINEAR, "window": "month"}), set())

    def test_a_condition_of_commission_is_a_jump(self):
        gated = {**LINEAR, "gates": [ERROR_FREE]}
        self.assertEqual(self.codes(gated), {"jump"})

    def test_a_bonus_asks_for_work_without_errors(self):
        self.assertEqual(self.codes(BONUS), {"careless"})
        self.assertEqual(
            self.codes({**BONUS, "gates": [{"metric_id": "breach_confirmed", "goal": 0}]}), set()
        )

    def test_a_bonus_at_a_limit_of_sales_is_a_jump(self):
        gate = {"metric_id": "money_in", "goal": 1000}
        self.assertEqual(self.codes({**BONUS, "gates": [ERROR_FREE, gate]}), {"jump"})

    def test_credit_of_another_role_is_told(self):
        self.assertEqual(self.codes({**LINEAR, "credit": "scout"}), {"role"})
        self.assertEqual(self.codes({**LINEAR, "credit": "hunter"}), set())
        self.assertEqual(self.codes({**LINEAR, "credit": "team"}), {"role"})
        override = {**LINEAR, "kind": "override", "credit": "team"}
        self.assertEqual(self.codes(override, role="head"), set())
        contacts = {
            "kind": "commission",
            "metric": "contact_accepted",
            "unit": "each",
            "tiers": [(0, 300)],
        }
        self.assertEqual(self.codes(contacts), {"role"})
        self.assertEqual(self.codes(contacts, role="scout"), set())

    def test_what_sellers_type_themselves_is_told(self):
        for metric in ("call", "meeting_held", "offer_sent", "activity_done", "deal_won"):
            component = {"kind": "commission", "metric": metric, "unit": "each", "tiers": [(0, 50)]}
            self.assertEqual(self.codes(component), {"typed"}, metric)
        self.assertEqual(self.codes({**LINEAR, "metric": "won_amount"}), {"typed"})
        self.assertEqual(self.codes({**LINEAR, "metric": "contract_amount"}), {"unpaid"})
        gate = {"metric_id": "call", "goal": 100}
        self.assertEqual(self.codes({**BONUS, "gates": [ERROR_FREE, gate]}), {"typed"})
        first = {"kind": "commission", "metric": "first_sale", "unit": "each", "tiers": [(0, 50)]}
        self.assertEqual(self.codes(first), set())

    def test_numbers_meant_otherwise_are_told(self):
        self.assertEqual(self.codes({**LINEAR, "tiers": [(0, 0.5)]}), {"rate"})
        self.assertEqual(self.codes({**LINEAR, "tiers": [(0, 0)]}), {"nothing"})
        self.assertIn("start", self.codes({**RISING, "tiers": [(0, 0.03), (0.8, 0.05)]}))
        by_target = {**RISING, "tier_on": "attainment"}
        self.assertIn("start", self.codes({**by_target, "tiers": [(0, 0.03), (80, 0.05)]}))
        days = {"metric_id": "error_free_day", "goal": 70}
        self.assertEqual(self.codes({**BONUS, "gates": [days]}), {"goal"})
        share = {"metric_id": "punctuality", "goal": 95}
        self.assertEqual(self.codes({**BONUS, "gates": [ERROR_FREE, share]}), {"goal"})

    def test_targets_that_nobody_set_are_told(self):
        by_target = {**RISING, "tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.05)]}
        self.assertIn("target", self.codes(by_target))
        self.aim("money_in", self.hunter, *[1000] * 12)
        self.assertNotIn("target", self.codes(by_target))

    def test_what_is_missing_is_told(self):
        plan = self.plan(LINEAR, approve=False, clawback_days=0)
        self.assertEqual({risk.code for risk in plan._find_risks()}, {"salary", "clawback"})
        deduction = {
            "kind": "deduction",
            "metric": "breach_confirmed",
            "unit": "fixed",
            "amount": 500,
        }
        self.assertEqual(self.codes(deduction), {"deduction"})
        bonus = {**BONUS, "gates": [ERROR_FREE]}
        self.assertEqual(self.codes(deduction, bonus), set())
        self.assertEqual(self.codes({**deduction, "window": "month"}, bonus), {"deduction"})

    def test_a_component_that_never_pays_is_told(self):
        self.assertEqual(self.codes({**LINEAR, "is_exclusive": True}, LINEAR), {"shadow"})
        narrow = {**LINEAR, "is_exclusive": True, "sale": "first"}
        self.assertEqual(self.codes(narrow, LINEAR), set())

    def test_a_begin_within_a_window_is_told(self):
        self.assertIn("begin", self.codes(RISING, since=date(2026, 2, 1)))
        self.assertNotIn("begin", self.codes(LINEAR, since=date(2026, 2, 1)))
        self.assertNotIn("begin", self.codes(RISING, since=date(2026, 4, 1)))

    def test_shares_of_a_pool_are_told_and_refused(self):
        pool = self.env["motivation.pay.pool"].create({"name": "New client"})
        part = {**LINEAR, "share": 0.4, "pool_id": pool.id}
        self.assertEqual(self.codes(part), {"pool"})
        self.assertEqual(pool.total, 0.4)
        rest = {**part, "share": 0.6, "credit": "scout"}
        self.assertEqual(self.codes(rest, role="scout"), set())

    def test_warnings_stay_beside_the_approval(self):
        plan = self.plan(RISING, approve=False)
        self.assertEqual(plan.warning_count, 2)
        plan.with_user(self.head).action_approve()
        self.assertIn("Rates that rise", plan.message_ids[:1].body)
