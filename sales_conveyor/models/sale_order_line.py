from odoo import api, models

LINE_TRIGGERS = frozenset(
    {
        "product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "purchase_price",
        "technical_price_unit", "display_type", "order_id",
    }
)  # fmt: skip


class SaleOrderLine(models.Model):
    """What changes in a contract after its confirmation is booked as a difference."""

    _inherit = "sale.order.line"

    # === COMPUTE METHODS === #

    def _compute_margin(self):
        """Odoo computes costs anew without a write: with Inventory, when goods leave at other costs."""
        res = super()._compute_margin()
        self.order_id._expect_facts()
        return res

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._expect_facts()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if LINE_TRIGGERS & vals.keys():
            self.order_id._expect_facts()
        return res

    def unlink(self):
        self.order_id._expect_facts()
        return super().unlink()
