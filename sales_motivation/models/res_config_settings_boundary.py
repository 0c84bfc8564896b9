from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    motivation_border_days = fields.Integer(
        related="company_id.motivation_border_days", readonly=False
    )
    motivation_last_days = fields.Integer(related="company_id.motivation_last_days", readonly=False)
    motivation_border_ratio = fields.Float(
        related="company_id.motivation_border_ratio", readonly=False
    )
    motivation_border_discount = fields.Float(
        related="company_id.motivation_border_discount", readonly=False
    )
