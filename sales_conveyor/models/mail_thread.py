from odoo import api, models

INCIDENT = "conveyor.incident"


class MailThread(models.AbstractModel):
    """A machine does not complain: what answers by itself opens no incident."""

    _inherit = "mail.thread"

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        only_new = routes and all(route[0] == INCIDENT and not route[1] for route in routes)
        if only_new and self._is_automatic_answer(message):
            return True
        return super()._detect_loop_sender(message, message_dict, routes)

    @api.model
    def _is_automatic_answer(self, message):
        """Whether a letter says of itself that a machine has answered.

        :param message: ``email.message.EmailMessage``
        """
        submitted = str(message.get("Auto-Submitted") or "no").strip().lower()
        precedence = str(message.get("Precedence") or "").strip().lower()
        asked = bool(message.get("X-Autoreply") or message.get("X-Autorespond"))
        return submitted.startswith("auto-replied") or precedence == "auto_reply" or asked
