from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    motivation_answer_days = fields.Integer(
        related="company_id.motivation_answer_days", readonly=False
    )
