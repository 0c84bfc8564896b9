from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import FROZEN


class MotivationRun(models.Model):
    """The pay of a month: the facts of the ledger by the plans of the people, real or simulated by the same code."""

    _name = "motivation.run"
    _description = "Pay Run"
    _order = "first_on desc, id desc"
    _rec_name = "first_on"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    first_on = fields.Date(
        string="Month",
        required=True,
        default=lambda self: (
            self.env.company._get_business_day().replace(day=1) - relativedelta(months=1)
        ),
        help="The first day of the month.",
    )
    last_on = fields.Date(string="Last Day", compute="_compute_last_on", store=True)
    simulation_id = fields.Many2one(
        "motivation.simulation", readonly=True, index=True, ondelete="cascade"
    )
    computed_at = fields.Datetime(string="Computed", readonly=True, copy=False)
    statement_ids = fields.One2many("motivation.statement", "run_id", string="Statements")
    statement_count = fields.Integer(compute="_compute_statements")
    open_count = fields.Integer(string="Not Approved", compute="_compute_statements")
    is_frozen = fields.Boolean(
        string="Settled",
        readonly=True,
        copy=False,
        help="Some statement of this month is approved.",
    )

    _unique_month = models.UniqueIndex(
        "(company_id, first_on, COALESCE(simulation_id, 0))",
        "There is a pay run of this month already: open that one.",
    )
    _check_month = models.Constraint(
        "CHECK (date_trunc('month', first_on) = first_on)", "A pay run is of a whole month."
    )

    # === COMPUTE METHODS === #

    @api.depends("first_on")
    def _compute_last_on(self):
        for run in self:
            run.last_on = run.first_on and run.first_on + relativedelta(months=1, days=-1)

    @api.depends("first_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            run.display_name = format_date(self.env, run.first_on, date_format="LLLL y")

    @api.depends("statement_ids.state")
    def _compute_statements(self):
        groups = self.env["motivation.statement"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        for run in self:
            mine = [(state, count) for owner, state, count in groups if owner == run]
            run.statement_count = sum(count for _state, count in mine)
            run.open_count = sum(count for state, count in mine if state not in FROZEN)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("computed_at", None)
            vals.pop("is_frozen", None)
        return super().create(vals_list)

    # pylint: disable=method-required-super
    def write(self, vals):
        raise UserError(self.env._("A pay run is computed and approved by its buttons only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        if any(run.is_frozen for run in self):
            raise UserError(self.env._("Statements of this month are approved: they stay."))

    # === ACTION METHODS === #

    def action_compute(self):
        """Compute this month, or compute it anew; what is approved stays as it is."""
        # A context may come from anybody: a month is computed whole.
        for run in self.with_context(motivation_people=None, motivation_credits=None):
            run.check_access("write")
            run._hold()
            run._refuse_too_early()
            run._compute()

    # === BUSINESS METHODS === #

    def _hold(self):
        """Let one transaction at a time compute or approve a month."""
        self.lock_for_update(allow_referencing=True)

    def _refuse_too_early(self):
        """A month counts on from the one before, which therefore is approved first."""
        obstacle = self._get_obstacle()
        if obstacle:
            raise UserError(obstacle)

    def _get_obstacle(self):
        """Why a month cannot be computed now, in words, or nothing."""
        self.ensure_one()
        # The clock of a company is no secret.
        if not self.first_on or self.first_on > self.company_id.sudo()._get_business_day():
            return self.env._("%s has not begun yet.", self.display_name)
        before = self.env["motivation.statement"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("simulation_id", "=", self.simulation_id.id),
                ("first_on", "<", self.first_on),
                ("state", "not in", FROZEN),
            ],
            limit=1,
        )
        if before and not self.simulation_id:
            return self.env._(
                "%(month)s comes first: the statement of %(person)s is not approved yet.",
                month=before.run_id.display_name,
                person=before.user_id.name,
            )
        return (
            False if self.simulation_id else self._get_gap_obstacle() or self._get_later_obstacle()
        )

    def _get_gap_obstacle(self):
        """A month in between that nobody computed though people are paid then: its pay would be lost, or paid twice."""
        mine = [("company_id", "=", self.company_id.id), ("simulation_id", "=", False)]
        last = self.search(
            [*mine, ("first_on", "<", self.first_on), ("computed_at", "!=", False)], limit=1
        )
        begin = last and fields.Date.add(last.first_on, months=1)
        if not last or begin >= self.first_on:
            return False
        paid = self.env["motivation.pay.assignment"].search(
            [
                *mine,
                ("date_from_on", "<", self.first_on),
                "|",
                ("date_to_on", "=", False),
                ("date_to_on", ">=", begin),
            ],
            order="date_from_on",
            limit=1,
        )
        if not paid:
            return False
        month = max(begin, paid.date_from_on.replace(day=1))
        return self.env._(
            "%(month)s comes first: %(person)s is paid then, and nobody has computed it.",
            month=format_date(self.env, month, date_format="LLLL y"),
            person=paid.user_id.name,
        )

    def _get_later_obstacle(self):
        """Windows of a later month went on without this one, and stay as they were paid."""
        begun = self.env["motivation.statement"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("simulation_id", "=", False),
                ("first_on", ">", self.first_on),
                ("state", "not in", FROZEN),
            ],
            order="first_on",
            limit=1,
        )
        if begun and not self.is_frozen:
            return self.env._(
                "%s is computed already, without this month: delete it, and compute it after this one.",
                begun.run_id.display_name,
            )
        after = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("simulation_id", "=", False),
                ("first_on", ">", self.first_on),
                ("is_frozen", "=", True),
            ],
            order="first_on",
            limit=1,
        )
        if after:
            return self.env._(
                "%s is settled: what comes to light of the months before is paid in the open one.",
                after.display_name,
            )
        return False
