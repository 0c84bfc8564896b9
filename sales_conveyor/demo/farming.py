"""What farmers do: take over clients, sell them more."""

import random
from datetime import timedelta

from .calendar import DAY


class Farming:
    """The deeds of farmers; a part of the replay."""

    SELLS_AGAIN = 0.75
    REPEAT_WON = 0.55
    FILLED = 0.8

    def plan_client(self, lead):
        """After a sale: a new client waits for his farmer's yes, an old one gets his next offer some day."""
        for handover in self.find_waiting(lead):
            self.plan(handover.to_user_id, "accept_client", handover.id, 2, DAY)
        if lead.conveyor_role == "farmer":
            self.plan_repeat(lead.user_id, lead.partner_id)

    def plan_repeat(self, farmer, client):
        """The farmer comes back to his client in some weeks."""
        if self.chance(self.SELLS_AGAIN):
            self.plan(farmer, "sell_again", client.commercial_partner_id.id, 6 * DAY, 25 * DAY)

    def do_accept_client(self, user, ids):
        """Become the farmer of clients."""
        handovers = self.waiting(user, ids)
        handovers.action_accept()
        for handover in handovers:
            self.plan_repeat(user, handover.partner_id)

    def do_sell_again(self, user, ids):
        """Open the next opportunity with clients of one's own."""
        clients = self.env["res.partner"].with_user(user).browse(ids)
        leads = (
            self.env["crm.lead"]
            .with_user(user)
            .create([self._prepare_repeat_vals(c) for c in clients])
        )
        for lead in leads:
            if self.chance(self.REPEAT_WON):
                self.promising.add(lead.id)
            self.plan(user, "propose", lead.id, 2 * DAY, 5 * DAY)

    def _prepare_repeat_vals(self, client):
        """The values of the next card of a client; now and then the farmer forgets half of them."""
        product = self.rng.choice(self.cast.products)
        dice, known = random.Random(f"{client.name} {client.opportunity_count}"), {}
        if dice.random() < self.FILLED:
            closing = self.env.cr.now().date() + timedelta(days=dice.randint(21, 56))
            known = {"source_id": dice.choice(self.cast.sources).id, "date_deadline": closing}
        return {
            "name": f"{client.name}: {product.name.lower()} (next step)",
            "type": "opportunity",
            "team_id": self.cast.team.id,
            "partner_id": client.id,
            "expected_revenue": product.list_price * self.rng.randint(1, 4),
            **known,
        }
