from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """The first confirmed order of a client offers him to a farmer."""
        res = super().action_confirm()
        for order in self.filtered(lambda order: order.state == "sale"):
            order._offer_client_to_farmer()
        return res

    def _offer_client_to_farmer(self):
        lead = self.opportunity_id
        team = lead.team_id or self.team_id
        if team.use_conveyor:
            seller = lead.sudo().hunter_id or self.user_id or lead.user_id  # the card may belong to a colleague
            client = self.partner_id.commercial_partner_id
            self.env["conveyor.handover"]._offer_client(client, self.company_id, team, seller, lead)
