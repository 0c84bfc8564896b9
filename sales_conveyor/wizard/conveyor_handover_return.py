from odoo import fields, models


class ConveyorHandoverReturn(models.TransientModel):
    """Give cards back to their senders, with the reason."""

    _name = "conveyor.handover.return"
    _description = "Return Cards"

    handover_ids = fields.Many2many(
        "conveyor.handover", string="Cards", required=True, readonly=True
    )
    reason_id = fields.Many2one("conveyor.return.reason", required=True)
    note = fields.Text(help="What the sender should do better or find out.")

    # === ACTION METHODS === #

    def action_return(self):
        """Return the cards; they count against the quality of their senders."""
        self.ensure_one()
        self.handover_ids._return(self.reason_id, self.note)
        return {
            "type": "ir.actions.act_window_close",
            "infos": {"returned": len(self.handover_ids)},
        }
