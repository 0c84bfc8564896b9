from odoo import Command
from odoo.exceptions import UserError

from .common import department
from .plans import YEAR, PlanCommon


@department
class TestPlanReadOnly(PlanCommon):
    """What was approved stays as it was, whoever tries and by whatever way."""

    def _deeds_on(self, plan, target):
        other = self._make_plan(year=YEAR + 1)
        return {
            "reason": lambda: plan.write({"reason": "x"}),
            "year": lambda: plan.write({"year": YEAR + 1}),
            "state": lambda: plan.write({"state": "draft"}),
            "approver": lambda: plan.write({"approved_by_id": self.head.id}),
            "unlink": plan.unlink,
            "value": lambda: target.write({"value": 99}),
            "nothing": lambda: target.write({}),
            "away": lambda: target.write({"plan_id": other.id}),
            "into it": lambda: self.target(plan=other).write({"plan_id": plan.id}),
            "target gone": target.unlink,
            "new target": lambda: self.target(month=12, plan=plan),
            "default": lambda: target.with_context(default_plan_id=plan.id).create(
                {"metric_id": self.metric.id, "month_on": f"{YEAR}-11-01"}
            ),
            "copy": lambda: target.copy({"month_on": f"{YEAR}-10-01"}),
            "command create": lambda: plan.write(
                {
                    "target_ids": [
                        Command.create(
                            {"metric_id": self.metric.id, "month_on": f"{YEAR}-09-01", "value": 1}
                        )
                    ]
                }
            ),
            "command update": lambda: plan.write(
                {"target_ids": [Command.update(target.id, {"value": 99})]}
            ),
            "command clear": lambda: plan.write({"target_ids": [Command.clear()]}),
            "stolen": lambda: other.write({"target_ids": [Command.link(target.id)]}),
            "stolen at birth": lambda: self._make_plan(target_ids=[Command.link(target.id)]),
            "updated from elsewhere": lambda: other.write(
                {"target_ids": [Command.update(target.id, {"value": 99})]}
            ),
            "deleted from elsewhere": lambda: other.write(
                {"target_ids": [Command.delete(target.id)]}
            ),
            "row": lambda: self.row(plan_id=plan.id).write({"month_01": 99}),
            "row gone": lambda: self.row(plan_id=plan.id).unlink(),
            "new row": lambda: self.env["conveyor.target.row"].create(
                {"plan_id": plan.id, "metric_id": self.metric.id}
            ),
            "leaves": lambda: target._set_leaves(plan, {}),
        }

    def test_approved_plan_and_its_targets_are_read_only_for_everybody(self):
        """Head of sales, administrator and server code alike, by whatever way."""
        target = self.target(10.0)
        self.approve()
        for name, deed in self._deeds_on(self.plan, target).items():
            with self.subTest(deed=name), self.assertRaises(UserError), self.cr.savepoint():
                deed()
            self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.target_ids), ("approved", target))
        self.assertEqual((target.value, target.plan_id), (10.0, self.plan))

    def test_closed_and_replaced_plans_are_read_only_too(self):
        target = self.target()
        self.approve()
        draft = self.replace()
        draft.reason = "More"
        self.approve(draft)
        draft.with_user(self.owner).action_close()
        for leaf in (target, draft.target_ids):
            with self.assertRaises(UserError):
                leaf.value = 99

    def test_discussion_of_an_approved_plan_goes_on(self):
        self.target()
        self.approve()
        self.plan.with_user(self.head).message_post(body="Well done")
        self.plan.with_user(self.head).message_subscribe(self.hunter.partner_id.ids)
        self.assertIn("Well done", self.plan.message_ids[0].body)
