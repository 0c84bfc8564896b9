from odoo import api, fields, models
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

    total = fields.Float(
        string="Shares",
        digits=(7, 6),
        compute="_compute_total",
        help="Of all plans in force and in draft; what is being replaced counts no more.",
    )
    is_full = fields.Boolean(compute="_compute_total")

    # === COMPUTE METHODS === #

    @api.depends("component_ids.share", "component_ids.plan_id.state")
    def _compute_total(self):
        for pool in self:
            pool.total = pool._get_total()
            pool.is_full = not float_compare(pool.total, 1.0, precision_digits=6)

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unused(self):
        for pool in self:
            # Also components of plans that the reader does not see stand on it.
            if pool.sudo().component_ids:
                raise UserError(self.env._("“%s” is part of pay plans: it stays.", pool.name))

    # === BUSINESS METHODS === #

    def _get_total(self):
        """The shares of all plans, those still in draft included."""
        plans = self.component_ids.plan_id.filtered(lambda other: other.state != "retired")
        plans -= plans.previous_id  # a version that is being replaced counts no more
        counted = self.component_ids.filtered(lambda component: component.plan_id in plans)
        return sum(counted.mapped("share"))

    def _refuse_broken(self):
        """The shares of a whole pool make 100 %."""
        if not self.is_full:
            raise UserError(
                self.env._(
                    "The shares of the pool “%(pool)s” make %(total)s %%, not 100 %%.",
                    pool=self.name,
                    total=round(self.total * 100, 4),
                )
            )
