from odoo import api, fields, models
from odoo.tools import format_date

STATES = [
    ("asked", "Asked"),
    ("answered", "Explained"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
]
KEPT = {"readonly": True, "copy": False}
# Documents that a person may name where he misses something.
DOCUMENTS = [
    ("sale.order", "Sales Order"),
    ("account.move", "Invoice"),
    ("crm.lead", "Opportunity"),
]


class MotivationInquiry(models.Model):
    """A question of a person about his own pay: about a line, or about something that is missing.

    Asked → explained, accepted (it becomes an adjustment, or a refund finds its sale, or a document is put right) or
    refused, by a head of sales or the owner, within a few working days. What was asked and answered is never
    deleted.
    """

    _name = "motivation.inquiry"
    _description = "Question About Pay"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "asked_at desc, id desc"
    _rec_name = "about"
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, ondelete="restrict", **KEPT)
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict", **KEPT
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", ondelete="set null", **KEPT)
    month_on = fields.Date(string="Month", required=True, **KEPT)
    statement_id = fields.Many2one(
        "motivation.statement", index="btree_not_null", copy=False, ondelete="set null"
    )
    line_id = fields.Many2one(
        "motivation.statement.line", index="btree_not_null", copy=False, ondelete="set null"
    )
    fact_id = fields.Many2one("conveyor.fact", copy=False, ondelete="restrict")
    kind = fields.Selection(
        [("line", "About an Amount"), ("missing", "Something Is Missing")], required=True, **KEPT
    )
    about = fields.Char(
        help="What the amount was when it was asked about; it stays when the month is computed anew.",
        **KEPT,
    )
    subject = fields.Char(string="You Ask About", compute="_compute_subject")
    document = fields.Reference(
        DOCUMENTS, string="Which Document", copy=False, help="Where you miss something: of what?"
    )
    question = fields.Text(required=True, copy=False)
    state = fields.Selection(STATES, required=True, default="asked", tracking=True, **KEPT)
    asked_at = fields.Datetime(string="Asked On", **KEPT)
    due_at = fields.Datetime(string="Answer By", **KEPT)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    answer = fields.Text(**KEPT)
    answered_by_id = fields.Many2one("res.users", ondelete="restrict", **KEPT)
    answered_at = fields.Datetime(**KEPT)
    adjustment_ids = fields.One2many("motivation.adjustment", "inquiry_id", **KEPT)
    refund_id = fields.Many2one("motivation.refund", ondelete="set null", **KEPT)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    # === COMPUTE METHODS === #

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = self.env.cr.now()
        for inquiry in self:
            inquiry.is_late = inquiry.state == "asked" and bool(
                inquiry.due_at and inquiry.due_at < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "asked"), ("due_at", "<", self.env.cr.now())]

    @api.depends("line_id", "fact_id")
    @api.depends_context("lang", "uid")
    def _compute_subject(self):
        """What a question will be about, for whoever is going to ask it."""
        for inquiry in self:
            # A form may name any line: whoever may not read it is told nothing of it.
            line, fact = inquiry.line_id._filtered_access("read"), inquiry.fact_id
            known = line or (fact and inquiry._is_part_of(fact))
            inquiry.subject = known and inquiry._tell_about(
                inquiry.statement_id,
                line,
                fact.sudo(),  # a fact that he is part of is told to him
            )

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        decides = self.env["motivation.statement"]._decides(self.env.user)
        for inquiry in self:
            inquiry.can_answer = (
                decides and inquiry.state == "asked" and inquiry.user_id != self.env.user
            )

    @api.depends("user_id", "month_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Whose and of which month, and no amount: names go with notices where records do not."""
        for inquiry in self:
            month = inquiry.month_on and format_date(
                self.env, inquiry.month_on, date_format="LLLL y"
            )
            inquiry.display_name = ", ".join(filter(None, (inquiry.user_id.name, month)))

    # === BUSINESS METHODS === #

    @api.model
    def open_question(self, fact_id=False):
        """Ask from the screen of one's pay: about a fact, or about something that is missing."""
        action = self._open_form()
        return {**action, "context": {"default_fact_id": fact_id or False}}

    @api.model
    def _open_form(self, statement=None, line=None):
        """A small form to ask, about a statement or one of its lines."""
        view = self.env.ref("sales_motivation.motivation_inquiry_view_form_ask")
        context = {}
        if statement:
            context["default_statement_id"] = statement.id
        if line:
            context |= {
                "default_line_id": line.id,
                "default_statement_id": line.statement_id.id,
                "default_fact_id": line.fact_id.id,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would You Like to Know?"),
            "res_model": self._name,
            "views": [(view.id, "form")],
            "target": "new",
            "context": context,
        }
