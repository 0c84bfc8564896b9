from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH

from ..tools.days import refuse_far

LIMIT = 1e12
STATES = [("draft", "Proposed"), ("approved", "Approved"), ("refused", "Refused")]
# What a head writes when he proposes an adjustment; all else comes from deeds.
WRITTEN = frozenset({"company_id", "user_id", "month_on", "amount", "currency_id", "reason"})


class MotivationAdjustment(models.Model):
    """An amount that no rule gives: for a reason, agreed upon by two people, paid with its month.

    A head of sales proposes it; the owner or another head approves it, never the person whom it is for. What is
    approved stays as it is, and is paid once.
    """

    _name = "motivation.adjustment"
    _description = "Adjustment of Pay"
    _inherit = ["mail.thread"]
    _order = "month_on desc, id desc"
    _rec_name = "reason"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    month_on = fields.Date(
        string="Month",
        required=True,
        default=lambda self: self.env.company._get_business_day().replace(day=1),
        help="It is paid with the statement of this month, or with the next one that is open.",
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The currency in which the person is paid.",
    )
    reason = fields.Char(required=True, size=NOTE_LENGTH, tracking=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    proposed_by_id = fields.Many2one(
        "res.users", string="Proposed by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict"
    )
    decided_at = fields.Datetime(string="Decided", readonly=True, copy=False)
    refusal = fields.Char(string="Why Refused", readonly=True, copy=False, size=NOTE_LENGTH)
    inquiry_id = fields.Many2one(
        "motivation.inquiry", string="Question", readonly=True, copy=False, ondelete="restrict"
    )
    line_ids = fields.One2many("motivation.statement.line", "adjustment_id", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _check_amount = models.Constraint(
        "CHECK (amount != 0 AND amount > -1e12 AND amount < 1e12)",
        "An adjustment is an amount of money, above or below 0.",
    )
    _check_month = models.Constraint(
        "CHECK (date_trunc('month', month_on) = month_on)", "An adjustment is of a whole month."
    )

    # === COMPUTE METHODS === #

    @api.depends("user_id", "company_id")
    def _compute_currency_id(self):
        """By default the currency of the person's plan."""
        for adjustment in self:
            assignment = self.env["motivation.pay.assignment"].search(
                [
                    ("user_id", "=", adjustment.user_id.id),
                    ("company_id", "=", adjustment.company_id.id),
                    ("simulation_id", "=", False),
                ],
                limit=1,
            )
            company = adjustment.company_id or self.env.company
            adjustment.currency_id = assignment.currency_id or company.currency_id

    @api.depends("state", "proposed_by_id", "user_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for adjustment in self:
            adjustment.can_decide = not adjustment._get_obstacle()

    # === CONSTRAINT METHODS === #

    @api.constrains("month_on")
    def _check_days_are_near(self):
        refuse_far(self, "month_on")

    @api.constrains("month_on", "user_id")
    def _check_month_is_open(self):
        for adjustment in self:
            adjustment._refuse_settled()

    @api.constrains("user_id", "company_id")
    def _check_person(self):
        # Where somebody works is no secret to whoever pays his work.
        for adjustment in self.sudo():
            adjustment.company_id._refuse_outsider(adjustment.user_id)

    def _refuse_settled(self):
        """The statement of that month is not approved yet, or the adjustment waits for a later one."""
        self.ensure_one()
        frozen = self.env["motivation.statement"].search(
            [
                ("user_id", "=", self.user_id.id),
                ("company_id", "=", self.company_id.id),
                ("simulation_id", "=", False),
                ("first_on", ">=", self.month_on),
                ("state", "in", ("approved", "paid")),
            ],
            limit=1,
        )
        if frozen:
            raise ValidationError(
                self.env._(
                    "%s is approved and never changes: choose a later month.", frozen.display_name
                )
            )
