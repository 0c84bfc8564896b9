from odoo import fields, models
from odoo.exceptions import ValidationError

LIMIT = 1_000_000


class ResCompany(models.Model):
    """What the portrait of the ideal client takes for enough."""

    _inherit = "res.company"

    conveyor_portrait_minimum = fields.Integer(
        string="Deals for a Portrait",
        default=20,
        help="A group of clients with fewer closed deals is shown, but not compared: chance would speak.",
    )

    _check_conveyor_portrait_minimum = models.Constraint(
        "CHECK (conveyor_portrait_minimum BETWEEN 1 AND 1000000)",
        "A portrait needs at least one closed deal.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        minimum = vals.get("conveyor_portrait_minimum", 1)
        if not 1 <= int(minimum) <= LIMIT:
            raise ValidationError(
                self.env._("A portrait needs between 1 and 1,000,000 closed deals.")
            )
        return super().write(vals)
