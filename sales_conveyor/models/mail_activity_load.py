from odoo import models


class MailActivity(models.Model):
    """Open tasks on cards by person and day, counted without reading what is done."""

    _inherit = "mail.activity"

    _load_idx = models.Index(
        "(user_id, date_deadline) INCLUDE (res_id) WHERE res_model = 'crm.lead' AND active"
    )
