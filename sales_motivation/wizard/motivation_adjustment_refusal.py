from odoo import api, fields, models

from odoo.addons.sales_conveyor.const import NOTE_LENGTH


class MotivationAdjustmentRefusal(models.TransientModel):
    """Why an adjustment is refused."""

    _name = "motivation.adjustment.refusal"
    _description = "Refusal of an Adjustment"

    adjustment_id = fields.Many2one("motivation.adjustment", required=True, ondelete="cascade")
    reason = fields.Char(required=True, size=NOTE_LENGTH)

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create(vals_list)
        forms.adjustment_id.check_access("read")
        return forms

    def action_refuse(self):
        """Refuse it; who may do so is decided by the adjustment."""
        self.ensure_one()
        self.adjustment_id._decide("refused", refusal=self.reason)
        return {"type": "ir.actions.act_window_close"}
