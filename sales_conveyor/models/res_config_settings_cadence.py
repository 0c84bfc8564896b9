from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_cadence_a = fields.Integer(related="company_id.conveyor_cadence_a", readonly=False)
    conveyor_cadence_b = fields.Integer(related="company_id.conveyor_cadence_b", readonly=False)
    conveyor_cadence_c = fields.Integer(related="company_id.conveyor_cadence_c", readonly=False)
    conveyor_share_a = fields.Float(related="company_id.conveyor_share_a", readonly=False)
    conveyor_share_b = fields.Float(related="company_id.conveyor_share_b", readonly=False)
