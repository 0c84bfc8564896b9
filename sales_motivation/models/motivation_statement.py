from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import FROZEN, PAY, STATEMENT_STATES


class MotivationStatement(models.Model):
    """What one person is paid for one month: every amount is a line, every line a document.

    Nobody writes here: runs compute it, deeds move it on. From approval on it never changes again, in Python, in
    PostgreSQL, and by the seals of all statements before and after it.
    """

    _name = "motivation.statement"
    _description = "Pay Statement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "first_on desc, user_id, id"

    run_id = fields.Many2one("motivation.run", required=True, readonly=True, ondelete="cascade")
    first_on = fields.Date(related="run_id.first_on", store=True, index=True)
    simulation_id = fields.Many2one(related="run_id.simulation_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    rate = fields.Float(
        digits=0,
        readonly=True,
        aggregator=None,
        help="Units of the currency of pay for one of the company's, on the last day of the month.",
    )
    state = fields.Selection(
        STATEMENT_STATES, required=True, readonly=True, default="computed", tracking=True
    )
    computed_at = fields.Datetime(string="Computed", readonly=True)
    line_ids = fields.One2many(
        "motivation.statement.line", "statement_id", string="Lines", readonly=True
    )
    salary = fields.Monetary(readonly=True)
    variable = fields.Monetary(readonly=True, help="Everything beside the salary.")
    payable = fields.Monetary(readonly=True, help="The sum of all lines.")
    carried = fields.Monetary(
        string="Carried Over",
        readonly=True,
        help="What could not be taken back this month and waits for the next one.",
    )
    held = fields.Monetary(readonly=True, help="Earned, and waiting for a gate to be reached.")
    trouble_count = fields.Integer(readonly=True, aggregator=None)
    problem = fields.Char(compute="_compute_problem")
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_at = fields.Datetime(readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False)
    number = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="Its place in the chain of seals."
    )
    hash = fields.Char(string="Seal", readonly=True, copy=False)

    _unique_person = models.UniqueIndex("(run_id, user_id, currency_id)")
    _unique_number = models.UniqueIndex("(company_id, number) WHERE number IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.depends("user_id", "first_on")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.user_id.name}, {statement.run_id.display_name}"

    @api.depends("trouble_count", "rate")
    def _compute_problem(self):
        for statement in self:
            statement.problem = statement._get_problem()

    def _get_problem(self):
        """Why a statement cannot be approved as it is, in words, or nothing."""
        if not self.rate:
            return self.env._(
                "%(currency)s has no rate on %(day)s.",
                currency=self.currency_id.name,
                day=self.run_id.last_on,
            )
        if self.trouble_count:
            line = self.line_ids.filtered("trouble")[:1]
            return self.env._(
                "“%(component)s” is paid by the share of a target, and %(person)s has no target of “%(metric)s”.",
                component=line.component_id.name,
                person=self.user_id.name,
                metric=line.component_id.metric_id.name,
            )
        return False

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    def write(self, vals):
        if not self._is_deed() and vals.keys() - {"message_follower_ids", "message_ids"}:
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        if any(statement.state in FROZEN for statement in self) or not self._is_deed():
            self._refuse()

    def _is_deed(self):
        return self.env.context.get("motivation_pay") is PAY

    def _refuse(self):
        raise UserError(
            self.env._("Statements are computed by pay runs and moved on by their buttons only.")
        )
