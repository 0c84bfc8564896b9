from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from .pay_words import PayWords

SHARE = {
    "kind": "commission",
    "metric": "money_in",
    "tiers": [(0, 0.03), (1000, 0.05)],
    "gates": [{"metric_id": "error_free_day", "goal": 15}],
}
ACTIONS = (
    "motivation_pay_plan_action",
    "motivation_pay_assignment_action",
    "motivation_pay_assignment_action_own",
)


@tagged("post_install", "-at_install")
class TestPlanScreens(PayWords):
    """Every screen of plans opens for whoever may look, and shows what is his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payroll = new_test_user(
            cls.env, "t_payroll", groups="sales_motivation.sales_motivation_group_payroll"
        )

    def setUp(self):
        super().setUp()
        pool = self.env["motivation.pay.pool"].create({"name": "Pool", "is_whole": False})
        self.approved = self.put(self.hunter, {**SHARE, "pool_id": pool.id}, salary=500)

    def open(self, user, action):
        """What a person finds in an action, read as the screen reads it."""
        action = self.env.ref(f"sales_motivation.{action}").sudo()
        model = self.env[action.res_model].with_user(user)
        kinds = [*action.view_mode.split(","), "search"]
        self.assertEqual(
            model.get_views([(False, kind) for kind in kinds])["views"].keys(), {*kinds}
        )
        link = "id" if model._name == "motivation.pay.plan" else "plan_id"
        domain = [(link, "=", self.approved.id)]
        if action == self.env.ref("sales_motivation.motivation_pay_assignment_action_own").sudo():
            domain.append(("user_id", "=", user.id))
        names = {name: {} for name in model.fields_get(attributes=()) if name != "id"}
        return model.web_search_read(domain, names)["records"]

    def test_screens_open_for_everybody(self):
        seen = {
            self.head: (1, 1, 0),
            self.owner: (1, 1, 0),
            self.payroll: (1, 1, 0),
            self.leader: (1, 1, 0),
            self.hunter: (1, 1, 1),
            self.stranger: (0, 0, 0),
        }
        for user, counts in seen.items():
            for action, count in zip(ACTIONS, counts, strict=True):
                with self.subTest(user=user.login, action=action):
                    self.assertEqual(len(self.open(user, action)), count)

    def test_whoever_reads_a_plan_opens_its_components(self):
        for user in (self.head, self.owner, self.payroll, self.leader, self.hunter):
            component = self.approved.component_ids.with_user(user)
            names = {"tier_ids": {"fields": {"rate": {}}}, "gate_ids": {"fields": {"words": {}}}}
            [values] = component.web_read({**names, "pool_id": {"fields": {"display_name": {}}}})
            self.assertEqual(len(values["tier_ids"]), 2, user.login)

    def test_a_plan_is_written_in_its_form(self):
        plans = self.env["motivation.pay.plan"].with_user(self.head)
        with Form(plans) as form:
            form.name = "Hunters of the North"
            with form.component_ids.new() as component:
                component.kind = "salary"
            with form.component_ids.new() as component:
                component.kind = "commission"
                with component.tier_ids.new() as tier:
                    tier.start = 1000
                    tier.rate = 0.04
            with form.component_ids.new() as component:
                component.kind = "bonus"
        plan = form.record
        self.assertEqual(plan.component_ids.mapped("kind"), ["salary", "commission", "bonus"])
        self.assertEqual(plan.warning_count, 1, plan.warnings)
        plan.action_approve()
        with Form(self.env["motivation.pay.assignment"].with_user(self.head)) as form:
            form.user_id = self.farmer
            form.plan_id = plan
            self.assertTrue(form.is_salaried)
            self.assertFalse(form.is_for_teams)
            form.salary = 700
        self.assertEqual(form.record.plan_id, plan)

    def test_teams_are_asked_for_only_where_they_count(self):
        self.assertFalse(self.approved.is_for_teams)
        gate = {"metric_id": "error_free_day", "goal": 15, "of_whom": "team"}
        self.assertTrue(self.plan({**SHARE, "gates": [gate]}, approve=False).is_for_teams)
        self.assertTrue(self.plan({**SHARE, "credit": "team"}, approve=False).is_for_teams)

    def test_buttons_open_what_they_say(self):
        plan = self.approved.with_user(self.head)
        for method, model in (
            ("action_open_people", "motivation.pay.assignment"),
            ("action_open_check", "motivation.pay.plan.check"),
            ("action_make_version", "motivation.pay.plan"),
        ):
            action = getattr(plan, method)()
            self.assertEqual(action["res_model"], model)
            self.assertTrue(self.env[model].with_user(self.head).get_views(action["views"]))
        self.assertEqual(plan.action_open_people()["domain"][0], ("plan_id", "=", plan.id))
        person = self.approved.assignment_ids.with_user(self.hunter)
        self.assertEqual(person.action_print()["type"], "ir.actions.report")

    def test_numbers_beside_a_plan_are_those_of_its_people(self):
        self.assertEqual((self.approved.people_count, self.approved.unread_count), (1, 1))
        self.pay_by(self.hunter2, self.approved, date_to_on="2026-02-01")
        self.assertEqual(self.approved.people_count, 1, "whoever has left is not counted")

    def test_two_conditions_of_one_metric_are_two(self):
        metric = self.env["conveyor.metric"]._get("error_free_day")
        plan = self.plan(approve=False)
        plan.component_ids = [
            Command.create(
                {
                    "name": "Bonus",
                    "kind": "bonus",
                    "unit": "fixed",
                    "amount": 5,
                    "gate_ids": [
                        Command.create({"metric_id": metric.id, "goal": goal}) for goal in (5, 10)
                    ],
                }
            )
        ]
        self.assertEqual(plan.component_ids.words.count("Condition:"), 2)
