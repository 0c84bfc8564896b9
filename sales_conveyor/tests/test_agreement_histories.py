import random
from datetime import timedelta

from ..tools.clock import at_instant
from .agreements import AgreementCommon, at, on
from .common import department


class Oracle:
    """The rules of agreements once more, in plain words of Python."""

    def __init__(self, today, due):
        self.state, self.promised, self.due, self.decide = "open", due, due, max(today, due)
        self.moves = self.late_moves = 0
        self.decided = None
        self.alive = True

    def _close_day(self, today):
        if self.state == "open" and self.decide < today:
            self.state, self.decided = "broken", self.decide

    def night(self, today):
        self._close_day(today)

    def move(self, today, due):
        self._close_day(today)
        if self.alive and due != self.due:
            self.moves += 1
            self.late_moves += self.state == "broken"
            self.due = due
            if self.state == "open":
                self.decide = max(today, due)

    def done(self, today):
        self._close_day(today)
        self.state = "late" if self.state == "broken" else "kept"
        self.decided, self.alive = today, False

    def drop(self, today):
        self._close_day(today)
        if self.state == "open":
            self.state, self.decided = "cancelled", today
        self.alive = False

    def told(self):
        return (
            self.state,
            self.promised,
            self.due,
            self.decided,
            self.moves,
            self.alive and self.state in ("open", "broken"),
        )


@department
class TestAgreementHistories(AgreementCommon):
    """Random weeks of a seller: what is kept agrees with the rules told in Python, and the facts with both."""

    SEEDS, DAYS, CARDS = 4, 12, 3

    def live(self, seed):
        """Some days of planning, moving, doing and dropping; each deed a transaction of its own."""
        dice, oracles = random.Random(seed), {}
        cards = [self.deal(f"{seed}-{n}") for n in range(self.CARDS)]
        for day in range(2, 2 + self.DAYS):
            for _deed in range(dice.randint(1, 3)):
                with at_instant(self.env, at(day) + timedelta(minutes=dice.randint(0, 600))):
                    self.act(dice, on(day), cards, oracles)
            if dice.random() < 0.5:
                self.decide(day + 1)
                for oracle in oracles.values():
                    oracle.night(on(day + 1))
        self.decide(2 + self.DAYS)
        for oracle in oracles.values():
            oracle.night(on(2 + self.DAYS))
        return oracles

    def act(self, dice, today, cards, oracles):
        alive = [activity for activity, oracle in oracles.items() if oracle.alive]
        deed = dice.choice(("plan", "plan", "move", "done", "drop")) if alive else "plan"
        due = today + timedelta(days=dice.randint(-2, 6))
        if deed == "plan":
            card = dice.choice(cards)
            activity = card.activity_schedule(
                "mail.mail_activity_data_call", date_deadline=due, user_id=self.hunter.id
            )
            oracles[activity] = Oracle(today, due)
            return
        activity = dice.choice(alive)
        if deed == "move":
            oracles[activity].move(today, due)
            activity.date_deadline = due
        elif deed == "done":
            oracles[activity].done(today)
            activity.action_feedback()
        else:
            oracles[activity].drop(today)
            dice.choice((activity.unlink, activity.action_archive))()

    def test_random_weeks(self):
        for seed in range(self.SEEDS):
            oracles = self.live(seed)
            with self.subTest(seed=seed, agreements=len(oracles)):
                self.assertTrue(oracles)
                for activity, oracle in oracles.items():
                    row = self.agreement(activity)
                    self.assertEqual(
                        (row.state, row.promised_on, row.due_on, row.decided_on or None,
                         row.move_count, row.is_pending),
                        oracle.told(),
                        activity,
                    )  # fmt: skip
                    moves = row.move_ids
                    self.assertEqual(len(moves), oracle.moves)
                    self.assertEqual(len(moves.filtered("is_late")), oracle.late_moves)
                    self.assertEqual(
                        row.is_flagged,
                        oracle.moves > 1 or oracle.late_moves > 0 or row.cancel_cause == "deleted",
                    )
                self.compare_facts(oracles)
                self.compare_cards(oracles)
        self.assertFalse(self.check())

    def compare_facts(self, oracles):
        rows = self.env["conveyor.agreement"].union(*map(self.agreement, oracles))
        for state in ("kept", "late", "broken"):
            facts = self.facts(f"agreement_{state}").filtered(lambda fact: fact.res_id in rows.ids)
            expected = sum(oracle.state == state for oracle in oracles.values())
            self.assertEqual(sum(facts.mapped("quantity")), expected, state)
        moved = self.facts("agreement_moved").filtered(lambda fact: fact.res_id in rows.ids)
        moves = sum(oracle.moves for oracle in oracles.values())
        self.assertEqual(sum(moved.mapped("quantity")), moves)

    def compare_cards(self, oracles):
        pending = {}
        for activity, oracle in oracles.items():
            row = self.agreement(activity)
            if oracle.told()[-1]:
                pending.setdefault(row.lead_id, []).append(oracle.due)
        for card in self.env["conveyor.agreement"].union(*map(self.agreement, oracles)).lead_id:
            expected = min(pending.get(card, [False]))
            self.assertEqual(card.next_contact_on, expected)
