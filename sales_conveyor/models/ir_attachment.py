from odoo import api, models
from odoo.exceptions import UserError

from .conveyor_call import CALL

CALL_MODEL = "conveyor.call"


class IrAttachment(models.Model):
    """A recording of a call is brought by its call alone: never public, never behind a token, never taken away."""

    _inherit = "ir.attachment"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_recordings()
        return attachments

    def write(self, vals):
        self._check_recordings()
        res = super().write(vals)
        self._check_recordings()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recording(self):
        self._check_recordings()

    # === BUSINESS METHODS === #

    def _check_recordings(self):
        if self.env.context.get("conveyor_call") is CALL:
            return
        # Whoever may not read a file may not touch it either; its model is no secret.
        if any(attachment.res_model == CALL_MODEL for attachment in self.sudo()):
            raise UserError(
                self.env._(
                    "Recordings of calls are brought by telephony and deleted by their term alone."
                )
            )
