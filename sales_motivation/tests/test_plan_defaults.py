from odoo.tests import Form, tagged

from ..const import KINDS
from ..models.motivation_pay_component_defaults import DEFAULTS
from .pay_words import PayWords


@tagged("post_install", "-at_install")
class TestPlanDefaults(PayWords):
    """A component is good at once, whatever its kind: the rest is numbers."""

    def test_every_kind_is_saved_as_it_comes(self):
        self.assertEqual(DEFAULTS.keys(), dict(KINDS).keys())
        for kind, label in KINDS:
            with self.subTest(kind=kind):
                plan = self.plan(approve=False)
                with Form(plan.with_user(self.head)) as form, form.component_ids.new() as component:
                    component.kind = kind
                self.assertEqual(plan.component_ids.name, label)
                self.assertTrue(plan.component_ids.words)
                plan._approve()

    def test_another_kind_leaves_nothing_of_the_first(self):
        plan = self.plan(approve=False)
        with Form(plan.with_user(self.head)) as form, form.component_ids.new() as component:
            component.kind = "bonus"
            component.kind = "salary"
        made = plan.component_ids
        self.assertFalse(made.gate_ids or made.tier_ids or made.metric_id or made.amount)
        self.assertEqual((made.unit, made.name), ("fixed", "Salary"))

    def test_a_name_of_ones_own_stays(self):
        plan = self.plan(approve=False)
        with Form(plan.with_user(self.head)) as form, form.component_ids.new() as component:
            component.name = "For care"
            component.kind = "bonus"
        self.assertEqual(plan.component_ids.name, "For care")

    def test_the_metric_says_what_is_paid(self):
        plan = self.plan(approve=False)
        metrics = self.env["conveyor.metric"]
        with Form(plan.with_user(self.head)) as form, form.component_ids.new() as component:
            component.metric_id = metrics._get("contact_accepted")
            self.assertEqual(component.unit, "each")
            with component.tier_ids.edit(0) as tier:
                tier.rate = 300
        self.assertEqual(plan.component_ids.tier_ids.mapped("rate"), [300])
