import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import NOTE_LENGTH, PLAN, PLAN_STATES

YEARS = range(2000, 2101)
# "2017" and "2017, version 2", in whatever language.
WHOLE_NAME = re.compile(r"(?P<year>[0-9]{4})(?:[^0-9]+(?P<version>[0-9]{1,4}))?")
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
        required=True,
        default=lambda self: self.env.company._get_business_day().year,
        aggregator=None,
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
    row_ids = fields.One2many("conveyor.target.row", "plan_id", string="Rows", copy=False)
    target_count = fields.Integer(string="Targets Set", compute="_compute_counts")
    change_count = fields.Integer(
        string="Changes",
        compute="_compute_counts",
        help="Targets that differ from the plan before.",
    )

    _unique_draft = models.UniqueIndex(
        "(previous_id) WHERE state = 'draft'",
        "A new version of this plan is being written already: open that one.",
    )
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

    @api.model
    def _search_display_name(self, operator, value):
        """A plan is found by its year; by its whole name only the version of that name is."""
        if isinstance(value, str):
            years = [int(text) for text in re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", value)]
            found = Domain("year", "in", years) if years else Domain.FALSE
        else:
            names = filter(None, (WHOLE_NAME.fullmatch(str(name)) for name in value or ()))
            found = Domain.OR(
                Domain("year", "=", int(name["year"]))
                & Domain("version", "=", int(name["version"] or 1))
                for name in names
            )
        return ~found if operator in Domain.NEGATIVE_OPERATORS else found

    @api.depends("target_ids")
    def _compute_counts(self):
        for name, model in (
            ("target_count", "conveyor.target"),
            ("change_count", "conveyor.target.change"),
        ):
            groups = self.env[model]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
            counts = {plan.id: count for plan, count in groups}
            for plan in self:
                plan[name] = counts.get(plan._origin.id, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("year")
    def _check_year_in_words(self):
        for plan in self:
            self._check_is_year(plan.year)

    @api.model
    def _check_is_year(self, year):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        if year not in YEARS:
            raise ValidationError(self.env._("A plan is of a year between 2000 and 2100."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_is_year(vals.get("year", YEARS[0]))
        if not self._is_deed():
            # No default of a context speaks for the plan.
            blank = {
                "state": "draft",
                "version": 1,
                **dict.fromkeys(KEPT - {"state", "version"}, False),
            }
            for vals in vals_list:
                self._refuse_kept(vals, blank)
            vals_list = [{**vals, **blank} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_deed():
            self.check_access("write")
            for plan in self:
                plan._refuse_kept(vals, plan._convert_to_write({name: plan[name] for name in KEPT}))
            vals = {name: value for name, value in vals.items() if name not in KEPT}
            if vals.keys() - {"message_follower_ids", "message_ids"}:
                self._refuse_unless_draft()
            self._refuse_moving(vals)
        res = super().write(vals)
        for model in ("conveyor.target.row", "conveyor.target.change"):
            self.env[model].invalidate_model(flush=False)  # both tell the state
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._refuse_unless_draft()

    # === GUARD === #

    def _is_deed(self):
        return self.env.context.get("conveyor_plan") is PLAN

    def _refuse_kept(self, vals, present):
        """Nobody writes what the deeds write; a form that repeats what is there already writes nothing.

        :param dict present: what is there
        """
        if any(vals[name] != present[name] for name in KEPT & vals.keys()):
            raise UserError(
                self.env._("A plan is approved, closed and replaced by its buttons only.")
            )

    def _refuse_unless_draft(self):
        decided = self.filtered(lambda plan: plan.state != "draft")[:1]
        if decided:
            raise UserError(
                self.env._(
                    "The plan %s is approved and stays as it is. Make a new version to change it.",
                    decided.display_name,
                )
            )

    def _refuse_moving(self, vals):
        """The targets of a plan are of its year and in the money of its company; so is the plan it replaces."""
        moving = self.filtered(
            lambda plan: (
                plan.year != vals.get("year", plan.year)
                or plan.company_id.id != vals.get("company_id", plan.company_id.id)
            )
        )
        # A rule may hide a target, and still it is there.
        targets = self.env["conveyor.target"].sudo()
        set_already = moving and targets.search_count([("plan_id", "in", moving.ids)], limit=1)
        if set_already or moving.previous_id:
            raise UserError(
                self.env._("The plan has targets already: it stays in its year and company.")
            )

    def _hold_draft(self):
        """Make sure that these plans are drafts, and let nobody approve them before this transaction ends."""
        if self:
            self.flush_recordset(["state"])
            held = SQL("SELECT id FROM conveyor_plan WHERE id IN %s FOR SHARE", tuple(self.ids))
            self.env.cr.execute(held)
            self._refuse_unless_draft()
