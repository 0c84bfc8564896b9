from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import PAY
from .motivation_inquiry import DOCUMENTS

# What a person writes when he asks; all else comes from the server and from deeds.
ASKED = frozenset({"statement_id", "line_id", "fact_id", "document", "question"})


class MotivationInquiry(models.Model):
    """A person asks about his own pay only, and nobody rewrites what was asked or answered."""

    _inherit = "motivation.inquiry"

    # === CRUD METHODS === #

    @api.model
    def default_get(self, fields):
        """No default, of a context or of a person, speaks for a question."""
        told = super().default_get([name for name in fields if name in ASKED])
        return {**told, **({"state": "asked"} if "state" in fields else {})}

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            vals_list = [self._prepare_question(vals) for vals in vals_list]
        inquiries = super().create(vals_list)
        inquiries._begin()
        return inquiries

    def write(self, vals):
        # Odoo writes to no record of every model with a document when clients are merged.
        if self and not self._is_deed():
            self._refuse_kept(vals, frozenset())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was asked and answered is never deleted."))

    # pylint: disable=method-required-super
    def copy(self, default=None):
        """A question is asked, not copied."""
        raise UserError(self.env._("A question is asked, not copied."))

    # === GUARD === #

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    @api.model
    def _refuse_kept(self, vals, written):
        kept = {
            name for name in vals if name in self._fields and self._fields[name].store
        } - written
        if any(not name.startswith(("message_", "activity_")) for name in kept):
            raise AccessError(self.env._("Questions about pay are answered by their buttons only."))

    @api.model
    def _prepare_question(self, vals):
        """A question as a person asks it, with what the server knows of it.

        :raises AccessError: about what is not his own
        """
        self._refuse_kept(vals, ASKED)
        values = {**self.default_get(list(ASKED)), **vals}
        statement, line, fact = self._check_own(values)
        company = statement.company_id or fact.company_id or self.env.company
        # Whoever asks need not read the teams and hours of the department.
        incidents = self.env["conveyor.incident"].sudo()
        team = incidents._find_team(self.env.user.sudo(), company.sudo())
        today = company.sudo()._get_business_day()  # its clock is no secret
        days = company.sudo().motivation_answer_days  # nor is how long an answer takes
        return {
            **values,
            "question": self._check_question(values.get("question")),
            "document": self._check_document(values.get("document")),
            "statement_id": statement.id,
            "line_id": line.id,
            "fact_id": fact.id,
            "kind": "line" if line or fact else "missing",
            "about": self._tell_about(statement, line, fact),
            "company_id": company.id,
            "user_id": self.env.uid,
            "team_id": team.id,
            "month_on": statement.first_on or today.replace(day=1),
            "state": "asked",
            "asked_at": self.env.cr.now(),
            # The last second of the day still belongs to it.
            "due_at": incidents._plan_days(team, company.sudo(), days) - timedelta(seconds=1),
        }

    @api.model
    def _check_own(self, values):
        """What a question is about, if it is the person's own.

        :return: statement, line and fact, each maybe empty
        """
        line = self._browse("motivation.statement.line", values.get("line_id"))
        statement = self._browse("motivation.statement", values.get("statement_id"))
        fact = self._browse("conveyor.fact", values.get("fact_id"))
        (line | line).check_access("read")
        statement = line.statement_id or statement
        statement.check_access("read")
        if line:
            fact = line.fact_id
        elif fact and not self._is_part_of(fact):
            fact.check_access("read")
        if statement and statement.user_id != self.env.user:
            raise AccessError(self.env._("Everybody asks about his own pay only."))
        return statement, line, fact.sudo()  # what is read of it is told to whoever is part of it

    @api.model
    def _browse(self, model, value):
        """The record of an id that came from outside."""
        is_id = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
        if value and not is_id:
            raise ValidationError(self.env._("That is no record that could be chosen."))
        return self.env[model].browse(value or ()).exists()

    @api.model
    def _is_part_of(self, fact):
        """Was the present person one of the people of a fact?"""
        server = fact.sudo()  # only who it is about is looked at
        return self.env.user in (
            server.user_id | server.scout_id | server.hunter_id | server.farmer_id
        )

    @api.model
    def _tell_about(self, statement, line, fact):
        """What is asked about, as it is now."""
        if line:
            return line.explanation
        if fact:
            return ", ".join(
                filter(
                    None,
                    (
                        fact.metric_id.name,
                        fact.reference or fact.display_name,
                        fact.client_id.partner_id.name,
                    ),
                )
            )
        return statement.display_name or self.env._("Something is missing")

    @api.model
    def _check_question(self, text):
        text = str(text or "").strip()
        if not text:
            raise ValidationError(self.env._("Write what you would like to know."))
        if "\0" in text or len(text) > NOTE_LENGTH:
            raise ValidationError(
                self.env._("Please keep the question under %s characters.", NOTE_LENGTH)
            )
        return text

    @api.model
    def _check_document(self, value):
        """A document that the person may read himself."""
        if not value:
            return False
        model, _comma, number = str(value).partition(",")
        if model not in dict(DOCUMENTS) or not number[:10].isdecimal():
            raise ValidationError(self.env._("That is no record that could be chosen."))
        record = self.env[model].browse(int(number[:10])).exists()
        record.check_access("read")
        return f"{model},{record.id}" if record else False
