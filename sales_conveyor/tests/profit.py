from datetime import datetime

from odoo import Command

from ..tools.clock import at_instant
from .attainment import NOW, AttainmentCommon

MEASURES = ["revenue:sum", "margin:sum", "profitability:avg", "contracts:sum", "average_check:avg"]


class ProfitCommon(AttainmentCommon):
    """Words for what was sold and what it earned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.env["res.partner"].create({"name": "Southern Mine", "is_company": True})
        cls.fair = cls.env["utm.source"].create({"name": "Fair"})

    def profit(self, user=None, companies=None):
        report = self.env["conveyor.profit.report"].with_user(user or self.head)
        return report.with_context(allowed_company_ids=(companies or self.works).ids)

    def sell(self, day, *lines, user=None, client=None, source=None):
        """A contract of a day, with lines ``(product, price, cost)``."""
        with at_instant(self.env, datetime.combine(day, NOW.time())):
            order = self.env["sale.order"].create(
                {
                    "partner_id": (client or self.client).id,
                    "user_id": (user or self.hunter).id,
                    "team_id": self.team.id,
                    "company_id": self.works.id,
                    "source_id": source and source.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price_unit": price,
                                "purchase_price": cost,
                                "tax_ids": [Command.clear()],
                            }
                        )
                        for product, price, cost in lines
                    ],
                }
            )
            order.action_confirm()
        return order

    def figures(self, measures, *domain, groupby=(), user=None):
        """The measures over the department's sales, as ``_read_group`` tells them."""
        return self.profit(user)._read_group(list(domain), groupby, measures)
