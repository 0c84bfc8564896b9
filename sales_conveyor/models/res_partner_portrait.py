from odoo import api, fields, models
from odoo.exceptions import ValidationError

STAFF_LIMIT = 10_000_000
# Keys that sort as the numbers do: the least number of employees of each class.
STAFF_RANGES = [
    ("0001", "1–9"),
    ("0010", "10–49"),
    ("0050", "50–249"),
    ("0250", "250–999"),
    ("1000", "1,000–4,999"),
    ("5000", "5,000+"),
]


class ResPartner(models.Model):
    """How large a client is: a trait of the ideal client beside his industry."""

    _inherit = "res.partner"

    staff_count = fields.Integer(string="Number of Employees", aggregator=None)
    staff_range = fields.Selection(
        STAFF_RANGES, string="Size Class", compute="_compute_staff_range", store=True
    )

    # === COMPUTE METHODS === #

    @api.depends("staff_count")
    def _compute_staff_range(self):
        for partner in self:
            reached = [key for key, _label in STAFF_RANGES if partner.staff_count >= int(key)]
            partner.staff_range = reached[-1] if reached else False

    # === CONSTRAINT METHODS === #

    @api.constrains("staff_count")
    def _check_staff_count(self):
        for partner in self:
            self._check_staff_values({"staff_count": partner.staff_count})

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._check_staff_values(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._check_staff_values(vals))

    # === BUSINESS METHODS === #

    @api.model
    def _check_staff_values(self, vals):
        """Tell it in words before PostgreSQL refuses a number that has no room in its column.

        :return: the values without a class: that follows the number alone
        """
        if vals.get("staff_count"):
            count = self._fields["staff_count"].convert_to_cache(vals["staff_count"], self)
            if not 0 <= (count or 0) <= STAFF_LIMIT:
                raise ValidationError(
                    self.env._("The number of employees is between 0 and 10 million.")
                )
        if "staff_range" not in vals:
            return vals
        return {name: value for name, value in vals.items() if name != "staff_range"}

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "staff_count"]
