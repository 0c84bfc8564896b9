from odoo import fields, models


class ConveyorMetric(models.Model):
    _inherit = "conveyor.metric"

    is_reported = fields.Boolean(
        string="Asked in the Evening",
        help="Everybody of its section reports it in the evening; so does whoever has a norm of it.",
    )
