from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..const import PAY
from ..models.motivation_inquiry import STATES

WAYS = [
    ("adjustment", "By an amount that a second person approves"),
    ("refund", "By saying which sale a refund takes back"),
    ("document", "By putting a document right: its facts then come in by themselves"),
]


class MotivationInquiryAnswer(models.TransientModel):
    """The answer to a question about pay, and how it is put right."""

    _name = "motivation.inquiry.answer"
    _description = "Answer to a Question About Pay"

    inquiry_id = fields.Many2one("motivation.inquiry", required=True, ondelete="cascade")
    # Whoever may not read the question reads it in no dialog either.
    question = fields.Text(related="inquiry_id.question", related_sudo=False)
    about = fields.Char(related="inquiry_id.about", related_sudo=False)
    user_id = fields.Many2one(related="inquiry_id.user_id", related_sudo=False)
    company_id = fields.Many2one(related="inquiry_id.company_id", related_sudo=False)
    state = fields.Selection(STATES[1:], required=True, readonly=True)
    words = fields.Text(required=True, string="Your Answer")
    way = fields.Selection(WAYS, string="How", default="adjustment")
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    month_on = fields.Date(
        string="Paid With", compute="_compute_month_on", store=True, readonly=False
    )
    refund_fact_id = fields.Many2one(
        "conveyor.fact", string="Refund", domain="[('is_refund_waiting', '=', True)]"
    )
    original_id = fields.Many2one("conveyor.fact", string="Takes Back")

    # === COMPUTE METHODS === #

    @api.depends("inquiry_id")
    def _compute_currency_id(self):
        """The currency that the person is paid in."""
        for form in self:
            inquiry = form.inquiry_id
            proposal = self.env["motivation.adjustment"].new(
                {"user_id": inquiry.user_id.id, "company_id": inquiry.company_id.id}
            )
            form.currency_id = proposal.currency_id

    @api.depends("inquiry_id")
    def _compute_month_on(self):
        """The first month that is still open for the person."""
        for form in self:
            inquiry = form.inquiry_id
            frozen = inquiry.statement_id.state in ("approved", "paid")
            month = inquiry.month_on
            form.month_on = month and (fields.Date.add(month, months=1) if frozen else month)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create(vals_list)
        forms.inquiry_id.check_access("read")
        return forms

    # === ACTION METHODS === #

    def action_answer(self):
        """Give the answer; who may do so is decided by the question."""
        self.ensure_one()
        self.inquiry_id._refuse_answer()
        values = {}
        if self.state == "accepted" and self.way == "adjustment":
            self._propose()
        elif self.state == "accepted" and self.way == "refund":
            values["refund_id"] = self._match().id
        self.inquiry_id._answer(self.state, self.words, **values)
        return {"type": "ir.actions.act_window_close"}

    def _propose(self):
        """The amount, for a second person to approve."""
        inquiry = self.inquiry_id
        if not self.amount:
            raise UserError(self.env._("Which amount puts it right?"))
        # The owner answers, too, though he writes nothing else; the second person decides.
        adjustments = self.env["motivation.adjustment"].sudo()
        adjustments.with_context(motivation_pay=PAY).create(
            {
                "user_id": inquiry.user_id.id,
                "company_id": inquiry.company_id.id,
                "month_on": self.month_on.replace(day=1),
                "amount": self.amount,
                "currency_id": self.currency_id.id,
                "reason": self.words[:NOTE_LENGTH],
                "proposed_by_id": self.env.uid,
                "inquiry_id": inquiry.id,
            }
        )

    def _match(self):
        if not (self.refund_fact_id and self.original_id):
            raise UserError(self.env._("Which refund takes back which sale?"))
        return self.env["motivation.refund"]._decide(
            self.refund_fact_id, "matched", self.original_id, self.words
        )
