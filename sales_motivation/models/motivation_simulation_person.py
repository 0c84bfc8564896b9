from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import PAY

RESULTS = ("pay", "base_pay", "difference", "revenue")


class MotivationSimulationPerson(models.Model):
    """A person whom plans are tried on: his salary by each of them, what he would get, and what he brought."""

    _name = "motivation.simulation.person"
    _description = "Person of a Simulation"
    _order = "difference desc, id"
    _rec_name = "user_id"

    simulation_id = fields.Many2one(
        "motivation.simulation", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="simulation_id.state")
    company_id = fields.Many2one(related="simulation_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, ondelete="restrict", index=True
    )
    salary = fields.Float(
        string="Salary Tried", digits=(16, 2), aggregator=None, help="By month, by the plan to try."
    )
    base_salary = fields.Float(
        string="Salary Now",
        digits=(16, 2),
        aggregator=None,
        help="By month, by the plan it is compared with.",
    )
    since_on = fields.Date(string="From", help="The first day; empty: the first month tried.")
    until_on = fields.Date(string="To", help="The last day; empty: to the end.")
    team_ids = fields.Many2many(
        "crm.team",
        string="For the Teams",
        help="Whose facts a component of the teams pays; empty: all teams of the company.",
    )
    pay = fields.Monetary(
        string="Pay Tried", readonly=True, copy=False, help="By the plan to try, all months."
    )
    base_pay = fields.Monetary(
        string="Pay Now", readonly=True, copy=False, help="By the plan it is compared with."
    )
    difference = fields.Monetary(readonly=True, copy=False)
    revenue = fields.Monetary(readonly=True, copy=False, help="What the person brought himself.")
    share = fields.Float(
        string="Cost Tried",
        compute="_compute_shares",
        aggregator=None,
        help="Pay ÷ revenue, by the plan to try.",
    )
    base_share = fields.Float(
        string="Cost Now",
        compute="_compute_shares",
        aggregator=None,
        help="Pay ÷ revenue, by the plan it is compared with.",
    )

    _unique_person = models.UniqueIndex(
        "(simulation_id, user_id)", "This person is in the simulation already."
    )
    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_salaries = models.Constraint(
        "CHECK (salary >= 0 AND salary < 1e12 AND base_salary >= 0 AND base_salary < 1e12)",
        "A salary is 0 or above.",
    )
    _check_days = models.Constraint(
        "CHECK (since_on <= until_on)", "The last day of a person is not before his first."
    )

    # === COMPUTE METHODS === #

    @api.depends("pay", "base_pay", "revenue")
    def _compute_shares(self):
        for person in self:
            revenue = person.revenue
            person.share = person.pay / revenue if revenue > 0 else 0.0
            person.base_share = person.base_pay / revenue if revenue > 0 else 0.0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_numbers(vals)
            vals.update(dict.fromkeys(RESULTS, False))
        people = super().create(vals_list)
        people._refuse_begun()
        return people

    def write(self, vals):
        self.check_access("write")
        if vals.keys() & set(RESULTS):
            raise UserError(self.env._("What people would get is computed, never typed."))
        self._check_numbers(vals)
        self._refuse_begun()
        res = super().write(vals)
        self._refuse_begun()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self._refuse_begun()

    @api.model
    def _check_numbers(self, vals):
        """Tell it in words before Odoo rounds the number, or PostgreSQL refuses it."""
        numbers = (float(vals.get(name) or 0) for name in ("salary", "base_salary"))
        if not all(0 <= number < 1e12 for number in numbers):  # nor is NaN
            raise ValidationError(self.env._("A salary is 0 or above."))

    def _refuse_begun(self):
        """People change as long as nothing is computed of them."""
        begun = self.simulation_id.filtered(lambda simulation: simulation.state != "draft")
        if begun and self.env.context.get("motivation_pay") is not PAY:
            raise UserError(
                self.env._("“%s” was computed already: start anew to change it.", begun[0].name)
            )

    # === ACTION METHODS === #

    def action_open_statements(self):
        """The months of this person by both plans, down to every line."""
        self.ensure_one()
        chains = self.simulation_id | self.simulation_id.twin_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.user_id.name,
            "res_model": "motivation.simulation.report",
            "views": [(False, "pivot"), (False, "list")],
            "domain": [
                ("simulation_id", "in", chains.ids),
                ("user_id", "=", self.user_id.id),
            ],
            "context": {"pivot_row_groupby": ["month_on:month"], "pivot_column_groupby": ["kind"]},
        }

    # === BUSINESS METHODS === #

    def _prepare_assignment_vals(self, chain):
        """The person on the plan of a chain."""
        self.ensure_one()
        return {
            "simulation_id": chain.id,
            "plan_id": chain.plan_id.id,
            "user_id": self.user_id.id,
            "date_from_on": max(filter(None, (self.since_on, chain._get_months()[0]))),
            "date_to_on": self.until_on,
            "salary": self.base_salary if chain.compared_in_id else self.salary,
            "team_ids": [(6, 0, self.team_ids.ids)],
        }
