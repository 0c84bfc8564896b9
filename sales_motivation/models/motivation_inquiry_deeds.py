from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import PAY

OWNER = "sales_conveyor.sales_conveyor_group_owner"
TODO = "mail.mail_activity_data_todo"


class MotivationInquiry(models.Model):
    """A question on its way: asked, explained, accepted or refused."""

    _inherit = "motivation.inquiry"

    # === ACTION METHODS === #

    def action_explain(self):
        """Answer without changing anything."""
        return self._open_answer("answered", self.env._("Explain"))

    def action_accept(self):
        """The person is right: mend it."""
        return self._open_answer("accepted", self.env._("Accept: It Is Put Right"))

    def action_refuse(self):
        """It stays as it is, with the reason."""
        return self._open_answer("refused", self.env._("Refuse"))

    def action_open_statement(self):
        """Open the statement that was asked about."""
        self.ensure_one()
        if not self.statement_id:
            raise UserError(self.env._("This month has no statement yet."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "motivation.statement",
            "res_id": self.statement_id.id,
            "views": [(False, "form")],
        }

    def action_open_document(self):
        """Open the document that the question is about."""
        self.ensure_one()
        self.check_access("read")
        if self.document:
            return {
                "type": "ir.actions.act_window",
                "res_model": self.document._name,
                "res_id": self.document.id,
                "views": [(False, "form")],
            }
        # Which document it is was asked already; whether it opens is up to the document.
        return self.env["motivation.statement.line"]._open_document(self.sudo().fact_id)

    def _open_answer(self, state, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "motivation.inquiry.answer",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_inquiry_id": self.id, "default_state": state},
        }

    # === BUSINESS METHODS === #

    def _begin(self):
        """Dispute the statement, and give the question to whoever answers it."""
        for inquiry in self:
            # Whoever is paid cannot write his statement, but may say that he does not agree yet.
            statement = inquiry.statement_id.sudo()
            statement.filtered(lambda one: one.state in ("sent", "accepted"))._move(
                "disputed", ("sent", "accepted")
            )
            for judge in inquiry._find_judges():
                # The person need not have a right to plan the work of his head.
                inquiry.sudo().activity_schedule(
                    TODO,
                    date_deadline=inquiry.company_id.sudo()._get_business_day(inquiry.due_at),
                    summary=self.env._("Answer a question about pay"),
                    user_id=judge.id,
                )

    def _find_judges(self):
        """Who answers: the heads of sales, and the owners about the pay of the only head."""
        self.ensure_one()
        company = self.company_id.sudo()  # who heads sales is no secret
        heads = self.env["conveyor.incident"]._find_heads(company) - self.user_id
        return heads or self._find_owners(company) - self.user_id

    @api.model
    def _find_owners(self, company):
        # Who owns the company is no secret.
        owners = self.env.ref(OWNER).sudo().all_user_ids
        return owners.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )

    def _answer(self, state, words, **values):
        """Answer a question, once, in words.

        :param str state: ``answered``, ``accepted`` or ``refused``
        :raises UserError: for whoever may not answer it, and without words
        """
        self.ensure_one()
        self.check_access("read")
        # Two heads who answer at once: the later one sees what the first one wrote.
        self.sudo().lock_for_update(allow_referencing=True)
        self._refuse_answer()
        words = str(words or "").strip()
        if not words or len(words) > NOTE_LENGTH or "\0" in words:
            raise UserError(
                self.env._("Answer in words, with no more than %s characters.", NOTE_LENGTH)
            )
        # Heads answer, they do not rewrite what was asked.
        deed = self.sudo().with_context(motivation_pay=PAY)
        deed.write(
            {
                "state": state,
                "answer": words,
                "answered_by_id": self.env.uid,
                "answered_at": self.env.cr.now(),
                **values,
            }
        )
        deed.activity_unlink([TODO])
        deed._settle_statement()
        self._tell_person(words)

    def _refuse_answer(self):
        if not self.env["motivation.statement"]._decides(self.env.user):
            raise UserError(self.env._("Pay is decided by the head of sales and by the owner."))
        if self.user_id == self.env.user:
            raise UserError(self.env._("Nobody decides about his own pay."))
        if self.state != "asked":
            raise UserError(self.env._("This question is answered already."))

    def _settle_statement(self):
        """Once all is answered the person looks at his statement again."""
        statement = self.statement_id
        if statement.state == "disputed" and not statement.open_inquiry_count:
            statement._move("sent", ("disputed",))

    def _tell_person(self, words):
        labels = dict(self._fields["state"]._description_selection(self.env))
        # A notice of the department: the head need not have a right to write to the person.
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Your question about pay: %s", labels[self.state]),
            body=Markup("<p>%s</p><p>%s</p>") % (self._get_html_link(), words),
            author_id=self.env.user.partner_id.id,
            email_layout_xmlid="mail.mail_notification_light",
        )

    # === REMINDERS === #

    @api.model
    def _cron_remind(self):
        """Once a day tell heads and owners which questions wait longer than they should."""
        late = self.search([("is_late", "=", True)])
        for company, inquiries in late.grouped("company_id").items():
            people = self.env["conveyor.incident"]._find_heads(company) | self._find_owners(company)
            for person in people:
                inquiries.filtered(lambda one, person=person: one.user_id != person)._remind(person)

    def _remind(self, person):
        if not self:
            return
        speaker = self.with_context(lang=person.lang or self.env.lang)
        rows = Markup().join(Markup("<li>%s</li>") % one._get_html_link() for one in speaker)
        # A notice of the department: people get it whoever runs the job.
        speaker.env["mail.thread"].sudo().message_notify(
            partner_ids=person.partner_id.ids,
            subject=speaker.env._("Questions about pay that wait too long: %s", len(speaker)),
            body=Markup("<ul>%s</ul>") % rows,
            email_layout_xmlid="mail.mail_notification_light",
        )
