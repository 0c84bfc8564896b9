from odoo import models

from .conveyor_fact_booking import EXPECTED


class SaleOrder(models.Model):
    """Odoo does not track the date of an order: who moves it over a month border leaves a trace."""

    _inherit = "sale.order"

    # === CRUD METHODS === #

    def write(self, vals):
        if "date_order" in vals:
            self._watch_date_order(vals["date_order"])
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _watch_date_order(self, value):
        """Remember the dates of confirmed orders; what is confirmed only now has had no date yet."""
        new = self._fields["date_order"].convert_to_cache(value, self)
        expected = self.env.cr.precommit.data.get(EXPECTED, {})
        confirmed_now = expected.get("sale.order", ({}, {}))[1]
        moved = {
            order.id: order.date_order
            for order in self
            if order.state == "sale"
            and order.id not in confirmed_now
            and order._get_order_month(order.date_order) != order._get_order_month(new)
        }
        self.env["conveyor.deadline.move"]._watch("order", moved)

    def _get_order_month(self, instant):
        """The month of an instant by the clock of the order's company."""
        if not instant:
            return None
        # The clock of a company is no secret.
        day = self.company_id.sudo()._get_business_day(instant)
        return day.year, day.month
