from odoo import api, fields, models
from odoo.exceptions import UserError

TODO = "sales_motivation.mail_activity_type_pay_plan"


class MotivationPayAssignment(models.Model):
    """Whoever is paid by a plan reads it and says so; what he has read is not changed behind his back."""

    _inherit = "motivation.pay.assignment"

    # A person reads what his own plan says, however its rules hide pools and other people's plans.
    plan_words = fields.Html(related="plan_id.words", string="How I Am Paid")
    plan_changes = fields.Html(related="plan_id.changes", string="What Changed")
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    version = fields.Integer(related="plan_id.version", string="Version of the Plan")
    is_salaried = fields.Boolean(related="plan_id.is_salaried")
    is_for_teams = fields.Boolean(related="plan_id.is_for_teams")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    # === COMPUTE METHODS === #

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for assignment in self:
            assignment.is_mine = assignment.user_id == self.env.user

    # === ACTION METHODS === #

    def action_acknowledge(self):
        """I have read how I am paid."""
        for assignment in self:
            if assignment.user_id != self.env.user:
                raise UserError(self.env._("A plan is acknowledged by the person himself."))
        # Whoever is paid by a plan cannot write his assignment, but may say that he read it.
        todo = self.sudo().filtered(lambda assignment: not assignment.acknowledged_at)
        todo._acknowledge(self.env.cr.now())
        todo.activity_feedback([TODO])

    @api.model
    def action_open_mine(self):
        """What I am paid by now; a list where another plan is coming."""
        today = self.env.company._get_business_day()
        mine = self.search(
            [
                ("user_id", "=", self.env.uid),
                ("simulation_id", "=", False),
                ("company_id", "=", self.env.company.id),
                "|",
                ("date_to_on", "=", False),
                ("date_to_on", ">=", today),
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_pay_assignment_action_own"
        )
        if len(mine) == 1:
            form = self.env.ref("sales_motivation.motivation_pay_assignment_view_form_own")
            return {**action, "res_id": mine.id, "views": [(form.id, "form")]}
        return action

    def action_print(self):
        """One page with all of it."""
        report = self.env.ref("sales_motivation.motivation_pay_assignment_report")
        return report.report_action(self)

    # === BUSINESS METHODS === #

    def _get_read_terms(self):
        """What a person has read when he acknowledges his plan."""
        self.ensure_one()
        return (
            self.user_id,
            self.plan_id,
            self.date_from_on,
            self.salary,
            frozenset(self.team_ids.ids),
        )

    def _ask_to_read(self):
        """Ask people to read their plan; not in a simulation, and not whoever has no access to it."""
        for assignment in self.filtered(lambda assignment: not assignment.simulation_id):
            if assignment.with_user(assignment.user_id).has_access("read"):
                # Whoever puts somebody on a plan may ask him to read it.
                assignment.sudo().activity_schedule(
                    TODO,
                    max(assignment.date_from_on, assignment.company_id._get_business_day()),
                    user_id=assignment.user_id.id,
                )

    def _ask_again(self):
        """Other terms than he has read: the person reads them anew."""
        for assignment in self.filtered(lambda assignment: not assignment.simulation_id):
            assignment._acknowledge(False)
            assignment.sudo().activity_unlink([TODO])  # that of another person, too
            assignment._ask_to_read()

    def _refuse_own(self):
        """Nobody decides about his own pay."""
        if not self.env.su and self.env.user in self.user_id:
            raise UserError(self.env._("Nobody decides about his own pay."))

    def _refuse_forgetting(self):
        """What a person has read and is paid by is ended, not wiped out."""
        today = self.company_id._get_business_day()
        if self.acknowledged_at and not self.simulation_id and self.date_from_on <= today:
            raise UserError(
                self.env._(
                    "%s has read this plan and is paid by it: give it a last day instead.",
                    self.user_id.name,
                )
            )

    def _end(self, day):
        """The last day on this plan, because another one follows."""
        self.date_to_on = day
        self.flush_recordset(["date_to_on"])  # before the next one begins
        if not self.acknowledged_at:
            self.activity_unlink([TODO])
