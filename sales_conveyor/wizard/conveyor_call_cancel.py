from odoo import fields, models

from ..const import NAME_LENGTH


class ConveyorCallCancel(models.TransientModel):
    """Take calls back, with the reason."""

    _name = "conveyor.call.cancel"
    _description = "Cancel Calls"

    call_ids = fields.Many2many("conveyor.call", string="Calls", required=True, readonly=True)
    reason = fields.Char(required=True, size=NAME_LENGTH)

    # === ACTION METHODS === #

    def action_cancel(self):
        """The calls count no more; they stay to be seen."""
        self.ensure_one()
        self.call_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
