from datetime import date

from ..const import SCOUT
from .incidents import IncidentCommon

WHOLE = {
    "partner_name": "Mill",
    "contact_name": "Anna",
    "phone": "+7 900 000 00 00",
    "expected_revenue": 1000.0,
    "date_deadline": "2026-06-01",
}


class CardCommon(IncidentCommon):
    """Words for cards that are kept in order, by requirements of the test's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lead = cls.env["crm.lead"]
        cls.Requirement = cls.env["conveyor.card.requirement"]
        cls.Requirement.search([]).active = False
        cls.ask("client", SCOUT)
        cls.ask("reach", SCOUT)
        cls.ask("contact", "hunter")
        cls.ask("closing", "hunter")

    @classmethod
    def ask(cls, what, role, stage=None):
        """Something that a card must tell from a section, or a stage, on."""
        values = {"asked": what, "role": role, "stage_id": stage and stage.id}
        known = cls.Requirement.with_context(active_test=False).search(
            [(name, "=", value or False) for name, value in values.items()]
        )
        if known:
            known.active = True
        return known or cls.Requirement.create(values)

    def whole(self, owner=None, stage=None, **values):
        """A hunter's card that tells all it must."""
        if owner == self.farmer:  # who is given no new client
            values = {"farmer_id": owner.id, **values}
        card = self.card(
            "Mill",
            owner=owner or self.hunter,
            stage=stage or self.stage_talk,
            **{**WHOLE, **values},
        )
        self.meet(card)
        return card

    def meet(self, card, day=date(2026, 3, 20)):
        """A next contact, where cards keep one."""
        if "next_contact_on" in card._fields:
            card.activity_schedule(
                "mail.mail_activity_data_call", date_deadline=day, user_id=card.user_id.id
            )
            self.env["conveyor.fact"]._book_expected()

    def told(self, card):
        """How much of what it must the card tells, and what is wrong."""
        card.invalidate_recordset()
        return round(card.card_complete, 2), card.card_faults

    def watch(self, day):
        """The night after a day of March."""
        with self.at(day, 23):
            return self.env["conveyor.card.fault"]._watch(self.env.company, date(2026, 3, day))
