from markupsafe import Markup

from odoo import models

from ..const import RELAY


class ConveyorHandover(models.Model):
    """What people are told of a handover: a note on the card, one message each, a word on the screen."""

    _inherit = "conveyor.handover"

    # === MESSAGE METHODS === #

    def _log_on_cards(self, text):
        """Log one note on each card, in a constant number of queries.

        :param str text: may hold ``{to}``, ``{from}`` and ``{reason}``
        """
        bodies = {}
        for handover in self.filtered("lead_id"):
            words = {"to": handover.to_user_id.name, "from": handover.from_user_id.name}
            bodies[handover.lead_id.id] = text.format(**words, reason=handover._get_reason_text())
        if bodies:
            # The note belongs to the card whoever may write it now.
            self.env["crm.lead"].sudo().browse(bodies)._message_log_batch(bodies=bodies)

    def _get_reason_text(self):
        return " — ".join(part for part in (self.reason_id.name, self.return_note) if part)

    def _tell(self, user_field, subject):
        """Send each person one message about all these cards, however many."""
        if self.env.context.get("conveyor_quiet") is RELAY:
            return  # a past that is only replayed is news to nobody
        for user, handovers in self.grouped(user_field).items():
            if user == self.env.user:
                continue
            shown = handovers[:20]
            items = Markup().join(
                Markup("<li>%s%s</li>") % (handover.name, handover._get_tail_text())
                for handover in shown
            )
            more = len(handovers) - len(shown)
            tail = Markup("<p>%s</p>") % self.env._("and %s more", more) if more else Markup()
            # A notice of the relay: the person need not have a right to write to the other.
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids,
                subject=self.env._("%(subject)s: %(count)s", subject=subject, count=len(handovers)),
                body=Markup("<ul>%s</ul>%s") % (items, tail),
                author_id=self.env.user.partner_id.id,
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _toast_offered(self, asked_stage):
        """Tell the person who moved the cards, on his screen, what became of the move."""
        names = ", ".join(self.to_user_id.mapped("name")[:5])
        message = self.env._(
            "%(cards)s → %(people)s", cards=", ".join(self.mapped("name")[:5]), people=names
        )
        if asked_stage and self.to_stage_id != asked_stage:
            message += "\n" + self.env._(
                "A card passes one section at a time: it is offered for the stage %s.",
                self.to_stage_id[:1].name,
            )
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "success",
                "title": self.env._("Offered, waiting for acceptance"),
                "message": message,
            },
        )

    def _toast_accepted(self):
        """Good news needs no inbox: the senders see it on their screens."""
        for user, handovers in self.grouped("from_user_id").items():
            cards = ", ".join(handovers.mapped("name")[:5])
            title = self.env._("Accepted by %s", handovers.to_user_id[0].name)
            user._bus_send(
                "simple_notification", {"type": "success", "title": title, "message": cards}
            )

    def _get_tail_text(self):
        parts = [self._get_reason_text(), self.note if self.state == "offered" else False]
        return "".join(f" — {part}" for part in parts if part)
