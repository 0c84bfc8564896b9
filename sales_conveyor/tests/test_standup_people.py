from datetime import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .common import department
from .evenings import EveningCommon
from .norms import MONDAY

EARLY = datetime(2026, 3, 2, 6)


@department
class TestStandupPeople(EveningCommon):
    """A stand-up is of the people of its team, as they are now, and of its company."""

    def schedule(self, **values):
        values = {"team_id": self.team.id, "company_id": self.env.company.id, **values}
        with at_instant(self.env, EARLY):
            return self.env["conveyor.standup.schedule"].create(values)

    def test_task_is_given_on_a_card_that_its_person_can_open(self):
        """T3: on a card of somebody else it would wait for ever."""
        standup = self.env["conveyor.standup"]._open(self.schedule(), MONDAY)
        card = self.card(owner=self.hunter, stage=self.stage_talk)
        mine = standup.with_user(self.leader)
        with at_instant(self.env, EARLY):
            with self.assertRaisesRegex(UserError, "Hunter2 cannot open this card"):
                mine.add_task(self.hunter2.id, "Call", card.id)
            self.assertFalse(card.activity_ids)
            mine.add_task(self.hunter.id, "Call", card.id)
        self.assertEqual(card.activity_ids.user_id, self.hunter)

    def test_standups_of_a_team_are_of_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "another company"):
            self.schedule(company_id=other.id)

    def test_meetings_to_come_are_of_who_is_in_the_team_now(self):
        schedule = self.schedule()
        new = new_test_user(
            self.env, "t_new", groups="sales_team.group_sale_salesman", name="Newcomer"
        )
        guest = self.env["res.partner"].create({"name": "Guest"})
        with at_instant(self.env, EARLY):
            events = schedule._find_to_come()
            first = min(events, key=lambda event: event.start)
            events.write({"partner_ids": [(4, guest.id)]})
        with at_instant(self.env, datetime(2026, 3, 4, 12)):
            self.team.crm_team_member_ids = [self._member(new, "hunter")]
            self.member(self.hunter2).active = False
            self.env["conveyor.standup.schedule"]._extend_calendar()
            events = schedule._find_to_come()
            self.assertGreater(len(events), 50)
            for event in events:
                self.assertLessEqual(
                    new.partner_id | guest | self.hunter.partner_id, event.partner_ids
                )
                self.assertNotIn(self.hunter2.partner_id, event.partner_ids)
        self.assertNotIn(first, events)
        self.assertIn(self.hunter2.partner_id, first.partner_ids, "past ones stay")
