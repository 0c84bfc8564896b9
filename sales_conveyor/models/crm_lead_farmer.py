from odoo import models
from odoo.exceptions import UserError

from ..const import FARMER, PERSON_FIELD, RELAY, ROLE_ORDER, SCOUT


class CrmLead(models.Model):
    """Farmers are free from search, and the next deals of their clients are theirs."""

    _inherit = "crm.lead"

    # === BUSINESS METHODS === #

    def _start_with_farmer(self):
        """A client who has a farmer begins his next deal with him."""
        for lead in self.filtered(
            lambda lead: lead.partner_id and lead.won_status == "pending" and lead.active
        ):
            company = lead._get_relay_company()
            # Who keeps a client is no secret inside the company.
            farmer = lead.partner_id.commercial_partner_id.with_company(company).sudo().farmer_id
            if farmer.active:
                lead._give_to_farmer(farmer)

    def _give_to_farmer(self, farmer):
        """Hand the new card of a client to his farmer; who made it stays among its people and can read it."""
        self.ensure_one()
        values = {"farmer_id": farmer.id}
        if farmer != self.user_id:
            hats = sorted(self._get_owner_roles() - {FARMER}, key=ROLE_ORDER.get)
            values |= {"user_id": farmer.id, "team_id": self.team_id.id}
            values[PERSON_FIELD[hats[0] if hats else SCOUT]] = self.user_id.id
        # The owner changes by the rule of the relay, not by a right of the person who made the card.
        relay = self.sudo().with_context(conveyor_relay=RELAY, mail_auto_subscribe_no_notify=True)
        relay.write(values)

    def _check_farmers_get_no_new_leads(self):
        """Farmers are free from search: refuse them as owners of clients who have not bought yet."""
        suspects = self.browse()
        for team, leads in (
            self.filtered(lambda lead: lead.won_status == "pending").grouped("team_id").items()
        ):
            members = team.sudo().crm_team_member_ids  # roles of colleagues are no secret
            farmers = members.filtered(lambda member: member._is_farmer_only()).user_id
            suspects |= leads.filtered(
                lambda lead, farmers=farmers: (
                    lead.user_id in farmers and lead.farmer_id != lead.user_id
                )
            )
        for lead in suspects - suspects._filter_with_first_sale():
            # The names of colleagues are no secret.
            raise UserError(
                self.env._(
                    "%(person)s is a farmer, and the client of “%(card)s” has not bought yet. "
                    "Choose a scout or a hunter, or leave the salesperson empty.",
                    person=lead.sudo().user_id.name,
                    card=lead.name,
                )
            )
