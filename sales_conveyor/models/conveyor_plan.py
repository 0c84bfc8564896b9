from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import NOTE_LENGTH, PLAN, PLAN_STATES

YEARS = range(2000, 2101)
# What only the deeds of a plan write: approve, close, make a new version.
KEPT = frozenset({"state", "version", "previous_id", "approved_by_id", "approved_at"})


class ConveyorPlan(models.Model):
    """What a company means to reach in a year: targets by month, which is all that is stored.

    Quarters, years, teams and the company are sums of them. An approved plan is read-only for everybody; what
    has to change is changed in a new version, with its reason, and the plan that it replaces stays.
    """

    _name = "conveyor.plan"
    _description = "Sales Plan"
    _inherit = ["mail.thread"]
    _order = "year desc, version desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=None
    )
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "conveyor.plan", string="Replaces", readonly=True, copy=False, ondelete="restrict"
    )
    reason = fields.Char(
        string="Reason of the Change",
        size=NOTE_LENGTH,
        copy=False,
        tracking=True,
        help="Why the plan before is replaced: everybody whose targets change will read it.",
    )
    state = fields.Selection(
        PLAN_STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    target_ids = fields.One2many("conveyor.target", "plan_id", string="Targets", copy=False)
    target_count = fields.Integer(string="Targets Set", compute="_compute_target_count")

    _unique_plan = models.UniqueIndex(
        "(company_id, year) WHERE state IN ('approved', 'closed')",
        "The company has an approved plan of this year: change it by a new version.",
    )
    _check_year = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)", "A plan is of a year between 2000 and 2100."
    )

    # === COMPUTE METHODS === #

    @api.depends("year", "version", "company_id")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (
                self.env._("%(year)s, version %(version)s", year=plan.year, version=plan.version)
                if plan.version > 1
                else str(plan.year)
            )

    @api.depends("target_ids")
    def _compute_target_count(self):
        counts = dict(
            self.env["conveyor.target"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.target_count = counts.get(plan._origin, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("year")
    def _check_year_in_words(self):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        if any(plan.year not in YEARS for plan in self):
            raise ValidationError(self.env._("A plan is of a year between 2000 and 2100."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_deed():
            # No default of a context speaks for the plan.
            blank = {
                "state": "draft",
                "version": 1,
                **dict.fromkeys(KEPT - {"state", "version"}, False),
            }
            self._refuse_kept(vals_list)
            vals_list = [{**vals, **blank} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            self._refuse_kept([vals])
            if vals.keys() - {"message_follower_ids", "message_ids"}:
                self._refuse_unless_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._refuse_unless_draft()

    def _is_deed(self):
        return self.env.context.get("conveyor_plan") is PLAN

    def _refuse_kept(self, vals_list):
        # Values that a copy or a form repeats unchanged are no writing.
        plain = {"state": "draft", "version": 1}
        for vals in vals_list:
            if any(vals[name] != plain.get(name, False) for name in KEPT & vals.keys()):
                raise UserError(
                    self.env._("A plan is approved, closed and replaced by its buttons only.")
                )

    def _refuse_unless_draft(self):
        closed = self.filtered(lambda plan: plan.state != "draft")[:1]
        if closed:
            raise UserError(
                self.env._(
                    "The plan %s is approved and stays as it is. Make a new version to change it.",
                    closed.display_name,
                )
            )
