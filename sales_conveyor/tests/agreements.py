from datetime import date, datetime

from ..tools.clock import at_instant
from .ledger import LedgerCommon

# The doors of agreements and of clients to contact; test_agreement_rights tries them.
AGREEMENTS = {
    "conveyor.agreement": {"action_open_cancel", "action_open_card"},
    "conveyor.agreement.cancel": {"action_cancel"},
    "conveyor.contact.report": {"action_plan_contacts"},
    "crm.lead": {"action_cancel_agreements", "action_open_agreements"},
    "mail.activity": {"action_cancel_agreement"},
    "res.partner": {"action_open_agreements"},
}
CALL = "mail.mail_activity_data_call"
# Monday of the stories told here.
MONDAY = 2


def on(day):
    return date(2026, 3, day)


def at(day, hour=10, minute=0):
    return datetime(2026, 3, day, hour, minute)


class AgreementCommon(LedgerCommon):
    """Words for agreements: what is planned, moved, done and dropped on days of March 2026, Monday being the 2nd."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill, cls.barn = (cls.deal(cls, name) for name in ("Mill", "Barn"))

    def deal(self, name, **values):
        """A card of the hunter, made on the day before."""
        with at_instant(self.env, at(1)):
            return LedgerCommon.card(
                self, name, **{"owner": self.hunter, "stage": self.stage_talk, **values}
            )

    def at(self, day, hour=10, minute=0):
        """Let the block happen at an instant of March, and the transaction end with it."""
        return at_instant(self.env, at(day, hour, minute))

    def plan(self, card, due, day=MONDAY, user=None, **values):
        """A call with the client of a card, planned on one day for another."""
        with self.at(day):
            return card.activity_schedule(
                CALL, date_deadline=on(due), user_id=(user or self.hunter).id, **values
            )

    def move(self, activity, due, day, user=None):
        with self.at(day):
            activity.with_user(user or self.hunter).date_deadline = on(due)

    def do(self, activity, day, hour=10, user=None):
        with self.at(day, hour):
            activity.with_user(user or self.hunter).action_feedback()

    def decide(self, day, hour=1):
        """The cron of a night."""
        with self.at(day, hour):
            self.env["conveyor.agreement"]._decide(self.env.company)

    def agreements(self, card):
        self.env["conveyor.fact"]._book_expected()
        domain = [("lead_id", "in", card.ids)]
        return self.env["conveyor.agreement"].search(domain, order="id")

    def agreement(self, document):
        """What is known of an activity or meeting, also when it is gone."""
        self.env["conveyor.fact"]._book_expected()
        key = "activity_key" if document._name == "mail.activity" else "event_key"
        row = self.env["conveyor.agreement"].search([(key, "in", document.ids)])
        row.invalidate_recordset()
        return row

    def told(self, document):
        """State, day of decision, times moved."""
        row = self.agreement(document)
        return row.state, row.decided_on and row.decided_on.day, row.move_count

    def booked(self, card=None):
        """What the facts of agreements come to: ``{kind: number}``, zeros left out."""
        totals = {}
        for kind in ("kept", "late", "broken", "moved"):
            facts = self.facts(f"agreement_{kind}")
            if card:
                rows = self.agreements(card)
                facts = facts.filtered(lambda fact, rows=rows: fact.res_id in rows.ids)
            totals[kind] = sum(facts.mapped("quantity"))
        return {kind: total for kind, total in totals.items() if total}
