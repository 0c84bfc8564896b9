from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare, float_round

LIMIT = 1e12
DIGITS = 4
LINKS = frozenset({"plan_id", "metric_id", "team_id", "user_id", "categ_id"})


class ConveyorTarget(models.Model):
    """One leaf of a plan: what one month is to bring of one metric, for whom and of which products.

    Whatever is left empty is not shared out: a target without a person belongs to the team as such, one
    without a team to the company as such. Every total is the sum of the leaves below it.
    """

    _name = "conveyor.target"
    _description = "Target"
    _inherit = ["conveyor.target.mixin"]
    _order = "month_on, metric_id, team_id, user_id, id"
    _rec_name = "metric_id"

    # The unique index begins with the plan.
    plan_id = fields.Many2one("conveyor.plan", required=True, ondelete="cascade")
    state = fields.Selection(related="plan_id.state", string="Plan State")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month_on = fields.Date(string="Month", required=True)
    month_name = fields.Char(
        string="Month of the Year", compute="_compute_month_name", depends=["month_on"]
    )
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
    value = fields.Float(
        string="Target",
        digits=(16, DIGITS),
        required=True,
        default=0.0,
        help="Money to the smallest coin of the company's currency, numbers to four digits.",
    )

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
        for target in self:
            self._check_number(target.value)

    @api.constrains("month_on", "plan_id")
    def _check_month_of_plan(self):
        for target in self:
            self._check_month(target.plan_id, target.month_on)

    @api.constrains("metric_id")
    def _check_metric(self):
        self._check_summed(self.metric_id)

    @api.constrains("team_id", "user_id", "plan_id")
    def _check_company(self):
        for company, targets in self.grouped("company_id").items():
            self._check_teams(targets.team_id, company)
            self._check_people(targets.user_id, company)

    @api.model
    def _check_number(self, value):
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if not is_number or not 0 <= value < LIMIT:  # NaN is not below either
            raise ValidationError(self.env._("A target is a number from 0 to 1,000,000,000,000."))

    @api.model
    def _check_month(self, plan, month_on):
        if month_on.day != 1 or month_on.year != plan.year:
            raise ValidationError(
                self.env._(
                    "%(day)s is not the first day of a month of %(year)s.",
                    day=month_on,
                    year=plan.year,
                )
            )

    @api.model
    def _check_summed(self, metrics):
        for metric in metrics:
            if metric.aggregation != "sum":
                raise ValidationError(
                    self.env._(
                        "“%s” does not add up, so it has no target of its own: plan what it is made of.",
                        metric.name,
                    )
                )

    @api.model
    def _check_teams(self, teams, company):
        for team in teams:
            if team.company_id and team.company_id != company:
                raise ValidationError(self.env._("%s belongs to another company.", team.name))

    @api.model
    def _check_people(self, users, company):
        # Where somebody works is no secret to whoever plans his work.
        for user in users.sudo():
            if user.share or company not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work for %(company)s.",
                        person=user.name,
                        company=company.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        targets = super().create(vals_list)
        targets.plan_id._hold_draft()
        targets._settle()
        return targets

    def write(self, vals):
        self.check_access("write")
        self._check_given(vals)
        self.plan_id._hold_draft()
        if "plan_id" in vals:
            raise UserError(self.env._("A target stays in its plan."))
        # Its company is that of the plan: Odoo would write another one into a stored related field.
        res = super().write({name: vals[name] for name in vals if name != "company_id"})
        self._settle()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.plan_id._hold_draft()

    @api.model
    def _check_given(self, vals):
        """Odoo takes what is no number of a record for an empty field; an empty one means something here.

        Numbers are told in words before PostgreSQL refuses them.
        """
        if "value" in vals:
            self._check_number(vals["value"])
        for name in LINKS & vals.keys():
            link = vals[name]
            if link is True or not isinstance(link, int | models.BaseModel | None):
                field = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("“%(value)s” is no %(field)s.", value=link, field=field))

    # === BUSINESS METHODS === #

    def _settle(self):
        """Round money to the smallest coin; put people who are in one team only into it."""
        rounded, joined = defaultdict(list), defaultdict(list)
        for target in self.filtered(lambda target: target.metric_id.measure == "amount"):
            digits = self._get_decimals(target.metric_id, target.company_id)
            value = float_round(target.value, digits)
            if float_compare(value, target.value, DIGITS):
                rounded[value].append(target.id)
        alone = self.filtered(lambda target: target.user_id and not target.team_id)
        for company, targets in alone.grouped("company_id").items():
            teams = self._find_teams(targets.user_id, company)
            for target in targets:
                joined[teams.get(target.user_id.id)].append(target.id)
        joined.pop(None, None)
        for value, ids in rounded.items():
            # As Odoo writes: the plan is held and nothing else is left to settle, so nothing is asked for each value.
            models.Model.write(self.browse(ids), {"value": value})
        for team, ids in joined.items():
            self.browse(ids).write({"team_id": team})
