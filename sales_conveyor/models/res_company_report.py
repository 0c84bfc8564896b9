from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How far a claim of the evening may be from CRM."""

    _inherit = "res.company"

    conveyor_report_tolerance = fields.Float(
        string="Tolerance",
        default=0.0,
        help="A claim matches CRM if it differs by so much at the most.",
    )
    conveyor_report_tolerance_share = fields.Float(
        string="Tolerance in %",
        default=0.0,
        help="The same as a part of what CRM knows; the larger of both counts.",
    )

    _check_conveyor_report_tolerance = models.Constraint(
        "CHECK (conveyor_report_tolerance BETWEEN 0 AND 1000000 AND conveyor_report_tolerance_share BETWEEN 0 AND 1)",
        "The tolerance of evening reports is between 0 and 1,000,000, and between 0 and 100 %.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_report_tolerance", "conveyor_report_tolerance_share")
    def _check_report_tolerance_in_words(self):
        """Tell it in words before PostgreSQL refuses it; NaN is greater than every number there."""
        for company in self:
            if not (
                0 <= company.conveyor_report_tolerance <= 1_000_000
                and 0 <= company.conveyor_report_tolerance_share <= 1
            ):
                raise ValidationError(
                    self.env._(
                        "The tolerance of evening reports is between 0 and 1,000,000, and between 0 and 100 %."
                    )
                )
