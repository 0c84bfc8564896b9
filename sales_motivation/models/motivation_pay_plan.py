from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_conveyor.const import NAME_LENGTH, NOTE_LENGTH

from ..const import PAY, PLAN_ROLES, PLAN_STATES
from ..tools.days import refuse_far

# What only the deeds of a plan write: approve, retire, make a new version.
KEPT = frozenset({"state", "version", "previous_id", "approved_by_id", "approved_at"})


class MotivationPayPlan(models.Model):
    """How a role is paid, for everybody on it alike: components in order, in words that a person can read.

    An approved plan is read-only for everybody. What has to change is changed in a new version from a day on;
    what happened before that day is paid by the version before, however late it comes to light.
    """

    _name = "motivation.pay.plan"
    _description = "Pay Plan"
    _inherit = ["mail.thread"]
    _order = "role, name, version desc, id desc"

    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    role = fields.Selection(
        PLAN_ROLES, required=True, default="hunter", help="Whom it is made for."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        string="Paid in",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
        help="Sales count in the currency of the company; pay in this one, at the rate of the last day of the period.",
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "motivation.pay.plan", string="Replaces", readonly=True, copy=False, ondelete="restrict"
    )
    valid_from_on = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_default_begin(),
        tracking=True,
        help="Whoever is on the version before comes to this one on that day.",
    )
    reason = fields.Char(
        string="Reason of the Change",
        size=NOTE_LENGTH,
        copy=False,
        tracking=True,
        help="Everybody on the plan will read it.",
    )
    note = fields.Text(
        string="What It Is For", translate=True, help="What the plan is for, in a sentence or two."
    )
    clawback_days = fields.Integer(
        string="Taken Back Within",
        default=180,
        required=True,
        aggregator=None,
        help="Days from a sale in which money for it is taken back when the client returns it; 0: never.",
    )
    clawback_floor = fields.Float(
        string="Always Paid",
        default=0.5,
        required=True,
        digits=(5, 4),
        aggregator=None,
        help="The share of variable pay that is paid in any case; what cannot be taken back is carried over.",
    )
    state = fields.Selection(
        PLAN_STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    component_ids = fields.One2many(
        "motivation.pay.component", "plan_id", string="Components", copy=True
    )
    assignment_ids = fields.One2many(
        "motivation.pay.assignment",
        "plan_id",
        string="People",
        domain=[("simulation_id", "=", False)],  # whoever a draft was tried on is not on it
    )

    _unique_draft = models.UniqueIndex(
        "(previous_id) WHERE state = 'draft'",
        "A new version of this plan is being written already: open that one.",
    )
    _check_clawback_days = models.Constraint(
        "CHECK (clawback_days BETWEEN 0 AND 3660)",
        "Money is taken back within 0 to 3,660 days of the sale.",
    )
    _check_clawback_floor = models.Constraint(
        "CHECK (clawback_floor BETWEEN 0 AND 1)",
        "The share that is always paid lies between 0 and 100 %.",
    )

    # === DEFAULT METHODS === #

    @api.model
    def _get_default_begin(self):
        """The first day of this quarter, so that nothing is counted in halves; after what is settled."""
        company = self.env.company
        today = company._get_business_day()
        begin = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        settled = self.env["motivation.pay.assignment"]._get_settled_days().get(company.id)
        return max(begin, settled + relativedelta(days=1)) if settled else begin

    # === COMPUTE METHODS === #

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (
                self.env._("%(plan)s, version %(version)s", plan=plan.name, version=plan.version)
                if plan.version > 1
                else plan.name
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("valid_from_on")
    def _check_days_are_near(self):
        refuse_far(self, "valid_from_on")

    @api.constrains("clawback_days", "clawback_floor")
    def _check_clawback_in_words(self):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        for plan in self:
            if not 0 <= plan.clawback_days <= 3660:
                raise ValidationError(
                    self.env._("Money is taken back within 0 to 3,660 days of the sale.")
                )
            if not 0 <= plan.clawback_floor <= 1:  # NaN is not between them either
                raise ValidationError(
                    self.env._("The share that is always paid lies between 0 and 100 %.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            blank = dict.fromkeys(KEPT, False) | {"state": "draft", "version": 1}
            for vals in vals_list:
                self._refuse_kept(vals, blank)
            # No default of a context speaks for the plan.
            vals_list = [{**vals, **blank} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            self.check_access("write")
            for plan in self:
                plan._refuse_kept(vals, plan._convert_to_write({name: plan[name] for name in KEPT}))
            vals = {name: value for name, value in vals.items() if name not in KEPT}
            if vals.keys() - {"message_follower_ids", "message_ids"}:
                self._hold_draft()
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        """An approved plan says the same in every language for good."""
        self._hold_draft()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._hold_draft()

    # === GUARD === #

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    def _refuse_kept(self, vals, present):
        """Nobody writes what the deeds write; a form that repeats what is there already writes nothing."""
        if any(vals[name] != present[name] for name in KEPT & vals.keys()):
            raise UserError(self.env._("A pay plan is approved and replaced by its buttons only."))

    def _hold_draft(self):
        """Make sure that these plans are drafts, and let nobody approve them before this transaction ends."""
        if not self:
            return
        self.lock_for_update(allow_referencing=True)
        decided = self.filtered(lambda plan: plan.state != "draft")[:1]
        if decided:
            raise UserError(
                self.env._(
                    "The pay plan “%s” is approved and stays as it is. Make a new version to change it.",
                    decided.display_name,
                )
            )
