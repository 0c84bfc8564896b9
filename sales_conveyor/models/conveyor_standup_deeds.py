from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..const import ATTENDANCE_STATES, NAME_LENGTH
from ..tools.told import clean_text, is_id

WORDS = ("success", "failure", "blocker")


class ConveyorStandup(models.Model):
    """What is done in a stand-up: who came, what everybody says, what is to be done today."""

    _inherit = "conveyor.standup"

    # === BUSINESS METHODS === #

    def mark_person(self, user_id, state):
        """Whether a person came.

        :param str state: ``present``, ``late``, ``absent`` or ``excused``
        """
        if not isinstance(state, str) or state not in dict(ATTENDANCE_STATES):
            raise UserError(self.env._("A person is present, late, absent or excused."))
        self._lead({})
        self._get_row(user_id)._write_deed({"state": state})
        return self._describe()

    def say(self, user_id, kind, text):
        """A success, a failure or a blocker of a person, told by himself or by the leader."""
        self.ensure_one()
        self.check_access("read")
        if kind not in WORDS:
            raise UserError(self.env._("A person tells a success, a failure or a blocker."))
        if user_id != self.env.uid and not self.can_lead:
            raise AccessError(self.env._("Everybody speaks for himself."))
        text = self._read_line(text)
        if len(text) > NAME_LENGTH:
            raise UserError(self.env._("At most %s characters: one line.", NAME_LENGTH))
        self._get_row(user_id)._write_deed({kind: text or False})
        return self._describe()

    def add_task(self, user_id, summary, lead_id=False):
        """A task of the day for a person: an ordinary activity, on a card or on the stand-up itself."""
        self.ensure_one()
        self.check_access("read")
        if user_id != self.env.uid and not self.can_lead:
            raise AccessError(self.env._("The leader of the team or the head gives tasks."))
        row = self._get_row(user_id)
        summary = self._read_line(summary)
        if not summary or len(summary) > NAME_LENGTH:
            raise UserError(self.env._("Say in one line what is to be done."))
        document = self._find_document(lead_id)
        if not document.with_user(row.user_id).has_access("read"):
            raise UserError(
                self.env._("%s cannot open this card: hand it over first.", row.user_id.name)
            )
        document.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.day_on,
            summary=summary,
            user_id=row.user_id.id,
        )
        return self._describe()

    @api.model
    def _read_line(self, text):
        """What a person typed; nothing where he took it back."""
        if not isinstance(text, str | None | bool) or text is True:
            raise UserError(self.env._("One line of text is told."))
        return clean_text(text or "")

    def _find_document(self, lead_id):
        """The card that a task is about, else the stand-up itself."""
        if not lead_id:
            return self
        card = self.env["crm.lead"].browse(lead_id if is_id(lead_id) else []).exists()
        if not card:
            raise UserError(self.env._("There is no such card."))
        card.check_access("read")
        return card

    def _get_row(self, user_id):
        row = self.attendance_ids.filtered(lambda one: one.user_id.id == user_id)
        if not row:
            raise UserError(self.env._("This person is not in the stand-up."))
        return row
