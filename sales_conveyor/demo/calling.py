"""Calls on the phone: those that reach the client and those that do not, and what reviewers think of them."""

import random
from datetime import timedelta

from ..const import RELAY


class Calling:
    """The calls of the department; a part of the replay. It throws dice of its own."""

    MISSED = 0.35
    SHORT = 0.2
    DRAWN_DAYS = 30

    def log_calls(self, user, planned):
        """Call about cards: now and then nobody answers the first time.

        :param dict planned: ``{card: planned call that is done by it, or nothing}``
        """
        dice = random.Random(f"{self.env.cr.now()} {user.login}")
        told = []
        for lead_id, activity_id in planned.items():
            if dice.random() < self.MISSED:
                told.append({"lead_id": lead_id, "outcome": dice.choice(("no_answer", "busy"))})
            seconds = dice.randint(20, 50) if dice.random() < self.SHORT else dice.randint(70, 600)
            told.append(
                {
                    "lead_id": lead_id,
                    "outcome": "talked",
                    "talk_seconds": seconds,
                    "activity_id": activity_id,
                }
            )
        self.env["conveyor.call"].with_user(user).log_calls(told)

    def draw_calls(self, company, day):
        """Draw the calls of a day for review, as the server does each night; of the last month alone."""
        last = self.calendar.instant(len(self.calendar) - 1).date()
        if day > last - timedelta(days=self.DRAWN_DAYS):
            self.env["conveyor.call.sample"]._draw_day(company, day, seed=f"demonstration {day}")


class Reviewing:
    """What reviewers and sellers have done with the calls drawn; a part of the last day."""

    LEFT_TO_DO = 6

    def review_calls(self):
        """Judge the calls drawn, but the last ones; most sellers agree, one does not."""
        dice = random.Random("reviews")
        reviews = self.env["conveyor.call.review"].with_context(conveyor_quiet=RELAY)
        domain = [("team_id", "=", self.cast.team.id), ("state", "=", "todo")]
        found = reviews.search(domain, order="called_on, id")
        judged = found[: -self.LEFT_TO_DO].filtered("reviewer_id")
        for review in judged:
            self._judge(review.with_user(review.reviewer_id), dice)
        for place, review in enumerate(judged):
            own = review.with_user(review.user_id)
            if place == len(judged) - 2:
                own._dispute(
                    "The client asked for the price himself: there was nothing to find out."
                )
            elif place < len(judged) - 2:
                own.action_acknowledge()

    def _judge(self, review, dice):
        for line in review.line_ids:
            best = line.max_mark
            if dice.random() < 0.05:
                line.mark = "na"
            elif best == 1:
                line.mark = "1" if dice.random() < 0.95 else "0"
            else:
                line.mark = str(dice.choice((2, 3, 4, 4, 5, 5)))
        review.comment = dice.choice(
            (
                "Good questions. Name the day of the next step aloud next time.",
                "A warm talk. The price came too early.",
                "Clear and short; ask more about who decides.",
            )
        )
        review.action_publish()
