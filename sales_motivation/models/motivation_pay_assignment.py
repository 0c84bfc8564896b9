from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.days import refuse_far


class MotivationPayAssignment(models.Model):
    """Who is paid by which plan, from which day to which, with which salary, and for which teams.

    A person has one plan at a time in a company. Days that are settled are never assigned anew.
    """

    _name = "motivation.pay.assignment"
    _description = "Plan of a Person"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from_on desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    plan_id = fields.Many2one(
        "motivation.pay.plan", required=True, index=True, ondelete="restrict", tracking=True
    )
    role = fields.Selection(related="plan_id.role")
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date_from_on = fields.Date(
        string="From",
        required=True,
        tracking=True,
        default=lambda self: self.env.company._get_business_day().replace(day=1),
    )
    date_to_on = fields.Date(
        string="To", tracking=True, help="The last day; empty: until further notice."
    )
    salary = fields.Monetary(tracking=True, help="By month.")
    team_ids = fields.Many2many(
        "crm.team",
        string="For the Teams",
        help="Whose facts a component of the teams pays; empty: all teams of the company.",
    )
    acknowledged_at = fields.Datetime(
        string="Acknowledged",
        readonly=True,
        copy=False,
        tracking=True,
        help="When the person said that he has read how he is paid.",
    )
    simulation_id = fields.Many2one(
        "motivation.simulation", readonly=True, copy=False, index=True, ondelete="cascade"
    )

    # Ranges of one number stand for equality, so that no extension of PostgreSQL is needed.
    _exclude_overlap = models.Constraint(
        """EXCLUDE USING gist (
            int4range(user_id, user_id, '[]') WITH &&,
            int4range(company_id, company_id, '[]') WITH &&,
            int4range(COALESCE(simulation_id, 0), COALESCE(simulation_id, 0), '[]') WITH &&,
            daterange(date_from_on, date_to_on, '[]') WITH &&)""",
        "This person has a pay plan for some of these days already: end that one first.",
    )
    _check_dates = models.Constraint(
        "CHECK (date_from_on <= date_to_on)", "The last day of a plan is not before its first."
    )
    _check_salary = models.Constraint(
        "CHECK (salary >= 0 AND salary < 1e12)", "A salary is 0 or above."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("date_from_on", "date_to_on")
    def _check_days_are_near(self):
        refuse_far(self, "date_from_on", "date_to_on")

    @api.constrains("salary", "date_from_on", "date_to_on")
    def _check_given_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for assignment in self:
            if not 0 <= assignment.salary < 1e12:  # nor is NaN
                raise ValidationError(self.env._("A salary is 0 or above."))
            if assignment.date_to_on and assignment.date_to_on < assignment.date_from_on:
                raise ValidationError(self.env._("The last day of a plan is not before its first."))

    @api.constrains("plan_id", "date_from_on", "date_to_on", "simulation_id")
    def _check_plan(self):
        """People are paid by plans in force, within the days that these are in force."""
        for assignment in self.filtered(lambda assignment: not assignment.simulation_id):
            plan = assignment.plan_id
            if plan.state == "draft":
                raise ValidationError(
                    self.env._(
                        "“%s” is a draft: approve it before people are paid by it.",
                        plan.display_name,
                    )
                )
            if assignment.date_from_on < plan.valid_from_on:
                raise ValidationError(
                    self.env._(
                        "“%(plan)s” begins on %(day)s: nobody is paid by it before.",
                        plan=plan.display_name,
                        day=plan.valid_from_on,
                    )
                )
            assignment._refuse_replaced(plan._get_successor())

    def _refuse_replaced(self, later):
        if later and (not self.date_to_on or self.date_to_on >= later.valid_from_on):
            raise ValidationError(
                self.env._(
                    "From %(day)s on “%(plan)s” is in force: take that one, or end this one on the day before.",
                    plan=later.display_name,
                    day=later.valid_from_on,
                )
            )

    @api.constrains("user_id", "plan_id")
    def _check_person(self):
        # Where somebody works is no secret to whoever pays his work.
        for assignment in self.sudo():
            assignment.company_id._refuse_outsider(assignment.user_id)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        # No default of a context acknowledges a plan, and its company is that of the plan.
        vals_list = [{**vals, "acknowledged_at": False} for vals in vals_list]
        for vals in vals_list:
            vals.pop("company_id", None)
        assignments = super().create(vals_list)
        assignments._refuse_own()
        for assignment in assignments:
            assignment._refuse_settled(assignment.date_from_on)
        assignments._ask_to_read()
        return assignments

    def write(self, vals):
        if "acknowledged_at" in vals:
            raise UserError(self.env._("A plan is acknowledged by the person himself."))
        vals = {name: value for name, value in vals.items() if name != "company_id"}
        self._refuse_own()
        settled = self._get_settled_days()
        for assignment in self:
            assignment._refuse_rewriting(vals, settled.get(assignment.company_id.id))
        before = {assignment: assignment._get_read_terms() for assignment in self}
        res = super().write(vals)
        self._refuse_own()
        changed = self.filtered(
            lambda assignment: assignment._get_read_terms() != before[assignment]
        )
        changed._ask_again()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_settled(self):
        self._refuse_own()
        for assignment in self:
            assignment._refuse_settled(assignment.date_from_on)
            assignment._refuse_forgetting()

    def _acknowledge(self, instant):
        """The only way to write when a person has read his plan."""
        # pylint: disable=super-method-mismatch
        return super().write({"acknowledged_at": instant})

    # === GUARD === #

    def _get_settled_days(self):
        """The last settled day of each company: ``{company id: day}``."""
        # Whether a month is closed is no secret.
        groups = (
            self.env["motivation.run"]
            .sudo()
            ._read_group(
                [("simulation_id", "=", False), ("is_frozen", "=", True)],
                ["company_id"],
                ["last_on:max"],
            )
        )
        return {company.id: day for company, day in groups}

    def _refuse_settled(self, day):
        settled = self._get_settled_days().get(self.company_id.id)
        if not self.simulation_id and settled and day <= settled:
            raise UserError(
                self.env._(
                    "Pay is settled until %(day)s. Begin later, or mend it by an adjustment.",
                    day=settled,
                )
            )

    def _refuse_rewriting(self, vals, settled):
        """What was paid by stays; only the end may still come, after the settled days."""
        if not settled or self.simulation_id or self.date_from_on > settled:
            return
        end = fields.Date.to_date(vals.get("date_to_on"))
        if vals.keys() - {"date_to_on"} or (end and end < settled):
            raise UserError(
                self.env._(
                    "Pay is settled until %(day)s: end this plan after that day and begin another one.",
                    day=settled,
                )
            )
