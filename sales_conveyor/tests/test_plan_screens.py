from odoo.tests import Form

from .common import department
from .plans import YEAR, PlanCommon

ACTIONS = ("conveyor_plan_action", "conveyor_target_row_action", "conveyor_target_action_pivot")
ACTIONS += ("conveyor_target_change_action",)


@department
class TestPlanScreens(PlanCommon):
    """Every screen of plans opens for whoever may look at plans, and shows what is his."""

    def open(self, user, action):
        """What a person finds in an action, read as the screen reads it."""
        action = self.env.ref(f"sales_conveyor.{action}").sudo()
        model = self.env[action.res_model].with_user(user)
        views = [(False, kind) for kind in action.view_mode.split(",")] + [(False, "search")]
        arches = model.get_views(views)["views"]
        self.assertEqual(arches.keys(), {kind for _id, kind in views})
        names = {name: {} for name in model.fields_get(attributes=()) if name != "id"}
        domain = (
            [("plan_id", "in", self.plans)] if "plan_id" in names else [("id", "in", self.plans)]
        )
        return model.web_search_read(domain, names)["records"]

    def test_screens_open_for_everybody(self):
        self.target()
        self.target(user=self.scout)
        self.approve()
        draft = self.replace()
        draft.target_ids.value = 11.0
        draft.reason = "More"
        self.approve(draft)
        self.plans = (self.plan | draft).ids
        seen = {
            self.head: (2, 4, 4, 2),
            self.owner: (2, 4, 4, 2),
            self.leader: (2, 4, 4, 2),
            self.hunter: (2, 2, 2, 1),
            self.stranger: (2, 0, 0, 0),
            self.guest: (0, 0, 0, 0),
        }
        for user, counts in seen.items():
            for action, count in zip(ACTIONS, counts, strict=True):
                with self.subTest(user=user.login, action=action):
                    self.assertEqual(len(self.open(user, action)), count)

    def test_plan_is_made_in_its_form(self):
        with Form(self.env["conveyor.plan"].with_user(self.head)) as form:
            form.year = YEAR + 1
        self.assertEqual((form.record.year, form.record.state), (YEAR + 1, "draft"))
        self.assertEqual(form.record.company_id, self.env.company)

    def test_buttons_of_a_plan_open_what_they_say(self):
        self.target()
        plan = self.plan.with_user(self.head)
        for method, model in (
            ("action_open_targets", "conveyor.target.row"),
            ("action_open_changes", "conveyor.target.change"),
            ("action_open_spread", "conveyor.plan.spread"),
            ("action_open_import", "conveyor.plan.import"),
        ):
            action = getattr(plan, method)()
            self.assertEqual(action["res_model"], model)
            self.assertTrue(self.env[model].with_user(self.head).get_views(action["views"]))
        self.assertEqual(plan.action_open_targets()["domain"], [("plan_id", "in", plan.ids)])
        self.assertEqual(plan.action_export()["url"], f"/conveyor/plan/{plan.id}/workbook")

    def test_months_are_named(self):
        target = self.target(month=3)
        self.assertEqual(target.month_name, f"March {YEAR}")
