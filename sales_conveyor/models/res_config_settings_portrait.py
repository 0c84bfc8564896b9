from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_portrait_minimum = fields.Integer(
        related="company_id.conveyor_portrait_minimum", readonly=False
    )
