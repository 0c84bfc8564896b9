from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.sales_conveyor.const import NAME_LENGTH


class MotivationPayPool(models.Model):
    """One amount that several roles share: the shares of the components in it make up the whole."""

    _name = "motivation.pay.pool"
    _description = "Pool"
    _order = "name"

    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    is_whole = fields.Boolean(
        string="Makes 100 %",
        default=True,
        help="A plan is approved only when the shares of all plans in force make up 100 %.",
    )
    component_ids = fields.One2many("motivation.pay.component", "pool_id", readonly=True)

    # === BUSINESS METHODS === #

    def _refuse_broken(self):
        """The shares of all plans, those still in draft included, make 100 %."""
        plans = self.component_ids.plan_id.filtered(lambda other: other.state != "retired")
        plans -= plans.previous_id  # a version that is being replaced counts no more
        counted = self.component_ids.filtered(lambda component: component.plan_id in plans)
        total = sum(counted.mapped("share"))
        if float_compare(total, 1.0, precision_digits=6):
            raise UserError(
                self.env._(
                    "The shares of the pool “%(pool)s” make %(total)s %%, not 100 %%.",
                    pool=self.name,
                    total=round(total * 100, 4),
                )
            )
