from datetime import date, datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .common import department
from .evenings import EveningCommon

TUESDAY_MORNING = datetime(2026, 3, 3, 9)


@department
class TestStandupRights(EveningCommon):
    """Who was expected in a stand-up reads it, whoever leads the team or the department leads it, nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_leader = new_test_user(
            cls.env, "t_other_leader", groups="sales_team.group_sale_salesman", name="Other leader"
        )
        cls.deputy = new_test_user(
            cls.env,
            "t_deputy",
            groups="sales_team.group_sale_salesman_all_leads",
            name="Deputy",
        )
        cls.other_team = cls.env["crm.team"].create(
            {
                "name": "Other Department",
                "user_id": cls.other_leader.id,
                "use_conveyor": True,
                "use_daily_report": False,
                "company_id": cls.env.company.id,
                "crm_team_member_ids": [cls._member(cls.stranger, "hunter")],
            }
        )

    def standup(self, day=date(2026, 3, 3)):
        values = {"team_id": self.team.id, "company_id": self.env.company.id, "kind": "morning"}
        with at_instant(self.env, datetime(2026, 3, 2, 6)):
            schedule = self.env["conveyor.standup.schedule"].create(values)
            return self.env["conveyor.standup"]._open(schedule, day)

    def agenda(self, standup, user):
        """What a person reads on the screen on Tuesday morning."""
        with at_instant(self.env, TUESDAY_MORNING):
            screen = standup.with_user(user).get_standup(standup.id)
        return screen, {person["name"]: person for person in screen["people"]}

    def test_leader_of_another_team_has_no_part_in_it(self):
        standup = self.standup().with_user(self.other_leader)
        self.assertFalse(standup.search([("id", "=", standup.id)]))
        for attempt in (
            lambda: standup.get_standup(standup.id),
            standup.start_standup,
            lambda: standup.mark_person(self.hunter.id, "present"),
            lambda: standup.add_task(self.hunter.id, "Call"),
            lambda: standup.say(self.hunter.id, "success", "x"),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_deputy_of_the_head_leads_where_the_leader_is_away(self):
        standup = self.standup().with_user(self.deputy)
        with at_instant(self.env, TUESDAY_MORNING):
            screen = standup.start_standup()
        self.assertTrue(screen["can_lead"])
        self.assertEqual((standup.state, standup.led_by_id), ("running", self.deputy))

    def test_owner_reads_and_leads_nothing(self):
        standup = self.standup()
        screen, _people = self.agenda(standup, self.owner)
        self.assertFalse(screen["can_lead"])
        with self.assertRaises(AccessError):
            standup.with_user(self.owner).start_standup()

    def test_verdicts_of_yesterday_are_for_oneself_and_for_who_leads(self):
        for report in (self.open_reports(), self.report(self.scout)):
            self.submit(report)
        self.freeze()
        standup = self.standup()
        for user, told in (
            (self.hunter, {"Hunter"}),
            (self.leader, {"Hunter", "Scout"}),
            (self.deputy, {"Hunter", "Scout"}),
            (self.owner, {"Hunter", "Scout"}),
        ):
            with self.subTest(user=user.name):
                _screen, people = self.agenda(standup, user)
                named = {name for name in ("Hunter", "Scout") if people[name]["report"]}
                self.assertEqual(named, told)

    def test_who_leads_another_team_and_sells_here_is_a_colleague(self):
        """Neither the team's exceptions nor those of the team that he leads are for this screen."""
        self.team.crm_team_member_ids = [Command.create({"user_id": self.other_leader.id})]
        with at_instant(self.env, datetime(2026, 2, 20, 9)):
            for owner, team in ((self.hunter, self.team), (self.stranger, self.other_team)):
                card = self.card(owner=owner, stage=self.stage_talk, team_id=team.id)
                card.activity_schedule(date_deadline=date(2026, 2, 23), user_id=owner.id)
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        standup = self.standup()
        overdue = {
            user: [
                one["figure"]["value"] for one in screen["exceptions"] if one["key"] == "overdue"
            ]
            for user in (self.leader, self.other_leader)
            for screen, _people in [self.agenda(standup, user)]
        }
        self.assertFalse(self.agenda(standup, self.other_leader)[0]["can_lead"])
        self.assertEqual(overdue, {self.leader: [1], self.other_leader: []})
