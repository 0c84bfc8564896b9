from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_ramp_share = fields.Float(related="company_id.conveyor_ramp_share", readonly=False)
    conveyor_key_weight = fields.Float(related="company_id.conveyor_key_weight", readonly=False)
    conveyor_overdue_weight = fields.Float(
        related="company_id.conveyor_overdue_weight", readonly=False
    )
    conveyor_today_weight = fields.Float(related="company_id.conveyor_today_weight", readonly=False)
