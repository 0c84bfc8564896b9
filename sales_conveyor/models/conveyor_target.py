from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

LIMIT = 1e12
LEAF = ("month_on", "metric_id", "team_id", "user_id", "categ_id")


class ConveyorTarget(models.Model):
    """One leaf of a plan: what one month is to bring of one metric, for whom and of which products.

    Whatever is left empty is not shared out: a target without a person belongs to the team as such, one
    without a team to the company as such. Every total is the sum of the leaves below it.
    """

    _name = "conveyor.target"
    _description = "Target"
    _order = "month_on, metric_id, team_id, user_id, id"
    _rec_name = "metric_id"

    plan_id = fields.Many2one("conveyor.plan", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="plan_id.state", string="Plan State")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month_on = fields.Date(string="Month", required=True)
    metric_id = fields.Many2one(
        "conveyor.metric",
        required=True,
        domain=[("aggregation", "=", "sum")],
        ondelete="restrict",
        help="What adds up. Ratios follow from their parts, so they are planned by planning these.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Person", index=True, ondelete="restrict")
    categ_id = fields.Many2one("product.category", string="Product Category", ondelete="restrict")
    value = fields.Float(string="Target", digits=(16, 4), required=True, default=0.0)

    _unique_leaf = models.UniqueIndex(
        "(plan_id, month_on, metric_id, COALESCE(team_id, 0), COALESCE(user_id, 0), COALESCE(categ_id, 0))",
        "This target is set already: change it instead of adding a second one.",
    )
    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_value = models.Constraint(
        "CHECK (value >= 0 AND value < 1e12)", "A target is a number from 0 to 1,000,000,000,000."
    )
    _check_month = models.Constraint(
        "CHECK (date_trunc('month', month_on) = month_on)", "A target is of a whole month."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("value")
    def _check_value_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        if any(not 0 <= target.value < LIMIT for target in self):
            raise ValidationError(self.env._("A target is a number from 0 to 1,000,000,000,000."))

    @api.constrains("month_on", "plan_id")
    def _check_month_of_plan(self):
        for target in self:
            if target.month_on.day != 1 or target.month_on.year != target.plan_id.year:
                raise ValidationError(
                    self.env._(
                        "%(day)s is not the first day of a month of %(year)s.",
                        day=target.month_on,
                        year=target.plan_id.year,
                    )
                )

    @api.constrains("metric_id")
    def _check_metric(self):
        for metric in self.metric_id:
            if metric.aggregation != "sum":
                raise ValidationError(
                    self.env._(
                        "“%s” does not add up, so it has no target of its own: plan what it is made of.",
                        metric.name,
                    )
                )

    @api.constrains("team_id", "plan_id")
    def _check_company(self):
        for target in self:
            company = target.team_id.company_id
            if company and company != target.company_id:
                raise ValidationError(
                    self.env._("%s belongs to another company.", target.team_id.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets.plan_id._refuse_unless_draft()
        return targets

    def write(self, vals):
        self.plan_id._refuse_unless_draft()
        if "plan_id" in vals:
            raise UserError(self.env._("A target stays in its plan."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.plan_id._refuse_unless_draft()

    # === BUSINESS METHODS === #

    @api.model
    def _copy_to(self, plan, draft):
        """Give a new version the targets of the plan that it will replace."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_target (plan_id, company_id, %(leaf)s, value, create_uid, create_date,
                                             write_uid, write_date)
                SELECT %(draft)s, company_id, %(leaf)s, value, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM conveyor_target WHERE plan_id = %(plan)s
                """,
                leaf=SQL(", ").join(map(SQL.identifier, LEAF)),
                draft=draft.id,
                plan=plan.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(flush=False)
