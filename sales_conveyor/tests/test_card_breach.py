from datetime import date, datetime

from odoo.exceptions import UserError

from .cards import CardCommon
from .common import department


@department
class TestCardBreach(CardCommon):
    """A card of a hunter or farmer that waits too long to be put in order is a breach, once a week."""

    def since(self, card):
        fault = self.env["conveyor.card.fault"].search([("lead_id", "=", card.id)])
        return fault.since_on and fault.since_on.day

    def breaches(self, card):
        found = self.booked("card_incomplete").filtered(lambda one: one.lead_id == card)
        return [breach.happened_on.day for breach in found]

    def test_more_than_five_working_days_are_too_long(self):
        """Noticed on Tuesday the third; the next Tuesday is the fifth working day, Wednesday the sixth."""
        card = self.whole(
            phone=False, partner_id=self.client.id, partner_name="x", email_from=False
        )
        card.write({"phone": False, "email_from": False})
        for day in (3, 4, 5, 6, 9, 10):
            self.watch(day)
        self.assertEqual((self.since(card), self.breaches(card)), (3, []))
        self.watch(11)
        self.assertEqual(self.breaches(card), [11])
        breach = self.booked("card_incomplete").filtered(lambda one: one.lead_id == card)
        self.assertEqual(
            (breach.user_id, breach.team_id, breach.partner_id),
            (self.hunter, self.team, self.client),
        )
        self.assertIn("not filled: phone or e-mail", breach.evidence)

    def test_once_a_card_and_week(self):
        card = self.whole(phone=False)
        for day in (3, 11, 11, 12, 13, 16, 17):
            self.watch(day)
        self.assertEqual(self.breaches(card), [11, 16])

    def test_a_card_put_in_order_begins_anew(self):
        card = self.whole(phone=False)
        self.watch(3)
        card.phone = "+7 900"
        self.watch(9)
        self.assertFalse(self.since(card))
        card.phone = False
        self.watch(10)
        self.assertEqual(self.since(card), 10)
        self.watch(16)
        self.assertEqual(self.breaches(card), [])

    def test_a_new_owner_has_days_of_his_own(self):
        card = self.whole(phone=False)
        self.watch(3)
        card.user_id = self.hunter2
        self.watch(10)
        self.assertEqual(self.since(card), 10)
        self.watch(11)
        self.assertEqual(self.breaches(card), [])

    def test_days_off_of_the_owner_do_not_count(self):
        resource = self.env["resource.resource"].create(
            {"name": "Hunter", "user_id": self.hunter.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": datetime(2026, 3, 9),
                "date_to": datetime(2026, 3, 11),
            }
        )
        card = self.whole(phone=False)
        for day in (3, 11, 12):
            self.watch(day)
        self.assertEqual(self.breaches(card), [])
        self.watch(13)
        self.assertEqual(self.breaches(card), [13])

    def test_scouts_are_told_and_not_blamed(self):
        card = self.whole(owner=self.scout, stage=self.stage_contact, phone=False)
        self.watch(3)
        self.watch(20)
        self.assertEqual((self.since(card), self.breaches(card)), (3, []))

    def test_the_days_are_a_setting(self):
        self.env.company.conveyor_card_days = 0
        card = self.whole(phone=False)
        self.watch(3)
        self.assertEqual(self.breaches(card), [])
        self.watch(4)
        self.assertEqual(self.breaches(card), [4])

    def test_the_cron_looks_once_a_day_and_goes_on_after_a_stop(self):
        card = self.whole(phone=False)
        branch = self.env["res.company"].create({"name": "Branch", "conveyor_tz": "UTC"})
        with self.at(4, 1):
            self.run_cron("conveyor.card.fault", "_cron_watch", kill_after=1)
            left = [company.conveyor_cards_watched_on for company in self.env.company | branch]
            self.assertIn(False, [bool(day) for day in left])
            self.run_cron("conveyor.card.fault", "_cron_watch")
            self.assertEqual(self.env.company.conveyor_cards_watched_on, date(2026, 3, 3))
            self.assertEqual(branch.conveyor_cards_watched_on, date(2026, 3, 3))
        self.assertEqual(self.since(card), 3)
        with self.at(4, 2), self.statements("INSERT INTO conveyor_card_fault") as found:
            self.run_cron("conveyor.card.fault", "_cron_watch")
        self.assertFalse(found)

    def test_nobody_writes_what_the_night_noticed(self):
        card = self.whole(phone=False)
        self.watch(3)
        fault = self.env["conveyor.card.fault"].search([("lead_id", "=", card.id)])
        for person in (self.hunter, self.leader, self.head, self.env.user):
            mine = fault.with_user(person)
            for deed in (
                lambda one: one.write({"since_on": "2026-01-01"}),
                lambda one: one.unlink(),
                lambda one: one.create([{"lead_id": 1}]),
            ):
                with self.assertRaises(UserError):
                    deed(mine)
        seen = {
            person.name
            for person in (
                self.hunter,
                self.hunter2,
                self.leader,
                self.head,
                self.owner,
                self.stranger,
            )
            if self.env["conveyor.card.fault"].with_user(person).search([("id", "=", fault.id)])
        }
        self.assertEqual(seen, {"Hunter", "Leader", "Head", "Owner"})

    def test_a_deleted_card_is_forgotten(self):
        card = self.whole(phone=False)
        self.watch(3)
        card.unlink()
        found = self.env["conveyor.incident"].browse(self.watch(20))
        self.assertFalse(found.filtered(lambda incident: incident.team_id == self.team))
