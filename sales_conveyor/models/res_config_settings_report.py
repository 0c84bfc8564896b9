from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_report_tolerance = fields.Float(
        related="company_id.conveyor_report_tolerance", readonly=False
    )
    conveyor_report_tolerance_share = fields.Float(
        related="company_id.conveyor_report_tolerance_share", readonly=False
    )
