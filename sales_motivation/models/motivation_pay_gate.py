from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MotivationPayGate(models.Model):
    """What must hold before a component is paid: over the same window, of the person or of his teams."""

    _name = "motivation.pay.gate"
    _inherit = "motivation.plan.part.mixin"
    _description = "Gate"
    _order = "component_id, id"
    _rec_name = "metric_id"

    component_id = fields.Many2one(
        "motivation.pay.component", required=True, ondelete="cascade", index=True
    )
    plan_id = fields.Many2one(related="component_id.plan_id")
    kind = fields.Selection(
        [
            ("value", "The Metric Itself"),
            ("attainment", "Share of the Target"),
            ("share", "Share of Sellers Who Reach Theirs"),
        ],
        required=True,
        default="value",
    )
    metric_id = fields.Many2one("conveyor.metric", required=True, ondelete="restrict")
    is_less_better = fields.Boolean(related="metric_id.is_less_better")
    of_whom = fields.Selection(
        [("person", "The Person"), ("team", "The Person's Teams")], required=True, default="person"
    )
    goal = fields.Float(
        digits=(16, 4),
        required=True,
        aggregator=None,
        help="At least this much; at most this much where less is better.",
    )
    threshold = fields.Float(
        digits=(7, 4),
        default=1.0,
        aggregator=None,
        help="The share of his own target that a seller must reach to be counted.",
    )

    _check_numbers = models.Constraint(
        "CHECK (goal >= 0 AND goal < 1e12 AND threshold >= 0 AND threshold < 1e4)",
        "A gate is a number of 0 or above.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("goal", "threshold", "kind", "of_whom", "metric_id")
    def _check_rules(self):
        for gate in self:
            if not 0 <= gate.goal < 1e12 or not 0 <= gate.threshold < 1e4:  # nor is NaN
                raise ValidationError(self.env._("A gate is a number of 0 or above."))
            if gate.kind == "share" and (gate.of_whom != "team" or gate.goal > 1):
                raise ValidationError(
                    self.env._("A share of sellers is one of a team, between 0 and 100 %.")
                )
            if gate.kind == "share" and gate.metric_id.is_less_better:
                raise ValidationError(
                    self.env._(
                        "Nobody reaches a target of “%s”, where less is better: take the metric itself.",
                        gate.metric_id.name,
                    )
                )
            if gate.metric_id.aggregation not in ("sum", "ratio"):
                raise ValidationError(
                    self.env._(
                        "“%s” is no sum over a window: a gate cannot wait for it.",
                        gate.metric_id.name,
                    )
                )
            if gate.kind != "value" and gate.metric_id.aggregation != "sum":
                raise ValidationError(
                    self.env._(
                        "“%s” does not add up, so it has no target: take the metric itself.",
                        gate.metric_id.name,
                    )
                )
