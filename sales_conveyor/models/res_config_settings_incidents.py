from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_incident_hours = fields.Float(
        related="company_id.conveyor_incident_hours", readonly=False
    )
    conveyor_dispute_days = fields.Integer(
        related="company_id.conveyor_dispute_days", readonly=False
    )
    conveyor_card_days = fields.Integer(related="company_id.conveyor_card_days", readonly=False)
    conveyor_complaint_alias = fields.Char(
        related="company_id.conveyor_complaint_alias", readonly=False
    )
    conveyor_complaint_domain = fields.Char(
        related="company_id.alias_domain_id.name", string="Domain of Complaints"
    )
