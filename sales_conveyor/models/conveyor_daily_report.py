from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import DAY, NOTE_LENGTH, REPORT_STATES, ROLES

PERSON = {"required": True, "readonly": True, "ondelete": "restrict"}


class ConveyorDailyReport(models.Model):
    """The evening report of a person: what he did on a business day, beside what the ledger knows.

    An hour before the deadline of the team it appears with a line for each metric of the section. The person
    confirms what the ledger counted or says what differs; next morning the day is frozen, every line gets its
    verdict, and the head accepts or returns the report. Only the deeds of this model change it: whatever a form
    shows as read-only is refused over RPC, too.
    """

    _name = "conveyor.daily.report"
    _description = "Evening Report"
    _inherit = ["mail.thread"]
    _order = "day_on desc, has_over_claim desc, difference_count desc, user_id, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", string="Person", **PERSON)
    team_id = fields.Many2one("crm.team", string="Sales Team", **PERSON)
    company_id = fields.Many2one("res.company", **PERSON)
    role = fields.Selection(ROLES, string="Section", readonly=True)
    day_on = fields.Date(
        string="Day",
        required=True,
        readonly=True,
        help="The business day in the company's time zone.",
    )
    is_blind = fields.Boolean(
        readonly=True, help="The person tells his numbers before he sees those of the ledger."
    )
    deadline_at = fields.Datetime(string="Deadline", required=True, readonly=True)
    freeze_at = fields.Datetime(
        string="Freeze",
        required=True,
        readonly=True,
        help="From then on the day stands; who has told nothing by then, has missed his report.",
    )
    state = fields.Selection(REPORT_STATES, default="open", required=True, readonly=True)
    submitted_at = fields.Datetime(string="Submitted", readonly=True)
    is_on_time = fields.Boolean(string="On Time", readonly=True)
    frozen_at = fields.Datetime(string="Frozen", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(string="Decided", readonly=True)
    line_ids = fields.One2many("conveyor.daily.report.line", "report_id", readonly=True)
    note = fields.Text(string="What Went Well, What Did Not", readonly=True, size=NOTE_LENGTH)
    tomorrow = fields.Text(readonly=True, size=NOTE_LENGTH)
    head_comment = fields.Text(string="Comment of the Head", readonly=True, size=NOTE_LENGTH)
    difference_count = fields.Integer(
        string="Differ", readonly=True, help="Claims that do not match the ledger."
    )
    fault_count = fields.Integer(
        string="Faults", readonly=True, help="Faults of cards and broken agreements."
    )
    has_over_claim = fields.Boolean(
        string="Over-claim", readonly=True, help="More was claimed than the ledger knows."
    )
    is_error_free = fields.Boolean(
        string="Error-free",
        readonly=True,
        help="Told in time, every line matches, no fault of cards or agreements, accepted by the head.",
    )
    reliability = fields.Float(
        compute="_compute_reliability",
        help="Claims of the last 30 days that matched ÷ all claims.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _unique_day = models.UniqueIndex("(company_id, day_on, user_id)")
    _open_idx = models.Index("(freeze_at) WHERE frozen_at IS NULL")
    _person_idx = models.Index("(user_id, day_on)")
    _team_idx = models.Index("(team_id, company_id, day_on)")

    # === COMPUTE METHODS === #

    @api.depends("user_id", "day_on")
    def _compute_display_name(self):
        for report in self:
            report.display_name = (
                f"{report.user_id.name} {fields.Date.to_string(report.day_on) or ''}"
            )

    @api.depends("user_id", "day_on")
    def _compute_reliability(self):
        shares = self.env["conveyor.daily.report.line"]._get_reliability(self)
        for report in self:
            report.reliability = shares.get(report)

    @api.depends_context("uid")
    @api.depends("user_id", "team_id", "state", "frozen_at")
    def _compute_can_decide(self):
        for report in self:
            report.can_decide = report.state == "submitted" and report._may_decide()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_deed()
        return super().create(vals_list)

    def write(self, vals):
        self._check_deed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Evening reports are kept."))

    @api.model
    def _check_deed(self):
        if self.env.context.get("conveyor_day") is not DAY:
            raise self._get_refusal()

    @api.model
    def _get_refusal(self):
        return UserError(
            self.env._("An evening report changes by its buttons only: submit, accept, return.")
        )

    # === BUSINESS METHODS === #

    def _may_decide(self):
        """Whether the present person judges this report: the head, or the leader of the team, never one's own."""
        self.ensure_one()
        user = self.env.user
        is_head = user.has_group("sales_team.group_sale_salesman_all_leads")
        return self.user_id != user and (
            is_head or self.team_id.sudo().user_id == user
        )  # no secret

    def _wait_for_turn(self):
        """Let whoever is at these reports finish first; after that Odoo looks at them anew."""
        if self:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM conveyor_daily_report WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    self._ids,
                )
            )

    def _write_deed(self, vals):
        """Write what a deed brings about, as nobody in particular: no person may write here."""
        self.sudo().with_context(conveyor_day=DAY).write(vals)  # after the deed's own checks
