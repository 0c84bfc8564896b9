from odoo import fields, models

from odoo.addons.sales_conveyor.const import NAME_LENGTH


class MotivationPayPool(models.Model):
    """One amount that several roles share: the shares of the components in it make up the whole."""

    _name = "motivation.pay.pool"
    _description = "Pool"
    _order = "name"

    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    is_whole = fields.Boolean(
        string="Makes 100 %",
        default=True,
        help="A plan is approved only when the shares of all plans in force make up 100 %.",
    )
    component_ids = fields.One2many("motivation.pay.component", "pool_id", readonly=True)
