from odoo import api, models

from ..const import FARMER, HUNTER, RELAY


class ConveyorHandover(models.Model):
    """The client himself passes from the hunter who made the first sale to a farmer."""

    _inherit = "conveyor.handover"

    # === BUSINESS METHODS === #

    @api.model
    def _offer_clients(self, sales):
        """Offer the clients of these sales to farmers, each client once; a seller who is a farmer keeps his own.

        Nothing is offered where a client has a farmer or waits for one. Where no farmer is free the client
        stays without one: a sale must not fail for that.

        :param list sales: dicts of ``client`` (commercial partner), ``company``, ``team``, ``seller`` and ``lead``
        :return: the new handovers
        """
        sales = self._filter_clients_to_offer(sales)
        # Two first orders of one client may be confirmed at the same moment.
        self.env["conveyor.client"]._claim({sale["client"].id for sale in sales})
        vals_list = []
        for team in {sale["team"]: True for sale in sales}:
            section = team._find_section(FARMER)
            own = [sale for sale in sales if sale["team"] == team]
            for sale in own:
                if sale["seller"] in section.user_id:
                    sale["client"].with_company(sale["company"])._set_farmer(sale["seller"])
            others = [sale for sale in own if sale["seller"] not in section.user_id]
            members = section._deal(len(others), section._get_absent_user_ids()) if others else []
            vals_list += [
                self._prepare_client_vals(sale, member)
                for sale, member in zip(others, members, strict=False)
            ]
        # The sale is the right to offer; handovers have no writer of their own.
        handovers = self.sudo().create(vals_list)
        handovers._log_on_cards(self.env._("The client is offered to {to}."))
        handovers._tell("to_user_id", self.env._("Clients wait for you"))
        return handovers

    @api.model
    def _filter_clients_to_offer(self, sales):
        """One sale per client and company, of clients that have no farmer and wait for none."""
        unique = {
            (sale["client"], sale["company"]): sale
            for sale in reversed(sales)
            if sale["client"] and sale["seller"]
        }
        clients = [client.id for client, _company in unique]
        domain = [("kind", "=", "client"), ("partner_id", "in", clients), ("state", "=", "offered")]
        # Whether a client waits must not depend on what the seller may read.
        waiting = {
            (handover.partner_id, handover.company_id) for handover in self.sudo().search(domain)
        }
        return [
            sale
            for key, sale in unique.items()
            # Farmers of clients are no secret inside the company.
            if key not in waiting
            and not sale["client"].with_company(sale["company"]).sudo().farmer_id
        ]

    @api.model
    def _prepare_client_vals(self, sale, member):
        to_team = member.crm_team_id
        return {
            "name": self._get_plain_name(sale["client"].name or sale["client"].display_name),
            "kind": "client",
            "partner_id": sale["client"].id,
            "lead_id": sale["lead"].id,
            "company_id": sale["company"].id,
            "from_user_id": sale["seller"].id,
            "to_user_id": member.user_id.id,
            "from_role": HUNTER,
            "to_role": FARMER,
            "from_team_id": sale["team"].id,
            "to_team_id": to_team.id,
            "offered_at": self.env.cr.now(),
            "deadline_at": to_team._plan_deadline(to_team.decision_hours),
        }

    @api.model
    def _withdraw_doubles(self, clients):
        """Of clients that become one only the first offer waits on, and none where one has a farmer."""
        domain = [("kind", "=", "client"), ("state", "=", "offered")]
        # Merging clients is a right of its own; handovers have no writer.
        waiting = self.sudo().search([*domain, ("partner_id", "in", clients.ids)], order="id")
        for company, handovers in waiting.grouped("company_id").items():
            has_farmer = any(clients.with_company(company).mapped("farmer_id"))
            handovers[0 if has_farmer else 1 :]._withdraw()

    def _release_clients(self):
        """Clients given back have no farmer, until they are offered anew."""
        for company, handovers in self.grouped("company_id").items():
            handovers.partner_id.with_company(company)._set_farmer(False)
        self.lead_id.with_context(conveyor_relay=RELAY).farmer_id = False

    def _accept_clients(self):
        """The receivers become the farmers of the clients and are named on the cards of the first sale."""
        if not self:
            return
        self._decide("accepted", accepted_at=self.env.cr.now())
        for (company, farmer), handovers in self.grouped(
            lambda h: (h.company_id, h.to_user_id)
        ).items():
            handovers.partner_id.with_company(company)._set_farmer(farmer)
            handovers.lead_id.with_context(conveyor_relay=RELAY).farmer_id = farmer
        self._log_on_cards(self.env._("{to} is the client's farmer now."))
