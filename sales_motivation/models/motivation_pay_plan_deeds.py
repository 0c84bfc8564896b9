from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

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
                {
                    "previous_id": self.id,
                    "version": self.version + 1,
                    "valid_from_on": self._get_next_begin(),
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_open_check(self):
        """What is worth a second look, and what moving deals would bring."""
        return self._open_check(self.env._("Check of the Plan"))

    def action_open_approval(self):
        """The same, before the plan is put in force."""
        return self._open_check(self.env._("Put in Force"), is_approval=True)

    def action_open_people(self):
        """Who is on this plan, and who comes to it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_pay_assignment_action"
        )
        return {
            **action,
            "domain": [("plan_id", "=", self.id), ("simulation_id", "=", False)],
            "context": {
                "default_plan_id": self.id,
                "default_date_from_on": self._get_first_free_day(),
            },
        }

    # === BUSINESS METHODS === #

    def _open_check(self, title, **values):
        self.ensure_one()
        self.check_access("read")
        check = self.env["motivation.pay.plan.check"].create({"plan_id": self.id, **values})
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": check._name,
            "res_id": check.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_next_begin(self):
        """The first day of the next quarter: a version that begins there breaks no count."""
        today = self.company_id._get_business_day()
        return max(today, self.valid_from_on) + relativedelta(
            months=3 - (max(today, self.valid_from_on).month - 1) % 3, day=1
        )

    def _get_first_free_day(self):
        """From when on people come to this plan unless somebody says otherwise."""
        return max(self.valid_from_on, self.company_id._get_business_day().replace(day=1))

    def _approve(self):
        """Approve drafts.

        :raises UserError: where a plan is no draft, or pays nothing
        """
        self._refuse_strangers()
        self._hold_draft()
        for plan in self:
            plan._refuse_own()
            plan._refuse_broken()
            plan._refuse_wrong_begin()
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
        for plan in deed:
            plan._tell_warnings()
            if plan.previous_id:
                plan._succeed()

    def _refuse_strangers(self):
        """Plans are approved by the head of sales or by the owner, and nobody approves his own."""
        self.check_access("read")
        user = self.env.user
        if not self.env["motivation.statement"]._decides(user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))

    def _refuse_own(self):
        """Whoever will be paid by a plan leaves its approval to somebody else."""
        people = (self | self.previous_id).sudo().assignment_ids  # also those of other teams
        today = self.company_id._get_business_day()
        mine = people.filtered(
            lambda assignment: (
                assignment.user_id == self.env.user
                and (not assignment.date_to_on or assignment.date_to_on >= today)
            )
        )
        if mine and not self.env.su:
            raise UserError(
                self.env._("Nobody decides about his own pay: let somebody else approve it.")
            )

    def _refuse_broken(self):
        """A plan pays something, and by rules that hold, however its rows were written."""
        if not self.component_ids:
            raise UserError(self.env._("“%s” pays nothing: add its components.", self.display_name))
        self.component_ids._check_rules()
        for pool in self.component_ids.pool_id.filtered("is_whole"):
            pool._refuse_broken()

    def _refuse_wrong_begin(self):
        """A plan begins after the days that are settled, and not before the version that it replaces."""
        settled = self.env["motivation.pay.assignment"]._get_settled_days().get(self.company_id.id)
        if settled and self.valid_from_on <= settled:
            raise UserError(
                self.env._("Pay is settled until %(day)s: the plan begins later.", day=settled)
            )
        before = self.previous_id.valid_from_on
        if before and self.valid_from_on < before:
            raise UserError(
                self.env._(
                    "The version before begins on %(day)s: this one begins on that day or later.",
                    day=before,
                )
            )

    def _tell_warnings(self):
        """What was worth a second look stays readable beside the approval."""
        if self.warnings:
            body = Markup("<p>%s</p>%s") % (
                self.env._("Approved with these warnings:"),
                self.warnings,
            )
            self.message_post(body=body)

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
            if assignment.date_from_on > day_before:
                assignment.plan_id = self
                continue
            end = assignment.date_to_on
            assignment._end(day_before)
            assignment.copy(
                {"plan_id": self.id, "date_from_on": self.valid_from_on, "date_to_on": end}
            )
        before.write({"state": "retired"})
