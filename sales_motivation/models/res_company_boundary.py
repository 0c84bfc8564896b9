from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How closely the borders of periods are looked at."""

    _inherit = "res.company"

    motivation_border_days = fields.Integer(
        string="Days Around a Border",
        default=5,
        help="Sales of so many days before and after the end of a month are shown side by side.",
    )
    motivation_last_days = fields.Integer(
        string="Last Days of a Period",
        default=3,
        help="The last working days, Monday to Friday, whose share is compared with the person's own year.",
    )
    motivation_border_ratio = fields.Float(
        string="Worth a Look From",
        default=2.0,
        help="So many times his usual share around a border.",
    )
    motivation_border_discount = fields.Float(
        string="Extra Discount",
        default=0.05,
        help="So much more discount in the last days than in his own year.",
    )

    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_motivation_border = models.Constraint(
        "CHECK (motivation_border_days BETWEEN 1 AND 14 AND motivation_last_days BETWEEN 1 AND 10"
        " AND motivation_border_ratio >= 1 AND motivation_border_ratio <= 100"
        " AND motivation_border_discount > 0 AND motivation_border_discount <= 1)",
        "Around a border: 1 to 14 days, 1 to 10 last days, 1 to 100 times, a discount up to 100 %.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "motivation_border_days",
        "motivation_last_days",
        "motivation_border_ratio",
        "motivation_border_discount",
    )
    def _check_motivation_border_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        for company in self:
            if not (
                1 <= company.motivation_border_days <= 14
                and 1 <= company.motivation_last_days <= 10
                and 1 <= company.motivation_border_ratio <= 100
                and 0 < company.motivation_border_discount <= 1
            ):
                raise ValidationError(
                    self.env._(
                        "Around a border: 1 to 14 days, 1 to 10 last days, 1 to 100 times, a discount up to 100 %."
                    )
                )
