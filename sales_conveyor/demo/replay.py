"""The engine of the replay: an agenda of deeds, done moment by moment by the people themselves."""

import random
from collections import defaultdict
from datetime import timedelta

from ..tools.clock import at_instant
from .agreeing import Agreeing
from .calendar import DAY
from .calling import Calling
from .exchange import Exchange
from .farming import Farming
from .hunting import Hunting
from .money import Money
from .names import Names
from .scouting import Scouting

MON, TUE, WED, THU, FRI = DAILY = range(5)

# When people do what: weekdays, and moments of the day. Who works in sessions has several cards in hand at once.
SESSIONS = {
    "contact": ((TUE, THU), (2,)),
    "offer": ((WED, FRI), (3,)),
    "accept": (DAILY, (1, 4)),
    "return": (DAILY, (1, 4)),
    "give_back": ((FRI,), (0,)),
    "call": (DAILY, (2, 5)),
    "propose": ((THU,), (3,)),
    "negotiate": ((TUE,), (3,)),
    "win": ((WED, FRI), (5,)),
    "lose": ((FRI,), (4,)),
    "accept_client": (DAILY, (0, 3)),
    "sell_again": ((TUE,), (0,)),
    "bill": ((MON, THU), (1,)),
    "collect": ((TUE, FRI), (2,)),
}


class Replay(Scouting, Hunting, Farming, Agreeing, Money, Calling, Exchange):
    """A department at work.

    A deed is planned with ``plan`` and done by the method ``do_<deed>(user, records)``; deeds of one kind that
    one person has at one moment are done in one batch, as a person would with several cards marked.
    """

    def __init__(self, env, cast, calendar, seed):
        """Take the people to their desks."""
        self.env, self.cast, self.calendar = env, cast, calendar
        self.rng = random.Random(seed)
        self.names = Names(self.rng)
        self.moment = 0
        self.last_night = calendar.instant(0).date()
        self.agenda = defaultdict(lambda: defaultdict(list))
        self.clients = list(cast.clients)
        self.return_reasons = env["conveyor.return.reason"].search([], limit=4)
        self.promising = set()  # ids of cards that will be won unless they run out of time

    def run(self):
        """Live through all moments of the calendar."""
        self.plan_searching()
        for moment in range(len(self.calendar)):
            self.moment = moment
            if moment % DAY == 0:
                self._work_over_night()
            deeds = self.agenda.pop(moment, {})
            for (user, deed), ids in sorted(
                deeds.items(), key=lambda item: (item[0][0].id, item[0][1])
            ):
                with at_instant(
                    self.env, self.calendar.instant(moment, self.cast.place(user) % 14)
                ):
                    getattr(self, f"do_{deed}")(user, ids)
            if moment % DAY == DAY - 1 or moment == len(self.calendar) - 1:
                evening = self.calendar.instant(moment, minutes=14)
                with at_instant(self.env, evening):
                    self.tell_calls(evening)

    def plan(self, user, deed, record_id, soonest, latest):
        """Put a deed on the agenda some moments from now; what lies after the end is never done."""
        moment = self.moment + max(1, self.rng.randint(soonest, max(soonest, latest)))
        moment = self.calendar.session(moment, *SESSIONS[deed])
        self.agenda[moment][user, deed].append(record_id)

    def leads(self, user, ids):
        """The cards as this person has them."""
        return self.env["crm.lead"].with_user(user).browse(ids)

    def chance(self, probability):
        """Throw the dice."""
        return self.rng.random() < probability

    def pace(self):
        """How much slower cards move through the hunters as the inflow grows: the weak section of the story."""
        return 1.0 + 0.8 * self.calendar.share(self.moment)

    def _work_over_night(self):
        """Do what the server's own clockwork would have done: freeze the levels of the last day, let offers expire."""
        with at_instant(self.env, self.calendar.instant(self.moment)):
            company = self.cast.team.company_id or self.env.company
            today = self.env.cr.now().date()
            for days in range((today - self.last_night).days, 0, -1):
                day = today - timedelta(days=days)
                self.env["conveyor.fact"]._book_levels(company, day)
                self.env["conveyor.norm.day"]._book_day(
                    company, day, self.cast.team.crm_team_member_ids
                )
                self.draw_calls(company, day)
            self.last_night = today
            self.env["conveyor.agreement"]._decide(company)
            if today.weekday() == MON:
                self.move_agreements(today)
            domain = [("state", "=", "offered"), ("deadline_at", "<", self.env.cr.now())]
            self.env["conveyor.handover"].search(domain)._expire()
            self.env["conveyor.incident"]._find_due(100)._confirm_by_time()
            if self.calendar.is_last_of_month(self.moment):
                self.postpone()

    def find_waiting(self, leads):
        """The handovers by which these cards wait, to be decided by their receivers."""
        domain = [("lead_id", "in", leads.ids), ("state", "=", "offered")]
        return self.env["conveyor.handover"].search(domain)

    def do_lose(self, user, ids):
        """Lose cards, each for one of the department's reasons."""
        leads = self.leads(user, ids)
        for reason, group in leads.grouped(
            lambda lead: self.rng.choice(self.cast.lost_reasons)
        ).items():
            group.action_set_lost(lost_reason_id=reason.id)

    def prepare_activities(self, user, ids, kind, day):
        """The values of one activity per card.

        :param str kind: call, email, meeting or todo
        """
        activity_type = self.env.ref(f"mail.mail_activity_data_{kind}")
        return [
            {
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "res_id": lead_id,
                "user_id": user.id,
                "activity_type_id": activity_type.id,
                "date_deadline": day,
            }
            for lead_id in ids
        ]
