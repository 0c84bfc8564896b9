from odoo import fields, models

from odoo.addons.sales_conveyor.const import NAME_LENGTH


class MotivationSimulation(models.Model):
    """What a plan would have paid over past months: the same runs, on the same facts, that pay nobody."""

    _name = "motivation.simulation"
    _description = "Pay Simulation"
    _order = "id desc"

    name = fields.Char(required=True, size=NAME_LENGTH)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    run_ids = fields.One2many("motivation.run", "simulation_id", readonly=True)
