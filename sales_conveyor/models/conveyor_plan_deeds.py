from odoo import models
from odoo.exceptions import AccessError, LockError, UserError

from ..const import PLAN, PLANS_IN_FORCE

APPROVERS = ("sales_team.group_sale_manager", "sales_conveyor.sales_conveyor_group_owner")


class ConveyorPlan(models.Model):
    """What is done with a plan: approve, close, make a new version."""

    _inherit = "conveyor.plan"

    # === ACTION METHODS === #

    def action_approve(self):
        """Put the plan in force; the version that it replaces stays as it was, out of force."""
        for plan in self._begin("draft"):
            plan._check_is_whole()
            present = plan._get_present()
            if present != plan.previous_id:
                raise UserError(
                    plan.env._(
                        "The plan in force is “%(present)s”. Make a new version of that one.",
                        present=present.display_name or plan.env._("none"),
                    )
                )
            present.state = "replaced"
            present.flush_recordset()  # the index knows one plan in force
            plan.write(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_at": self.env.cr.now(),
                }
            )
        return True

    def action_close(self):
        """Close the year: no further version is made of it."""
        self._begin("approved").state = "closed"
        return True

    def action_new_version(self):
        """Open a draft with the same targets, to replace this plan once it is approved."""
        self.ensure_one()
        plan = self._begin("approved", groups=APPROVERS[:1])
        draft = self.search([("previous_id", "=", plan.id), ("state", "=", "draft")], limit=1)
        if not draft:
            values = {"previous_id": plan.id, "version": plan._get_last_version() + 1}
            draft = plan.copy(values)
            self.env["conveyor.target"]._copy_to(plan, draft)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_open_targets(self):
        """The targets of this plan as a table of months."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_target_row_action"
        )
        return {
            **action,
            "display_name": self.env._("Targets of %s", self.display_name),
            "domain": [("plan_id", "in", self.ids)],
            "context": {"default_plan_id": self.id, "plan_state": self.state},
        }

    def action_open_changes(self):
        """What this version sets otherwise than the plan that it replaces."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_target_change_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)]}

    def action_open_spread(self):
        """Spread the amount of a year over months and people."""
        return self._open_wizard("conveyor.plan.spread", self.env._("Spread"))

    def action_open_import(self):
        """Read the targets of a file."""
        return self._open_wizard("conveyor.plan.import", self.env._("Import Targets"))

    def action_export(self):
        """Hand out the targets as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/conveyor/plan/{self.id}/workbook",
            "target": "download",
        }

    def _open_wizard(self, model, name):
        self.ensure_one()
        self.check_access("write")
        self._refuse_unless_draft()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _begin(self, state, groups=APPROVERS):
        """These plans for a deed, locked, as the plan itself; who may do it and when is decided here.

        :param str state: in which the plan must be
        :raises AccessError: for whoever neither heads sales nor owns the company
        """
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Plans are decided by the head of sales and the owner."))
        # The owner decides of plans, and writes nothing else of them.
        plans = self.sudo().with_context(conveyor_plan=PLAN)
        try:
            plans.lock_for_update()
        except LockError:
            raise LockError(
                self.env._("Somebody else is at this plan right now. Look again in a moment.")
            )
        plans.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for plan in plans:
            if plan.state != state:
                raise UserError(
                    self.env._(
                        "The plan %(plan)s is: %(state)s. Nothing was changed.",
                        plan=plan.display_name,
                        state=labels[plan.state],
                    )
                )
        return plans

    def _check_is_whole(self):
        if not self.target_count:
            raise UserError(self.env._("The plan %s has no targets yet.", self.display_name))
        if self.previous_id and not (self.reason or "").strip():
            raise UserError(self.env._("Write why the plan changes before it is approved."))

    def _get_present(self):
        """The plan in force of the same company and year, maybe none."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("year", "=", self.year),
            ("state", "in", PLANS_IN_FORCE),
        ]
        return self.search(domain)

    def _get_last_version(self):
        domain = [("company_id", "=", self.company_id.id), ("year", "=", self.year)]
        return max(self.search(domain).mapped("version"))
