"""What hunters agree with clients: when to speak of the proposal, moved now and then, kept, or forgotten."""

import random
from datetime import timedelta


class Agreeing:
    """Agreements; a part of the replay. They throw dice of their own, so that all else stays as it was."""

    AGREED = 0.5
    MOVED = 0.35

    def agree(self, user, ids):
        """Agree with half of the clients when to speak of the proposal."""
        today = self.calendar.instant(self.moment).date()
        vals_list = []
        for lead in self.leads(user, ids):
            dice = random.Random(f"{lead.name} agreed")
            if dice.random() < self.AGREED:
                day = today + timedelta(days=dice.randint(3, 12))
                values = {"summary": "Speak of the proposal"}
                [activity] = self.prepare_activities(user, lead.ids, "email", day)
                vals_list.append({**activity, **values})
        self.env["mail.activity"].with_user(user).create(vals_list)

    def keep_agreements(self, user, ids):
        """Speak of the proposals: in time or late."""
        self._find_agreed(user, [("res_id", "in", ids)]).action_feedback()

    def move_agreements(self, today):
        """On Mondays some of what is due this week is put off: the slower the hunter, the more of it."""
        for user in self.cast.people("hunter"):
            slowness = self.cast.manner(user, "hunter").slowness
            due = self._find_agreed(user, [("date_deadline", "<=", today + timedelta(days=4))])
            moved = due.filtered(
                lambda activity, slowness=slowness: (
                    random.Random(f"{activity.res_name} {today}").random()
                    < self.MOVED * slowness / 2
                )
            )
            moved.write({"date_deadline": today + timedelta(days=7)})

    def _find_agreed(self, user, domain):
        own = [("res_model", "=", "crm.lead"), ("user_id", "=", user.id)]
        return self.env["mail.activity"].with_user(user).search([*own, *domain])
