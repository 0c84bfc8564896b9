from odoo import fields, models
from odoo.exceptions import UserError

from ..const import NOTE_LENGTH


class ConveyorAgreementCancel(models.TransientModel):
    """Cancel agreements with the reason, instead of just deleting their activities."""

    _name = "conveyor.agreement.cancel"
    _description = "Cancel with a Reason"

    agreement_ids = fields.Many2many(
        "conveyor.agreement", string="Agreements", required=True, readonly=True
    )
    reason = fields.Text(required=True)

    # === ACTION METHODS === #

    def action_cancel(self):
        """Cancel what is still to do; the reason stays with the agreement."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Tell in a few words why it is cancelled."))
        if len(reason) > NOTE_LENGTH:
            raise UserError(
                self.env._("The reason may be %s characters long at most.", NOTE_LENGTH)
            )
        pending = self.agreement_ids.filtered("is_pending")
        if not pending:
            raise UserError(self.env._("Nothing of this is still to do."))
        pending._cancel(reason)
        return {"type": "ir.actions.act_window_close", "infos": {"cancelled": len(pending)}}
