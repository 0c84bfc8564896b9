"""Random lives of clients, card by card: what people do with them, in any order that Odoo allows."""

from datetime import datetime, timedelta

from ..tools.clock import at_instant
from .histories_money import MoneyHistory

# Around the nights when clocks change in Berlin (29 March 2026) and in no month alone.
BEGIN = datetime(2026, 3, 27, 20, 0)
MARK = "mail.mail_activity_data_call"


class History(MoneyHistory):
    """One client in one company: his cards, orders, invoices and payments, moved on by chance.

    :param test: a ``LedgerCommon`` with ``worlds``, the two companies
    :param random: ``random.Random`` with a seed of its own
    """

    def __init__(self, test, random, number):
        self.test, self.random = test, random
        self.world = random.choice(test.worlds)
        self.env = self.world.env
        self.clock = BEGIN + timedelta(minutes=random.randrange(60 * 24 * 20))
        self.client = self.env["res.partner"].create(
            {"name": f"Client {number}", "is_company": True}
        )
        self.cards = self.orders = self.invoices = None
        self.log = []

    def live(self, steps):
        """So many things happen."""
        self.cards = self.env["crm.lead"]
        self.orders = self.env["sale.order"]
        self.invoices = self.env["account.move"]
        self._do(self.create_card)
        for _step in range(steps):
            deeds = [name for name in DEEDS if getattr(self, f"can_{name}", lambda: True)()]
            self._do(getattr(self, self.random.choice(deeds)))

    def _do(self, deed):
        self.clock += timedelta(minutes=self.random.choice((1, 7, 90, 60 * 13, 60 * 24 * 9)))
        self.log.append(deed.__name__)
        with at_instant(self.env, self.clock):
            deed()

    def _pick(self, records):
        return records[self.random.randrange(len(records))]

    # === CARDS === #

    def _open(self):
        return self.cards.filtered(lambda card: card.active and card.won_status == "pending")

    def create_card(self):
        """A new card of a scout or a hunter."""
        world = self.world
        owner = self._pick(world.scouts | world.hunters)
        stage = self.test.stage_contact if owner in world.scouts else self.test.stage_talk
        self.cards |= self.env["crm.lead"].create(
            {
                "name": "Mill",
                "type": "opportunity",
                "partner_id": self.random.choice((self.client.id, False)),
                "team_id": world.team.id,
                "user_id": owner.id,
                "stage_id": stage.id,
                "expected_revenue": self.random.choice((0, 10, 999.99, 123456.78)),
            }
        )

    def _with_scouts(self):
        return self._open().filtered(
            lambda card: card.user_id in self.world.scouts and card.conveyor_role == "scout"
        )

    def can_hand_over(self):
        return bool(self._with_scouts())

    def hand_over(self):
        """A scout offers; the hunter accepts, returns, or the scout withdraws, maybe later returned."""
        card = self._pick(self._with_scouts())
        handover = self.env["conveyor.handover"]
        if not card.waiting_user_id:
            handover._offer_leads(card, {card: self.test.stage_talk})
        waiting = self.test.waiting(card).with_env(self.env)
        end = self.random.choice(
            ("accept", "accept", "return", "withdraw", "later", "accept and return")
        )
        if end.startswith("accept"):
            waiting.action_accept()
        if end.endswith("return"):
            waiting._return(self.test.reason, "No need")
        if end == "withdraw":
            waiting.action_withdraw()

    def can_win(self):
        return bool(self._open())

    def win(self):
        """Won, whoever owns the card."""
        self._pick(self._open()).action_set_won()

    can_lose = can_win

    def lose(self):
        """Lost."""
        self._pick(self._open()).action_set_lost()

    def can_reopen(self):
        return bool(self.cards.filtered(lambda card: card.won_status != "pending"))

    def reopen(self):
        """A closed card is worked on again."""
        card = self._pick(self.cards.filtered(lambda card: card.won_status != "pending"))
        card.write({"active": True, "stage_id": self.test.stage_talk.id, "probability": 20})

    def revalue(self):
        """The expected revenue turns out to be another one."""
        if self.cards:
            self._pick(self.cards).expected_revenue = self.random.choice((0, 5, 77.77, 1e6))

    def can_archive(self):
        return bool(self.cards)

    def archive(self):
        """A card is put aside, or taken out again."""
        card = self._pick(self.cards)
        card.active = not card.active

    def can_merge(self):
        return len(self._open()) > 1

    def merge(self):
        """Two cards turn out to be one."""
        merged = self.cards.filtered("active")[:2].merge_opportunity()
        self.cards = self.cards.exists() | merged

    def can_delete(self):
        return len(self.cards) > 1

    def delete(self):
        """A card is deleted."""
        card = self._pick(self.cards)
        self.cards -= card
        card.unlink()

    def can_call(self):
        return bool(self._open())

    def call(self):
        """A call on a card, done at once."""
        card = self._pick(self._open())
        card.activity_schedule(MARK, user_id=card.user_id.id).action_feedback("Talked")


DEEDS = (
    "create_card", "create_card", "create_card", "hand_over", "hand_over", "win", "win", "lose", "reopen", "revalue",
    "archive", "merge", "merge", "merge", "delete", "call", "order", "order", "cancel", "change", "invoice", "invoice",
    "pay", "pay", "unreconcile", "refund",
)  # fmt: skip
