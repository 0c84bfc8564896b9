from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .pay_words import PayWords

SHARE = {
    "kind": "commission",
    "metric": "money_in",
    "tiers": [(0, 0.03), (1000, 0.05)],
    "gates": [{"metric_id": "error_free_day", "goal": 15}],
}


@tagged("post_install", "-at_install")
class TestPlanRights(PayWords):
    """An approved plan stays as it is, whoever asks and however; everybody sees what is his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payroll = new_test_user(
            cls.env, "t_payroll", groups="sales_motivation.sales_motivation_group_payroll"
        )

    def setUp(self):
        super().setUp()
        self.pool = self.env["motivation.pay.pool"].create({"name": "Pool", "is_whole": False})
        self.approved = self.put(self.hunter, {**SHARE, "pool_id": self.pool.id}, salary=500)
        self.component = self.approved.component_ids
        self.tier = self.component.tier_ids[0]
        self.gate = self.component.gate_ids

    def call(self, user, record, method, *args):
        """Call a method as a person does over RPC."""
        model = self.env[record._name].with_user(user).with_context(lang="en_US")
        return call_kw(model, method, [record.ids, *args], {})

    def refused(self, user, record, method, *args):
        with self.assertRaises(UserError):
            self.call(user, record, method, *args)

    def test_nobody_writes_an_approved_plan(self):
        for user in (self.head, self.owner, self.hunter, self.payroll):
            for record, values in (
                (self.approved, {"name": "Mine"}),
                (self.approved, {"state": "draft"}),
                (self.approved, {"clawback_days": 0}),
                (self.component, {"share": 0.5}),
                (self.component, {"plan_id": self.approved.id}),
                (self.tier, {"rate": 0.5}),
                (self.gate, {"goal": 0}),
            ):
                self.refused(user, record, "write", values)
            for record in (self.approved, self.component):
                names = {"en_US": "Mine"}
                self.refused(user, record, "update_field_translations", "name", names)
            for record in (self.approved, self.component, self.tier, self.gate):
                self.refused(user, record, "unlink")

    def test_commands_through_other_records_are_refused(self):
        tier, gate = {"rate": 0.5}, {"goal": 0}
        component = {"tier_ids": [Command.update(self.tier.id, tier)]}
        draft = self.plan({**SHARE, "name": "Other"}, approve=False)
        other = draft.component_ids
        for record, values in (
            (self.approved, {"component_ids": [Command.update(self.component.id, {"share": 0.5})]}),
            (self.approved, {"component_ids": [Command.update(self.component.id, component)]}),
            (self.approved, {"component_ids": [Command.delete(self.component.id)]}),
            (self.approved, {"component_ids": [Command.create({"name": "x", "kind": "salary"})]}),
            (self.component, {"tier_ids": [Command.clear()]}),
            (self.component, {"tier_ids": [Command.create({"start": 5, "rate": 1})]}),
            (self.component, {"gate_ids": [Command.update(self.gate.id, gate)]}),
            (self.component, {"gate_ids": [Command.set([])]}),
            (draft, {"component_ids": [Command.link(self.component.id)]}),
            (draft, {"component_ids": [Command.update(self.component.id, {"share": 0.5})]}),
            (other, {"tier_ids": [Command.link(self.tier.id)]}),
            (other, {"tier_ids": [Command.update(self.tier.id, tier)]}),
            (other, {"gate_ids": [Command.link(self.gate.id)]}),
            (other, {"plan_id": self.approved.id}),
            (other.tier_ids, {"component_id": self.component.id}),
            (other.gate_ids, {"component_id": self.component.id}),
            (self.pool, {"component_ids": [Command.update(self.component.id, {"share": 0.5})]}),
            (self.pool, {"component_ids": [Command.unlink(self.component.id)]}),
            (self.pool, {"component_ids": [Command.clear()]}),
        ):
            with self.subTest(values=values):
                self.refused(self.head, record, "write", values)
        self.env.invalidate_all()
        self.assertEqual(self.component.share, 1)
        self.assertEqual(self.component.pool_id, self.pool)
        self.assertEqual(self.component.tier_ids.mapped("rate"), [0.03, 0.05])

    def test_rows_are_not_added_to_an_approved_plan(self):
        for model, values in (
            (
                "motivation.pay.component",
                {"plan_id": self.approved.id, "name": "x", "kind": "salary"},
            ),
            ("motivation.pay.tier", {"component_id": self.component.id, "start": 5, "rate": 1}),
            (
                "motivation.pay.gate",
                {"component_id": self.component.id, "metric_id": self.gate.metric_id.id, "goal": 1},
            ),
        ):
            with self.assertRaises(UserError):
                self.env[model].with_user(self.head).create(values)

    def test_a_state_is_never_given_from_outside(self):
        plans = self.env["motivation.pay.plan"].with_user(self.head)
        with self.assertRaises(UserError):
            plans.create({"name": "Mine", "state": "approved"})
        made = plans.with_context(
            default_state="approved", default_version=7, motivation_pay="pay"
        ).create({"name": "Mine"})
        self.assertEqual((made.state, made.version), ("draft", 1))

    def test_a_pool_in_use_stays(self):
        self.refused(self.head, self.pool, "unlink")

    def test_sellers_see_their_own_plan_and_nobody_elses_pay(self):
        seen = {
            self.hunter: 1,
            self.leader: 1,
            self.head: 1,
            self.owner: 1,
            self.payroll: 1,
            self.scout: 0,
            self.stranger: 0,
        }
        for user, count in seen.items():
            for record in (self.approved, *self.approved.assignment_ids):
                found = (
                    self.env[record._name].with_user(user).search_count([("id", "=", record.id)])
                )
                self.assertEqual(found, count, (user.login, record))
            if not count:
                self.refused(user, self.approved, "read", ["words"])

    def test_whoever_reads_a_plan_reads_its_words(self):
        for user in (self.hunter, self.leader, self.head, self.owner, self.payroll):
            [values] = self.call(user, self.approved, "read", ["words", "warnings", "changes"])
            self.assertIn("You earn", values["words"], user.login)

    def test_whoever_is_paid_by_a_plan_does_not_approve_it(self):
        plan = self.plan(SHARE, approve=False)
        self.refused(self.hunter, plan, "action_approve")
        self.refused(self.payroll, plan, "action_approve")
        own = self.plan(SHARE, role="head", name="Head")
        self.pay_by(self.head, own)
        draft = self.env["motivation.pay.plan"].browse(own.action_make_version()["res_id"])
        with self.assertRaisesRegex(UserError, "own pay"), self.cr.savepoint():
            self.call(self.head, draft, "action_approve")
        self.call(self.owner, draft, "action_approve")
        self.assertEqual(draft.approved_by_id, self.owner)

    def test_nobody_sets_his_own_salary(self):
        own = self.plan(SHARE, role="head", name="Head")
        with self.assertRaisesRegex(UserError, "own pay"), self.cr.savepoint():
            self.env["motivation.pay.assignment"].with_user(self.head).create(
                {"user_id": self.head.id, "plan_id": own.id}
            )
        mine = self.pay_by(self.head, own)
        self.refused(self.head, mine, "write", {"salary": 10**6})
        self.refused(self.head, mine, "unlink")
        other = self.approved.assignment_ids
        self.refused(self.head, other, "write", {"user_id": self.head.id})

    def test_private_methods_are_not_called(self):
        for method in ("_approve", "_succeed", "_find_gains", "_tell"):
            with self.assertRaises(AccessError):
                self.call(self.head, self.approved, method)
        with self.assertRaises(AccessError):
            self.call(self.head, self.approved.assignment_ids, "_acknowledge", "2026-01-01")
