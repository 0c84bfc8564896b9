from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMIT = 1e12


class MotivationPayTier(models.Model):
    """From this much on, every further unit pays this rate: a curve without jumps, gaps or overlaps."""

    _name = "motivation.pay.tier"
    _inherit = "motivation.plan.part.mixin"
    _description = "Tier"
    _order = "component_id, start"
    _rec_name = "start"

    component_id = fields.Many2one(
        "motivation.pay.component", required=True, ondelete="cascade", index=True
    )
    plan_id = fields.Many2one(related="component_id.plan_id")
    start = fields.Float(
        string="From",
        digits=(16, 4),
        required=True,
        default=0.0,
        aggregator=None,
        help="The amount or number of the window, or the share of the target, from which the rate applies.",
    )
    rate = fields.Float(
        digits=(16, 6),
        required=True,
        aggregator=None,
        help="A share of the money (5 % is 0.05), or money for each.",
    )

    _unique_start = models.UniqueIndex(
        "(component_id, start)", "Two tiers begin at the same point: keep one of them."
    )
    _check_numbers = models.Constraint(
        "CHECK (start >= 0 AND start < 1e12 AND rate >= 0 AND rate < 1e9)",
        "Tiers begin at 0 or above, and rates are 0 or above.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("start", "rate")
    def _check_numbers_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for tier in self:
            if not 0 <= tier.start < LIMIT or not 0 <= tier.rate < 1e9:  # nor is NaN
                raise ValidationError(
                    self.env._("Tiers begin at 0 or above, and rates are 0 or above.")
                )
