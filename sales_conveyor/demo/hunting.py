"""What hunters do: accept or return, call, propose, negotiate, win or lose."""

import random
from datetime import timedelta

from .calendar import DAY


class Hunting:
    """The deeds of hunters; a part of the replay."""

    IGNORED = 0.04
    FORGOTTEN = 0.06
    RETURNED_LATE = 0.03
    LOST_EARLY = 0.25
    MET = 0.6
    EXPECTED = 0.85

    def plan_decision(self, handover):
        """The receiver will look at what waits for him: accept, return, or let the time run out."""
        receiver, lead = handover.to_user_id, handover.lead_id
        manner = self.cast.manner(handover.from_user_id, "scout")
        slowness = self.cast.manner(receiver, "hunter").slowness
        returned = manner.returned / (1 if handover.attempt == 1 else 2)
        deed = "return" if lead.id not in self.promising and self.chance(returned) else "accept"
        if self.chance(self.IGNORED):
            self.plan(handover.from_user_id, "offer", lead.id, 4 * DAY, 5 * DAY)
        else:
            self.plan(receiver, deed, handover.id, 1, int(6 * slowness))

    def waiting(self, user, ids):
        """What still waits among these handovers, as the receiver has it."""
        handovers = self.env["conveyor.handover"].with_user(user).browse(ids)
        return handovers.filtered(lambda handover: handover.state == "offered")

    def do_accept(self, user, ids):
        """Take cards, call soon, propose later."""
        handovers = self.waiting(user, ids)
        handovers.action_accept()
        self._expect_closing(handovers.lead_id)
        for lead in handovers.lead_id:
            if not self.chance(self.FORGOTTEN):
                self.plan(user, "call", lead.id, 1, 3)
            if lead.id not in self.promising and self.chance(self.RETURNED_LATE):
                self.plan(user, "give_back", lead.id, 2 * DAY, 3 * DAY)
            else:
                self.plan(user, "propose", lead.id, 3 * DAY, int(8 * DAY * self.pace()))

    def do_return(self, user, ids):
        """Give cards back, each with a reason."""
        handovers = self.waiting(user, ids)
        groups = handovers.grouped(lambda handover: self.rng.choice(self.return_reasons))
        for reason, group in groups.items():
            group._return(reason, False)
        for handover in handovers:
            self.plan_return(handover)

    def do_give_back(self, user, ids):
        """Return cards accepted some days ago: the first talk showed that there is no need."""
        handovers = self.leads(user, ids)._get_returnable_handovers()
        handovers._return(self.return_reasons[1], False)
        for handover in handovers:
            self.plan_return(handover)

    def do_call(self, user, ids):
        """Call the clients: the clock of the first contact stops."""
        calls = self.prepare_activities(
            user, ids, "call", self.calendar.instant(self.moment).date()
        )
        planned = self.env["mail.activity"].with_user(user).create(calls)
        self.log_calls(user, {activity.res_id: activity.id for activity in planned})

    def do_propose(self, user, ids):
        """Send proposals to companies one knows by now; some cards end here."""
        leads = self.leads(user, ids)
        self._know(leads)
        late = leads.filtered(lambda lead: not lead.date_deadline)
        late.write({"date_deadline": self.env.cr.now().date() + timedelta(days=21)})
        self.agree(user, ids)
        self._go_on(user, ids, 1, self.LOST_EARLY, "negotiate")

    def _expect_closing(self, leads):
        """Most cards say from the beginning when the deal should be closed; for each its own dice."""
        today = self.env.cr.now().date()
        for lead in leads:
            dice = random.Random(lead.name)
            if dice.random() < self.EXPECTED:
                lead.date_deadline = today + timedelta(days=dice.randint(28, 63))

    def _know(self, leads):
        """Enter the companies of cards that had none: what they do and how large they are."""
        unknown = leads.filtered(lambda lead: not lead.partner_id)
        unknown._handle_partner_assignment(create_missing=True)
        for lead in unknown:
            company = lead.partner_id.commercial_partner_id
            company.write(
                {
                    "industry_id": self.env.ref(f"base.{self.names.industry(company.name)}").id,
                    "staff_count": self.names.staff_count(lead.id in self.promising),
                }
            )

    def postpone(self):
        """On the last day of a month the slower hunters give what is not closed two weeks more."""
        today = self.env.cr.now().date()
        for user in self.cast.people("hunter"):
            if self.cast.manner(user, "hunter").slowness > 1:
                domain = [
                    ("user_id", "=", user.id),
                    ("won_status", "=", "pending"),
                    ("date_deadline", "<=", today),
                ]
                late = self.env["crm.lead"].with_user(user).search(domain)
                late.write({"date_deadline": today + timedelta(days=14)})

    def do_negotiate(self, user, ids):
        """Meet the clients and negotiate; the promising cards are won, the others lost."""
        self._meet(user, ids)
        self.keep_agreements(user, ids)
        self._go_on(user, ids, 2, 1.0, "win")

    def _meet(self, user, ids):
        """A meeting that took place an hour ago."""
        stop = self.env.cr.now().replace(minute=0, second=0)
        vals_list = [
            {
                "name": f"Meeting: {lead.partner_name or lead.partner_id.name}",
                "start": stop - timedelta(hours=1),
                "stop": stop,
                "opportunity_id": lead.id,
                "res_model": "crm.lead",
                "res_id": lead.id,
                "user_id": user.id,
                "partner_ids": [(6, 0, user.partner_id.ids)],
            }
            for lead in self.leads(user, ids)
            if self.chance(self.MET)
        ]
        self.env["calendar.event"].with_user(user).create(vals_list).action_mark_held()

    def _go_on(self, user, ids, place, lost, next_deed):
        stages = self.cast.stages("hunter")
        self.leads(user, ids).write({"stage_id": stages[min(place, len(stages) - 1)].id})
        for lead_id in ids:
            gone = lead_id not in self.promising and self.chance(lost)
            self.plan(
                user, "lose" if gone else next_deed, lead_id, 3 * DAY, int(9 * DAY * self.pace())
            )

    def do_win(self, user, ids):
        """Win cards and have their orders confirmed; now and then the order is forgotten."""
        leads = self.leads(user, ids)
        self._know(leads)
        leads.action_set_won()
        for lead in leads:
            if lead.conveyor_role == "farmer" or not self.chance(0.04):
                self.confirm_order(user, lead)
            self.plan_client(lead)

    def confirm_order(self, user, lead):
        """Sell the card's expected revenue, in a product or two."""
        first = self.rng.choice(self.cast.products)
        lines = [
            (
                0,
                0,
                {
                    "product_id": first.id,
                    "product_uom_qty": 1,
                    "price_unit": lead.expected_revenue * 0.7,
                },
            ),
            (
                0,
                0,
                {
                    "product_id": self.cast.products[-1].id,
                    "price_unit": lead.expected_revenue * 0.3,
                },
            ),
        ]
        vals = {
            "partner_id": lead.partner_id.id,
            "opportunity_id": lead.id,
            "team_id": lead.team_id.id,
            "user_id": user.id,
            "order_line": lines,
        }
        order = self.env["sale.order"].with_user(user).create(vals)
        order.action_confirm()
        # Odoo dates an order by the clock on the wall, whatever the transaction says.
        order.sudo().date_order = self.env.cr.now()
        self.plan_bill(order)
