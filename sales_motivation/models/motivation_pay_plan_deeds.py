from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ..const import PAY


class MotivationPayPlan(models.Model):
    """Approving a plan, and writing the next version of it."""

    _inherit = "motivation.pay.plan"

    # === ACTION METHODS === #

    def action_approve(self):
        """Bring drafts into force; everybody on the version before comes to this one."""
        self._approve()

    def action_make_version(self):
        """A draft of the next version, to be changed and approved."""
        self.ensure_one()
        draft = self.search([("previous_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if self.state == "draft":
            raise UserError(self.env._("“%s” is a draft itself: change it.", self.display_name))
        if not draft:
            deed = self.with_context(motivation_pay=PAY)
            draft = deed.copy(
                {"previous_id": self.id, "version": self.version + 1, "name": self.name}
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _approve(self):
        """Approve drafts.

        :raises UserError: where a plan is no draft, or pays nothing
        """
        self._refuse_strangers()
        self._hold_draft()
        for plan in self:
            plan._refuse_empty()
            plan._refuse_in_settled_days()
        deed = self.sudo().with_context(
            motivation_pay=PAY
        )  # the owner writes nothing but approvals
        deed.write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": self.env.cr.now(),
            }
        )
        for plan in deed.filtered("previous_id"):
            plan._succeed()

    def _refuse_strangers(self):
        """Plans are approved by the head of sales or by the owner, and nobody approves his own."""
        self.check_access("read")
        user = self.env.user
        if not self.env["motivation.statement"]._decides(user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))

    def _refuse_empty(self):
        if not self.component_ids:
            raise UserError(self.env._("“%s” pays nothing: add its components.", self.display_name))
        for pool in self.component_ids.pool_id.filtered("is_whole"):
            pool._refuse_broken()

    def _refuse_in_settled_days(self):
        settled = self.env["motivation.pay.assignment"]._get_settled_days().get(self.company_id.id)
        if settled and self.valid_from_on <= settled:
            raise UserError(
                self.env._("Pay is settled until %(day)s: the plan begins later.", day=settled)
            )

    def _succeed(self):
        """Bring the people of the version before to this one, from its first day on."""
        before = self.previous_id
        day_before = self.valid_from_on - timedelta(days=1)
        people = before.assignment_ids.filtered(
            lambda assignment: (
                not assignment.simulation_id
                and (not assignment.date_to_on or assignment.date_to_on > day_before)
            )
        )
        for assignment in people:
            values = {
                "plan_id": self.id,
                "date_from_on": max(self.valid_from_on, assignment.date_from_on),
            }
            if assignment.date_from_on > day_before:
                assignment.plan_id = self
            else:
                end = assignment.date_to_on
                assignment.date_to_on = day_before
                assignment.copy({**values, "date_to_on": end})
        before.write({"state": "retired"})
