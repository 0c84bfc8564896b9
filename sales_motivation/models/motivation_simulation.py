from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_conveyor.const import NAME_LENGTH

from ..const import PAY
from ..tools.days import refuse_far

MOST_MONTHS = 60
STATES = [
    ("draft", "New"),
    ("running", "Being Computed"),
    ("stopped", "Stopped"),
    ("done", "Done"),
]
# What the deeds of a simulation write, and what may change as long as nothing is computed.
BLANK = {
    "state": "draft",
    "problem": False,
    "started_at": False,
    "finished_at": False,
    "compared_in_id": False,
}
KEPT = frozenset({*BLANK, "run_ids", "twin_ids"})
OPEN = frozenset({"name", "message_follower_ids"})


class MotivationSimulation(models.Model):
    """What a plan would have paid over past months, beside another plan: the same runs on the same facts.

    It pays nobody. A simulation is one chain of months; the plan that it is compared with is a second one, a
    hidden simulation of its own that comes and goes with the first.
    """

    _name = "motivation.simulation"
    _description = "Pay Simulation"
    _order = "id desc"

    name = fields.Char(
        required=True,
        size=NAME_LENGTH,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one(
        "motivation.pay.plan", string="Plan to Try", required=True, index=True, ondelete="cascade"
    )
    base_plan_id = fields.Many2one(
        "motivation.pay.plan",
        string="Compare With",
        compute="_compute_base_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="cascade",
        domain="[('id', '!=', plan_id), ('company_id', '=', company_id)]",
        help="The plan as it is now. Empty: only the plan to try.",
    )
    first_on = fields.Date(
        string="From Month",
        required=True,
        default=lambda self: self._get_this_month() - relativedelta(months=12),
    )
    last_on = fields.Date(
        string="To Month",
        required=True,
        default=lambda self: self._get_this_month() - relativedelta(months=1),
    )
    metric_id = fields.Many2one(
        "conveyor.metric",
        string="Revenue",
        required=True,
        default=lambda self: self._get_default_metric(),
        domain=[("aggregation", "=", "sum"), ("measure", "=", "amount"), ("basis_id", "=", False)],
        ondelete="restrict",
        help="What the cost of a plan is measured by.",
    )
    compared_in_id = fields.Many2one(
        "motivation.simulation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The simulation that this one, of the other plan, belongs to.",
    )
    twin_ids = fields.One2many("motivation.simulation", "compared_in_id", readonly=True)
    run_ids = fields.One2many("motivation.run", "simulation_id", readonly=True)
    person_ids = fields.One2many(
        "motivation.simulation.person", "simulation_id", string="People", copy=True
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    problem = fields.Char(readonly=True, copy=False)
    started_at = fields.Datetime(string="Started", readonly=True, copy=False)
    finished_at = fields.Datetime(string="Finished", readonly=True, copy=False)

    _check_months = models.Constraint(
        "CHECK (first_on <= last_on)", "The last month is not before the first one."
    )
    _unique_twin = models.UniqueIndex("(compared_in_id) WHERE compared_in_id IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.model
    def _get_this_month(self):
        return self.env.company._get_business_day().replace(day=1)

    @api.model
    def _get_default_metric(self):
        """Money that came in; contracts where this company books no money."""
        metrics = self.env["conveyor.metric"]
        money, contracts = metrics._get("money_in"), metrics._get("contract_amount")
        domain = [("metric_id", "=", money.id), ("company_id", "=", self.env.company.id)]
        return money if self.env["conveyor.fact.sum"].search_count(domain, limit=1) else contracts

    @api.depends("plan_id")
    def _compute_name(self):
        for simulation in self:
            simulation.name = simulation.name or simulation.plan_id.display_name

    @api.depends("plan_id")
    def _compute_base_plan_id(self):
        for simulation in self:
            simulation.base_plan_id = simulation.plan_id.previous_id

    @api.depends("state", "run_ids", "twin_ids.run_ids", "first_on", "last_on", "base_plan_id")
    def _compute_progress(self):
        """Told by the months that are there, so that whoever stops it never waits for the month being computed."""
        for simulation in self:
            total = len(simulation._get_months()) * (2 if simulation.base_plan_id else 1)
            share = len((simulation | simulation.twin_ids).run_ids) / total if total else 0.0
            simulation.progress = 100 if simulation.state == "done" else min(share, 0.99) * 100

    def _get_months(self):
        """The first days of the months asked for."""
        if not self.first_on or not self.last_on:
            return []
        first, last = self.first_on.replace(day=1), self.last_on.replace(day=1)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return [first + relativedelta(months=number) for number in range(max(0, count))]

    # === CONSTRAINT METHODS === #

    @api.constrains("first_on", "last_on")
    def _check_months_in_words(self):
        refuse_far(self, "first_on", "last_on")
        for simulation in self:
            if len(simulation._get_months()) > MOST_MONTHS:
                raise ValidationError(
                    self.env._("A simulation goes over at most %s months.", MOST_MONTHS)
                )
            if simulation.last_on.replace(day=1) > self._get_this_month():
                raise ValidationError(
                    self.env._("A simulation goes over months that have begun already.")
                )

    @api.constrains("plan_id", "base_plan_id", "metric_id")
    def _check_plans(self):
        for simulation in self:
            base = simulation.base_plan_id
            if base == simulation.plan_id:
                raise ValidationError(self.env._("A plan is compared with another one."))
            if base and base.company_id != simulation.company_id:
                raise ValidationError(
                    self.env._("“%s” belongs to another company.", base.display_name)
                )
            metric = simulation.metric_id
            if (metric.measure, metric.aggregation) != ("amount", "sum") or metric.basis_id:
                raise ValidationError(self.env._("“%s” is no money that adds up.", metric.name))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            # No default of a context speaks for the simulation.
            vals_list = [
                {name: value for name, value in vals.items() if name not in KEPT} | BLANK
                for vals in vals_list
            ]
        simulations = super().create(vals_list)
        for simulation in simulations.filtered(
            lambda one: not one.person_ids and not one.compared_in_id
        ):
            simulation._take_people()
        return simulations

    def write(self, vals):
        if not self._is_deed():
            self._refuse_rewriting(vals)
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        (self | self.twin_ids)._discard()
        return super().unlink()

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    def _refuse_rewriting(self, vals):
        """What was computed is of the plans, months and people that stand there."""
        self.check_access("write")
        if vals.keys() & KEPT:
            raise UserError(self.env._("A simulation goes on by its buttons only."))
        begun = self.filtered(lambda simulation: simulation.state != "draft")
        if begun and vals.keys() - OPEN:
            raise UserError(
                self.env._("“%s” was computed already: start anew to change it.", begun[0].name)
            )
