"""The last day of the replay: what waits, what is planned, and stock dates that Odoo took from the clock on the wall."""

from datetime import timedelta

from odoo.tools import SQL

from ..tools.clock import at_instant
from .calling import Reviewing

TOPICS = {
    "business": "Stores and delivers goods for forty shops; most of the money comes before the holidays.",
    "customers": "Chains of shops and two web shops; late deliveries cost them fines.",
    "goals": "Open the second warehouse in autumn without hiring more people.",
    "competitors": "Two carriers with lower prices and older equipment; ours is compared with a foreign system.",
    "decision_makers": "The director decides, the head of logistics proposes, the accountant asks about the term.",
}


class Finale(Reviewing):
    """Leaves the department as a visitor wants to find it: something for everybody to decide and to do."""

    WAITING_EACH = 3
    PLANNED = 0.85
    OVERDUE = 0.2
    MEETINGS_EACH = 3
    FREE_CARDS = 4

    def __init__(self, replay):
        """Take over at the last moment of the replay; from now on people are told of what happens."""
        replay.env = replay.env(context={**replay.env.context, "conveyor_quiet": False})
        self.replay, self.env, self.cast = replay, replay.env, replay.cast
        self.rng = replay.rng

    def run(self):
        """Do what is left, in the last minutes of work."""
        last = len(self.replay.calendar) - 1
        with at_instant(self.env, self.replay.calendar.instant(last, minutes=14)):
            self._offer_clients()
            self._offer_cards()
            self._leave_free_cards()
            self._plan_activities()
            self._plan_meetings()
            self._mark_key_client()
            self.review_calls()
        self._correct_dates()

    def _find_cards(self, users, stages):
        domain = [
            ("team_id", "=", self.cast.team.id),
            ("user_id", "in", users.ids),
            ("stage_id", "in", stages.ids),
            ("waiting_user_id", "=", False),
            ("won_status", "=", "pending"),
        ]
        return self.env["crm.lead"].search(domain, order="id")

    def _offer_cards(self):
        """Every hunter has cards to accept or to return."""
        cards = list(self._find_cards(self.cast.people("scout"), self.cast.stages("scout")))
        stage = self.cast.stages("hunter")[:1]
        for hunter in self.cast.people("hunter"):
            waiting = self.env["crm.lead"].search_count([("waiting_user_id", "=", hunter.id)])
            for _card in range(min(self.WAITING_EACH - waiting, len(cards))):
                card = cards.pop(0)
                card = card.with_user(card.user_id)
                self.env["conveyor.handover"].with_user(card.user_id)._offer_leads(
                    card,
                    {card: stage},
                    receiver=hunter,
                    note="They asked for a call in the morning.",
                )

    def _offer_clients(self):
        """Every farmer has clients to take over: the best cards of the hunters are won today."""
        farmers = self.cast.people("farmer")
        stages = self.cast.stages("hunter")[-1:]
        cards = self._find_cards(self.cast.people("hunter"), stages)
        for card in cards.sorted("expected_revenue", reverse=True)[: 2 * len(farmers)]:
            self.replay.do_win(card.user_id, card.ids)
        self._share_clients()
        order_first = self._find_cards(self.cast.people("hunter"), stages).filtered("partner_id")[
            :1
        ]
        if order_first:
            self.replay.confirm_order(
                order_first.user_id, order_first.with_user(order_first.user_id)
            )

    def _share_clients(self):
        """The head gives a farmer with an empty desk one of the clients that wait for his colleague."""
        domain = [
            ("kind", "=", "client"),
            ("state", "=", "offered"),
            ("to_team_id", "=", self.cast.team.id),
        ]
        for member in self.cast.team.crm_team_member_ids.filtered("is_farmer"):
            waiting = self.env["conveyor.handover"].search(domain, order="id").grouped("to_user_id")
            longest = max(waiting.values(), key=len, default=())
            if member.user_id not in waiting and len(longest) > 1:
                head = longest.with_user(self.cast.team.user_id)
                # Handovers have no writer of their own, not even the head of sales.
                head[: len(longest) // 2].sudo()._redirect(member)

    def _leave_free_cards(self):
        """Requests from outside that nobody has taken yet."""
        vals_list = [
            {**self.replay.prepare_card_vals(), "user_id": False}
            for _card in range(self.FREE_CARDS)
        ]
        self.env["crm.lead"].create(vals_list)

    def _plan_activities(self):
        """Most open cards have a next step; some of these are overdue."""
        today = self.env.cr.now().date()
        domain = [
            ("team_id", "=", self.cast.team.id),
            ("won_status", "=", "pending"),
            ("user_id", "!=", False),
        ]
        for user, leads in (
            self.env["crm.lead"].search(domain, order="id").grouped("user_id").items()
        ):
            vals_list = []
            for lead in leads.filtered(lambda lead: self.replay.chance(self.PLANNED)):
                days = (
                    -self.rng.randint(1, 5)
                    if self.replay.chance(self.OVERDUE)
                    else self.rng.randint(0, 12)
                )
                kind = self.rng.choice(("call", "call", "email", "todo"))
                day = today + timedelta(days=days)
                vals_list += self.replay.prepare_activities(user, lead.ids, kind, day)
            quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
            quiet.with_user(user).create(vals_list)

    def _plan_meetings(self):
        """Hunters and farmers meet clients in the coming days."""
        for user in self.cast.people("hunter") | self.cast.people("farmer"):
            cards = self._find_cards(user, self.cast.stages("hunter"))[: self.MEETINGS_EACH]
            vals_list = [
                self._prepare_meeting_vals(user, card, days)
                for days, card in enumerate(cards, start=1)
            ]
            self.env["calendar.event"].with_user(user).create(vals_list)

    def _prepare_meeting_vals(self, user, card, days):
        start = self.env.cr.now().replace(hour=9, minute=0, second=0) + timedelta(days=days)
        start += timedelta(days=max(0, 7 - start.weekday()) if start.weekday() > 4 else 0)
        return {
            "name": f"Meeting: {card.partner_name or card.partner_id.name}",
            "start": start,
            "stop": start + timedelta(hours=1),
            "opportunity_id": card.id,
            "res_model": "crm.lead",
            "res_id": card.id,
            "user_id": user.id,
            "partner_ids": [(6, 0, user.partner_id.ids)],
        }

    def _mark_key_client(self):
        """The key farmer goes deep into one client."""
        key_farmer = self.cast.team.crm_team_member_ids.filtered("is_key_farmer").user_id[:1]
        company = self.cast.team.company_id or self.env.company
        clients = (
            self.env["res.partner"]
            .with_company(company)
            .search([("farmer_id", "=", key_farmer.id)])
        )
        client = clients.sorted("id")[:1]
        if not key_farmer or not client:
            return
        client.with_user(self.cast.team.user_id).with_company(company).is_key_client = True
        vals = {"partner_id": client.id, "company_id": company.id, **TOPICS}
        self.env["conveyor.immersion"].with_user(key_farmer).create(vals)

    def _correct_dates(self):
        """Odoo dates closing, activities and messages by the clock on the wall: put them back to their instants."""
        team = self.cast.team
        self.env.flush_all()
        leads = SQL("SELECT id FROM crm_lead WHERE team_id = %s", team.id)
        statements = [
            SQL(
                """UPDATE crm_lead l SET date_closed = p.left_at,
                          day_close = EXTRACT(DAY FROM p.left_at - l.create_date)
                     FROM conveyor_passage p
                    WHERE p.lead_id = l.id AND p.outcome IN ('won', 'lost') AND l.team_id = %s""",
                team.id,
            ),
            SQL(
                """UPDATE mail_activity SET date_done = write_date
                    WHERE NOT active AND res_model = 'crm.lead' AND res_id IN (%s)""",
                leads,
            ),
            SQL(
                """UPDATE mail_message SET date = create_date
                    WHERE model = 'crm.lead' AND res_id IN (%s)""",
                leads,
            ),
            SQL(
                """UPDATE mail_message SET date = create_date
                    WHERE model = 'sale.order' AND res_id IN (SELECT id FROM sale_order WHERE team_id = %s)""",
                team.id,
            ),
        ]
        for statement in statements:
            self.env.cr.execute(statement)
        self.env.invalidate_all(flush=False)
