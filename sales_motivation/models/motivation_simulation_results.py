from odoo import api, fields, models
from odoo.tools import format_date

from .motivation_simulation_person import RESULTS


class MotivationSimulation(models.Model):
    """What a simulation comes to: the cost of the plans beside the revenue, who gains and who loses."""

    _inherit = "motivation.simulation"

    pay = fields.Monetary(string="Pay Tried", compute="_compute_results")
    base_pay = fields.Monetary(string="Pay Now", compute="_compute_results")
    difference = fields.Monetary(compute="_compute_results")
    revenue = fields.Monetary(string="Revenue Brought", compute="_compute_results")
    share = fields.Float(
        string="Cost Tried", compute="_compute_results", help="Pay ÷ revenue, by the plan to try."
    )
    base_share = fields.Float(
        string="Cost Now",
        compute="_compute_results",
        help="Pay ÷ revenue, by the plan it is compared with.",
    )
    gain_count = fields.Integer(string="Gain", compute="_compute_results")
    loss_count = fields.Integer(string="Lose", compute="_compute_results")
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated", help="A plan was changed after it was computed."
    )

    span = fields.Char(string="Months", compute="_compute_span")

    # === COMPUTE METHODS === #

    @api.depends("first_on", "last_on")
    @api.depends_context("lang")
    def _compute_span(self):
        for simulation in self:
            days = (day for day in (simulation.first_on, simulation.last_on) if day)
            months = (format_date(self.env, day, date_format="LLL y") for day in days)
            simulation.span = " – ".join(dict.fromkeys(months))

    @api.depends("state", "person_ids.difference", *(f"person_ids.{name}" for name in RESULTS))
    def _compute_results(self):
        people = self.env["motivation.simulation.person"]
        totals = {
            simulation: sums
            for simulation, *sums in people._read_group(
                [("simulation_id", "in", self.ids)],
                ["simulation_id"],
                [f"{name}:sum" for name in RESULTS],
            )
        }
        counts = {
            side: dict(
                people._read_group(
                    [("simulation_id", "in", self.ids), ("difference", side, 0)],
                    ["simulation_id"],
                    ["__count"],
                )
            )
            for side in (">", "<")
        }
        for simulation in self:
            sums = totals.get(simulation._origin, [0] * len(RESULTS))
            for name, total in zip(RESULTS, sums, strict=True):
                simulation[name] = total or 0
            revenue = simulation.revenue
            simulation.share = simulation.pay / revenue if revenue > 0 else 0
            simulation.base_share = simulation.base_pay / revenue if revenue > 0 else 0
            simulation.gain_count = counts[">"].get(simulation._origin, 0)
            simulation.loss_count = counts["<"].get(simulation._origin, 0)

    @api.depends("started_at", "state")
    def _compute_is_outdated(self):
        """A draft may change after it was tried: its figures are of what it was then."""
        for simulation in self:
            plans = simulation.plan_id | simulation.base_plan_id
            parts = plans.component_ids
            touched = [
                record.write_date
                for record in (*plans, *parts, *parts.tier_ids, *parts.gate_ids)
                if record.write_date
            ]
            simulation.is_outdated = bool(
                simulation.started_at and touched and max(touched) > simulation.started_at
            )

    # === ACTION METHODS === #

    def action_open_report(self):
        """The cost of the plans by section, product and month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_motivation.motivation_simulation_report_action"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("simulation_id", "=", self.id)],
            "context": {},
        }
