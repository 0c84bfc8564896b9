"""The telephone exchange: connected some months ago, it tells each evening who called whom, at what hour."""

import random
from datetime import datetime, time, timedelta

# How many calls of ten are made in an hour (UTC), and how many of them reach somebody.
HOURS = {
    7: (1, 0.25),
    8: (2, 0.4),
    9: (4, 0.55),
    10: (4, 0.5),
    11: (2, 0.3),
    12: (2, 0.25),
    13: (4, 0.45),
    14: (3, 0.4),
}
A_DAY = {"scout": 9, "hunter": 5, "farmer": 3}


class Exchange:
    """Calls beside those that people log by hand; a part of the replay. It throws dice of its own."""

    CONNECTED_DAYS = 75

    def tell_calls(self, until):
        """Tell of the calls of the day that ends now.

        :param datetime until: naive, in UTC: what is later has not happened yet
        """
        last = self.calendar.instant(len(self.calendar) - 1).date()
        day = until.date()
        if not self.cast.exchange or day < last - timedelta(days=self.CONNECTED_DAYS):
            return
        told = []
        for role, number in A_DAY.items():
            for user in self.cast.people(role):
                dice = random.Random(f"{day} {user.login}")
                known = self._find_called(user, role)
                for _call in range(dice.randint(number - 2, number + 2)):
                    told.append(self._make_call(user, role, day, known, dice))
        told = [
            {**call, "external_id": f"{day}-{place}"}
            for place, call in enumerate(told)
            if datetime.fromisoformat(call["started_at"]) < until - timedelta(minutes=10)
        ]
        self.env["conveyor.call"].with_user(self.cast.exchange).log_calls(told)

    def _find_called(self, user, role):
        """Whom a person calls again: hunters their later cards, farmers their clients, scouts nobody."""
        if role == "hunter":
            domain = [
                ("user_id", "=", user.id),
                ("won_status", "=", "pending"),
                ("stage_id", "in", self.cast.stages("hunter")[1:].ids),
            ]
            return [{"lead_id": id_} for id_ in self.env["crm.lead"].search(domain).ids]
        if role == "farmer":
            company = self.cast.team.company_id or self.env.company
            clients = self.env["res.partner"].with_company(company)
            found = clients.search([("farmer_id", "=", user.id)])
            return [{"partner_id": id_} for id_ in found.ids]
        return []

    def _make_call(self, user, role, day, known, dice):
        [hour] = dice.choices(list(HOURS), [weight for weight, _reached in HOURS.values()])
        start = datetime.combine(day, time(hour, dice.randint(0, 59), dice.randint(0, 59)))
        call = {"user_id": user.id, "started_at": start.isoformat(sep=" ")}
        if known and role != "scout":
            call.update(dice.choice(known))
        else:
            call["phone"] = f"+44 20 7946 {dice.randrange(10000):04d}"
        if role == "farmer" and dice.random() < 0.25:
            call["direction"] = "incoming"
        if dice.random() < HOURS[hour][1]:
            return {**call, "outcome": "talked", "talk_seconds": dice.randint(65, 540)}
        outcome = dice.choice(("no_answer", "no_answer", "busy", "call_back", "refused"))
        return {**call, "outcome": outcome, "talk_seconds": 25 * (outcome == "refused")}
