from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """The first confirmed order of a client offers him to a farmer."""
        res = super().action_confirm()
        sold = self.filtered(lambda order: order.state == "sale" and order.amount_total > 0)
        sold._offer_clients_to_farmers()
        return res

    def _offer_clients_to_farmers(self):
        sales = [order._prepare_first_sale() for order in self]
        self.env["conveyor.handover"]._offer_clients(
            [sale for sale in sales if sale["team"].use_conveyor]
        )

    def _prepare_first_sale(self):
        """What the relay needs to know of this order, should it be the client's first."""
        lead = self.opportunity_id.sudo()  # the card may belong to a colleague by now
        return {
            "client": self.partner_id.commercial_partner_id,
            "company": self.company_id,
            "team": lead.team_id or self.team_id,
            "seller": lead.hunter_id or self.user_id or lead.user_id,
            "lead": lead,
        }
