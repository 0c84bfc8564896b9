from odoo import api, models
from odoo.exceptions import UserError

from ..const import NAME_LENGTH
from .conveyor_call import CALL


class ConveyorCall(models.Model):
    """Correcting a call: by its caller, until his day is over; and taking it back, with a reason."""

    _inherit = "conveyor.call"

    # === ACTION METHODS === #

    def action_open_cancel(self):
        """Ask why these calls are taken back."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel the Call"),
            "res_model": "conveyor.call.cancel",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_call_ids": self.ids},
        }

    # === BUSINESS METHODS === #

    def _cancel(self, reason):
        """Take calls back: they count no more, and nobody reviews them; they stay to be seen.

        :param str reason: why, in words
        """
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Tell why the call is cancelled."))
        if len(reason) > NAME_LENGTH:
            raise UserError(self.env._("Please keep the reason under %s characters.", NAME_LENGTH))
        calls = self.filtered(lambda call: not call.cancelled_at)
        for call in calls:
            if not call.can_cancel:
                raise UserError(
                    self.env._(
                        "“%s” is cancelled by its caller on the same day, later by the leader of his team"
                        " or the head of sales.",
                        call.display_name,
                    )
                )
        # The columns have no writer of their own; who may cancel was asked above.
        calls.sudo().with_context(conveyor_call=CALL).write(
            {
                "cancelled_at": self.env.cr.now(),
                "cancelled_by_id": self.env.uid,
                "cancel_reason": reason,
            }
        )
        self.env["conveyor.call.review"]._drop(calls)
        self.env["conveyor.fact"]._expect("conveyor.call", calls.ids, happened=True)

    def _check_correction(self, vals):
        """Only the caller corrects, only until his day is over, and only what telephony does not know better."""
        kept = vals.keys() - self._CORRECTED
        if kept:
            labels = sorted(
                self._fields[name]._description_string(self.env) if name in self._fields else name
                for name in kept
            )
            raise UserError(
                self.env._("These fields of a call do not change: %s.", ", ".join(labels))
            )
        for call in self:
            if not call.can_correct:
                raise UserError(
                    self.env._(
                        "“%s” can no longer be corrected: its caller may do so until the end of the day."
                        " A mistake is cancelled with a reason.",
                        call.display_name,
                    )
                )
            if "talk_seconds" in vals and call.source == "telephony":
                raise UserError(self.env._("The talk time of this call was told by telephony."))

    def _complete_correction(self, vals):
        """A correction, with the names that are kept beside the card and the client."""
        self._check_links(vals)
        vals = dict(vals)
        if "lead_id" in vals:
            lead = self.env["crm.lead"].browse(vals["lead_id"] or [])
            vals["lead_name"] = lead.name[:NAME_LENGTH] if lead else False
        if "partner_id" in vals:
            partner = self.env["res.partner"].browse(vals["partner_id"] or [])
            vals["partner_name"] = partner.display_name[:NAME_LENGTH] if partner else False
        return vals

    @api.model
    def _check_links(self, vals):
        """The card and the client of a correction are ones that the caller may read."""
        for name, model in (("lead_id", "crm.lead"), ("partner_id", "res.partner")):
            given = vals.get(name)
            if given in (None, False):
                continue
            is_id = isinstance(given, int) and not isinstance(given, bool)
            record = self.env[model].browse(given if is_id else []).exists()
            if not record or not record.has_access("read"):
                raise UserError(self.env._("There is no such card or client for you to call."))

    def _recount(self):
        """Tell anew whether these calls were conversations, and let the ledger follow."""
        deed = self.sudo().with_context(conveyor_call=CALL)  # the column has no writer of its own
        for company, calls in deed.grouped("company_id").items():
            for call in calls:
                call.is_conversation = call._is_talk(company)
        self.env["conveyor.fact"]._expect("conveyor.call", self.ids, happened=True)

    def _is_talk(self, company):
        enough = company.conveyor_conversation_seconds
        return self.outcome == "talked" or self.talk_seconds >= enough
