from odoo import api, models

from ..const import FARMER, HUNTER, NAME_LENGTH, RELAY
from ..exceptions import HandoverError


class ConveyorHandover(models.Model):
    """The client himself passes from the hunter who made the first sale to a farmer."""

    _inherit = "conveyor.handover"

    # === BUSINESS METHODS === #

    @api.model
    def _offer_client(self, client, company, team, seller, lead=None):
        """Offer a client to the farmers of a team, once; a seller who is a farmer himself keeps him.

        Nothing is offered where the client has a farmer, waits for one, or the team has no farmer: the sale
        that brought him must not fail for that.

        :param client: commercial partner
        :param seller: who made the first sale
        :param lead: the card of that sale, where there is one
        """
        client = client.with_company(company).sudo()
        if client.farmer_id or not seller or self._find_open_client_handover(client, company):
            return
        section = team._find_section(FARMER)
        if seller in section.user_id:
            client._set_farmer(seller)
            return
        try:
            member = section._propose(1, FARMER)[0]
        except HandoverError:
            return
        vals = self._prepare_client_vals(client, company, team, seller, member, lead or self.env["crm.lead"])
        # The sale is the right to offer; handovers have no writer of their own.
        handover = self.sudo().create(vals)
        handover._log_on_cards(self.env._("The client is offered to {to}."))
        handover._tell("to_user_id", self.env._("A client waits for you"))

    @api.model
    def _find_open_client_handover(self, client, company):
        domain = [("kind", "=", "client"), ("partner_id", "=", client.id), ("company_id", "=", company.id)]
        return self.sudo().search_count([*domain, ("state", "=", "offered")], limit=1)

    @api.model
    def _prepare_client_vals(self, client, company, team, seller, member, lead):
        to_team = member.crm_team_id
        return {
            "name": (client.name or client.display_name)[:NAME_LENGTH],
            "kind": "client",
            "partner_id": client.id,
            "lead_id": lead.id,
            "company_id": company.id,
            "from_user_id": seller.id,
            "to_user_id": member.user_id.id,
            "from_role": HUNTER,
            "to_role": FARMER,
            "from_team_id": team.id,
            "to_team_id": to_team.id,
            "offered_at": self.env.cr.now(),
            "deadline_at": to_team._plan_deadline(to_team.decision_hours),
        }

    def _accept_clients(self):
        """The receivers become the farmers of the clients and are named on the cards of the first sale."""
        if not self:
            return
        self._decide("accepted", accepted_at=self.env.cr.now())
        for handover in self:
            handover.partner_id.with_company(handover.company_id)._set_farmer(handover.to_user_id)
            lead = handover.lead_id.with_context(conveyor_relay=RELAY)
            lead.farmer_id = handover.to_user_id
        self._log_on_cards(self.env._("{to} is the client's farmer now."))
