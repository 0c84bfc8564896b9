from odoo import api, models

LAYOUT = "mail.mail_notification_light"


class MailThread(models.AbstractModel):
    """Notes to many people at once, each his own."""

    _inherit = "mail.thread"

    # === MESSAGE METHODS === #

    @api.model
    def _notify_each(self, notes):
        """Tell each person something of his own, as he has chosen: in his inbox, or by a letter.

        Odoo's ``message_notify`` asks some fifteen statements a person; here a thousand people cost as many as
        one, but for the size of an INSERT. Nothing flashes on a screen: an inbox is looked at when there is time,
        and letters go with the next round of the post.

        :param list notes: ``(user, subject, body)``, in the language of the user
        """
        if not notes:
            return
        # A notice of the department: the person need not have a right to write to the other, nor to read him.
        server = self.sudo()
        users = server.env["res.users"].browse([user.id for user, _subject, _body in notes])
        told = list(zip(users, server._create_notes(notes, users), strict=True))
        by_mail = [pair for pair in told if pair[0].notification_type == "email"]
        letters = server._write_letters(by_mail)
        server.env["mail.notification"].create(
            [
                {
                    "author_id": message.author_id.id,
                    "mail_message_id": message.id,
                    "res_partner_id": user.partner_id.id,
                    **self._prepare_notification(letters.get(message)),
                }
                for user, message in told
            ]
        )

    @api.model
    def _create_notes(self, notes, users):
        author_id, email_from = self._message_compute_author(self.env.user.partner_id.id)
        reply_to = self._notify_get_reply_to(default=email_from, author_id=author_id)[False]
        common = {
            "author_id": author_id,
            "email_from": email_from,
            "reply_to": reply_to,
            "message_type": "user_notification",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "is_internal": True,
            "email_layout_xmlid": LAYOUT,
        }
        return self._message_create(
            [
                {**common, "subject": subject, "body": body, "partner_ids": user.partner_id.ids}
                for user, (_same, subject, body) in zip(users, notes, strict=True)
            ]
        )

    @api.model
    def _prepare_notification(self, letter):
        if not letter:
            return {"notification_type": "inbox", "notification_status": "sent"}
        return {
            "notification_type": "email",
            "notification_status": "ready",
            "is_read": True,  # it is no entry of the inbox
            "mail_mail_id": letter.id,
        }

    @api.model
    def _write_letters(self, told):
        """Letters for the post, in the layout of Odoo's notices.

        :param told: list of ``(user, message)``
        :return: ``{message: letter}``
        """
        if not told:
            return {}
        render = self.env["mail.render.mixin"]
        letters = self.env["mail.mail"].create(
            [
                {
                    "mail_message_id": message.id,
                    "recipient_ids": [(4, user.partner_id.id)],
                    "body_html": render.with_context(lang=user.lang)._render_encapsulate(
                        LAYOUT, message.body
                    ),
                    "references": message.message_id,
                    "auto_delete": True,
                }
                for user, message in told
            ]
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return dict(zip((message for _user, message in told), letters, strict=True))
