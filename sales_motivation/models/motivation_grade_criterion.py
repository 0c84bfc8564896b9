from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMIT = 1e12


class MotivationGradeCriterion(models.Model):
    """What must be reached for a step: a metric over so many full months, or the share of one's own target."""

    _name = "motivation.grade.criterion"
    _description = "Criterion of a Grade"
    _order = "grade_id, id"
    _rec_name = "metric_id"

    grade_id = fields.Many2one("motivation.grade", required=True, index=True, ondelete="cascade")
    metric_id = fields.Many2one(
        "conveyor.metric",
        required=True,
        domain=[("aggregation", "in", ("sum", "ratio", "median"))],
        ondelete="restrict",
    )
    is_less_better = fields.Boolean(related="metric_id.is_less_better")
    kind = fields.Selection(
        [("value", "The Number Itself"), ("target", "Share of Own Target")],
        string="What Counts",
        required=True,
        default="value",
    )
    goal = fields.Float(
        string="At Least",
        digits=(16, 4),
        required=True,
        aggregator=None,
        help="At most, where less is better. Shares are told like 0.9 for 90 %.",
    )
    months = fields.Integer(
        required=True, default=3, aggregator=None, help="The last full months, all together."
    )

    _unique_criterion = models.UniqueIndex(
        "(grade_id, metric_id, kind, months)", "This criterion is there already."
    )
    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_numbers = models.Constraint(
        "CHECK (goal >= 0 AND goal < 1e12 AND months BETWEEN 1 AND 60)",
        "A criterion is a number of 0 or above, over 1 to 60 months.",
    )

    # === COMPUTE METHODS === #

    @api.depends("metric_id", "kind", "goal", "months")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for criterion in self:
            name = criterion.metric_id.name or ""
            if criterion.kind == "target":
                name = self.env._("%s, share of target", name)
            criterion.display_name = self.env._(
                "%(metric)s over %(months)s months", metric=name, months=criterion.months
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("metric_id", "kind")
    def _check_metric(self):
        for criterion in self:
            aggregation = criterion.metric_id.aggregation
            if aggregation == "last" or (criterion.kind == "target" and aggregation != "sum"):
                raise ValidationError(
                    self.env._("“%s” tells nothing of several months.", criterion.metric_id.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_number(vals)
        return super().write(vals)

    @api.model
    def _check_number(self, vals):
        """Tell it in words before Odoo rounds the number, or PostgreSQL refuses it."""
        goal, months = float(vals.get("goal") or 0), float(vals.get("months", 3) or 0)
        if not 0 <= goal < LIMIT or not 1 <= months <= 60:  # nor is NaN
            raise ValidationError(
                self.env._("A criterion is a number of 0 or above, over 1 to 60 months.")
            )

    # === BUSINESS METHODS === #

    def _holds(self, value):
        """Is it reached? Nothing measured reaches nothing but a criterion that asks for little."""
        self.ensure_one()
        if value is None:
            return self.is_less_better
        return value <= self.goal if self.is_less_better else value >= self.goal
