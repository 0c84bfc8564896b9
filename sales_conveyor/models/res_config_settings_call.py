from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_conversation_seconds = fields.Integer(
        related="company_id.conveyor_conversation_seconds", readonly=False
    )
    conveyor_sample_share = fields.Float(related="company_id.conveyor_sample_share", readonly=False)
    conveyor_sample_minimum = fields.Integer(
        related="company_id.conveyor_sample_minimum", readonly=False
    )
    conveyor_sample_threshold = fields.Integer(
        related="company_id.conveyor_sample_threshold", readonly=False
    )
    conveyor_review_days = fields.Integer(related="company_id.conveyor_review_days", readonly=False)
    conveyor_keeps_recordings = fields.Boolean(
        related="company_id.conveyor_keeps_recordings", readonly=False
    )
    conveyor_recording_months = fields.Integer(
        related="company_id.conveyor_recording_months", readonly=False
    )
    conveyor_shows_hours = fields.Boolean(related="company_id.conveyor_shows_hours", readonly=False)
