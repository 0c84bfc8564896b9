from odoo import api, fields, models
from odoo.exceptions import ValidationError

CADENCES = ("conveyor_cadence_a", "conveyor_cadence_b", "conveyor_cadence_c")
LONGEST = 3650


class ResCompany(models.Model):
    """How often clients are reached: the more they bring, the more often."""

    _inherit = "res.company"

    conveyor_cadence_a = fields.Integer(
        string="Days Between Contacts, Class A",
        default=14,
        help="Clients of class A are reached at least once in so many days.",
    )
    conveyor_cadence_b = fields.Integer(string="Days Between Contacts, Class B", default=30)
    conveyor_cadence_c = fields.Integer(
        string="Days Between Contacts, Class C",
        default=90,
        help="Clients of class C, and those who have bought nothing in the last 12 months.",
    )
    conveyor_share_a = fields.Float(
        string="Share of Class A",
        default=0.8,
        help="The clients who bring the first such part of the money of the last 12 months.",
    )
    conveyor_share_b = fields.Float(
        string="Share of Class B", default=0.15, help="Those who bring the next part of it."
    )

    _check_conveyor_cadences = models.Constraint(
        "CHECK (conveyor_cadence_a BETWEEN 1 AND 3650 AND conveyor_cadence_b BETWEEN 1 AND 3650"
        " AND conveyor_cadence_c BETWEEN 1 AND 3650)",
        "Between two contacts with a client there are from 1 to 3,650 days.",
    )
    _check_conveyor_shares = models.Constraint(
        "CHECK (conveyor_share_a BETWEEN 0 AND 1 AND conveyor_share_b BETWEEN 0 AND 1)",
        "The shares of the classes A and B are parts of 100 %.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("conveyor_share_a", "conveyor_share_b")
    def _check_shares_in_words(self):
        """Tell it in words before PostgreSQL refuses it; NaN is greater than every number there."""
        for company in self:
            shares = company.conveyor_share_a, company.conveyor_share_b
            if not all(0 <= share <= 1 for share in shares) or sum(shares) > 1 + 1e-9:
                raise ValidationError(
                    self.env._("The shares of the classes A and B are parts of 100 %.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_cadences_in_words(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_cadences_in_words(vals)
        return super().write(vals)

    @api.model
    def _check_cadences_in_words(self, vals):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column."""
        for name in CADENCES:
            if name not in vals:
                continue
            days = self._fields[name].convert_to_cache(vals[name], self)
            if not 1 <= days <= LONGEST:
                raise ValidationError(
                    self.env._("Between two contacts with a client there are from 1 to 3,650 days.")
                )

    # === BUSINESS METHODS === #

    def _get_next_working_day(self):
        """Today, or the first day after it on which the company works."""
        self.ensure_one()
        today = self._get_business_day()
        days = self._get_working_days(today, fields.Date.add(today, days=31))
        return days[0] if days else today
