from odoo import api, models

# Changes of a confirmed order that the ledger follows.
ORDER_TRIGGERS = frozenset({"user_id", "partner_id", "company_id", "currency_id", "opportunity_id"})


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """An import may bring in orders that are confirmed already."""
        orders = super().create(vals_list)
        for state, group in orders.grouped("state").items():
            if state != "draft":
                group._expect_state_facts(state)
        return orders

    def write(self, vals):
        clients = self.partner_id if "partner_id" in vals else self.env["res.partner"]
        res = super().write(vals)
        if "state" in vals:
            self._expect_state_facts(vals["state"])
        elif ORDER_TRIGGERS & vals.keys():
            self._expect_facts()
        self.env["conveyor.fact"]._expect("res.partner", clients.ids)
        return res

    # === BUSINESS METHODS === #

    def _expect_state_facts(self, state):
        """Confirmed, cancelled and sent orders reach the ledger."""
        ledger = self.env["conveyor.fact"]
        if state == "sent":
            ledger._expect("sale.order.sent", self.ids, happened=True)
        ledger._expect("sale.order", self.ids, happened=True)
        ledger._expect("res.partner", self.partner_id.ids, happened=True)

    def _expect_facts(self):
        """A confirmed order changed."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        ledger = self.env["conveyor.fact"]
        ledger._expect("sale.order", confirmed.ids)
        ledger._expect("res.partner", confirmed.partner_id.ids)
        self._expect_shipments()

    def _expect_shipments(self):
        """Goods that were delivered are worth what the order says now, for the client it names now."""
        if self.env["conveyor.fact"]._has_inventory():
            # Who changes an order need not read the deliveries.
            pickings = self.sudo().order_line.move_ids.picking_id
            self.env["conveyor.fact"]._expect("stock.picking", pickings.ids)

    # === ACTION METHODS === #

    def action_confirm(self):
        """The first confirmed order of a client offers him to a farmer."""
        res = super().action_confirm()
        sold = self.filtered(lambda order: order.state == "sale" and order.amount_total > 0)
        sold._offer_clients_to_farmers()
        return res

    # === BUSINESS METHODS: THE RELAY === #

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
