"""What scouts do: find companies, talk to them, pass them on, and work again on what comes back."""

from ..exceptions import HandoverError
from .calendar import DAY, WEEK


class Scouting:
    """The deeds of scouts; a part of the replay."""

    FOUND_A_WEEK = 3.9
    DROPPED = 0.14
    OFFERED_AGAIN = 0.6
    PROMISING = 0.33

    def plan_searching(self):
        """Put the search of every scout on the agenda, a little more from month to month."""
        for start in range(0, len(self.calendar), WEEK):
            for scout in self.cast.people("scout"):
                wanted = self.FOUND_A_WEEK * (0.8 + 0.5 * self.calendar.share(start))
                for _card in range(int(wanted + self.rng.random())):
                    day = self.rng.choice((0, 2))
                    self.agenda[start + day * DAY + 1][scout, "find"].append(None)

    def do_find(self, user, found):
        """Create cards of companies nobody has called yet."""
        vals_list = [self.prepare_card_vals() for _card in found]
        leads = self.env["crm.lead"].with_user(user).create(vals_list)
        for lead in leads:
            if lead.partner_id or self.chance(self.PROMISING / 3):
                self.promising.add(lead.id)
            known = lead.partner_id.child_ids[:1].function
            lead.function = known or self.names.position(lead.id in self.promising)
            self.plan(user, "contact", lead.id, 2, 2 * DAY)

    def prepare_card_vals(self):
        """The values of a new card: of a client in the book of companies, or of one found outside."""
        product = self.rng.choice(self.cast.products)
        client = self.clients.pop(0) if self.clients and self.chance(self.PROMISING / 2) else None
        company = client.name if client else self.names.company()
        known = {"partner_id": client.id} if client else self.names.contact(company)
        return {
            "name": f"{company}: {product.name.lower()}",
            "type": "opportunity",
            "team_id": self.cast.team.id,
            "partner_name": company,
            "source_id": self.rng.choice(self.cast.sources).id,
            "expected_revenue": self.rng.randint(2, 9) * 100
            + product.list_price * self.rng.randint(1, 3),
            "priority": self.rng.choice("0112"),
            **known,
        }

    def do_contact(self, user, ids):
        """Reach the company: most cards go on to the hunters, some end here."""
        leads = self.leads(user, ids)
        self.log_calls(user, dict.fromkeys(ids))
        leads.write({"stage_id": self.cast.stages("scout")[1:2].id or leads.stage_id[:1].id})
        for lead in leads:
            dropped = lead.id not in self.promising and self.chance(self.DROPPED)
            self.plan(user, "lose" if dropped else "offer", lead.id, DAY, 4 * DAY)

    def do_offer(self, user, ids):
        """Drag cards over the border; where nobody is free to take them, try again the next day."""
        leads = self.leads(user, ids)
        try:
            leads.write({"stage_id": self.cast.stages("hunter")[:1].id})
        except HandoverError:
            for lead in leads:
                self.plan(user, "offer", lead.id, DAY, DAY)
            return
        for handover in self.find_waiting(leads):
            self.plan_decision(handover)

    def plan_return(self, handover):
        """A card came back: the scout works on it and offers it again, or gives it up."""
        scout, lead_id = handover.from_user_id, handover.lead_id.id
        again = lead_id in self.promising or self.chance(self.OFFERED_AGAIN)
        self.plan(scout, "offer" if again else "lose", lead_id, 2 * DAY, 5 * DAY)
