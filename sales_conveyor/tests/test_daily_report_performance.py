from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .common import department
from .evenings import EVENING, MORNING, EveningCommon
from .norms import MONDAY

SELLER = "sales_team.group_sale_salesman"
# Statements of an evening and of its freeze, whatever the number of people and teams.
OPENED, FROZEN = 40, 60
# Odoo writes a hundred rows at a time.
ODD = 4


@department
class TestDailyReportPerformance(EveningCommon):
    """A department of many teams reports in as few statements as one team."""

    def add_team(self, name, people):
        """A team of hunters."""
        members = [
            Command.create(
                {
                    "user_id": new_test_user(self.env, f"{name}_{number}", groups=SELLER).id,
                    "role": "hunter",
                }
            )
            for number in range(people)
        ]
        values = {"name": name, "use_conveyor": True, "crm_team_member_ids": members}
        return self.env["crm.team"].create({**values, "company_id": self.env.company.id})

    def count(self, name, instant):
        """The statements of a cron."""
        self.env["conveyor.card.requirement"]._get_asked_rows()  # kept in mind
        with at_instant(self.env, instant):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_cron(name, instant)
            return self.env.cr.sql_log_count - before

    def live(self, day):
        """An evening and the morning after: people, statements of both."""
        opened = self.count("_cron_open", datetime.combine(day, EVENING.time()))
        reports = self.env["conveyor.daily.report"].search([("day_on", "=", day)])
        for report in reports[::2]:
            self.submit(report, datetime.combine(day, EVENING.time()))
        morning = datetime.combine(day + timedelta(days=1), MORNING.time())
        frozen = self.count("_cron_freeze", morning)
        self.assertTrue(all(reports.mapped("frozen_at")))
        self.assertEqual(set(reports.mapped("state")), {"submitted", "missing"})
        return len(reports), opened, frozen

    def test_forty_people_of_five_teams_cost_as_many_statements_as_ten_of_two(self):
        self.add_team("second", 4)
        self.live(MONDAY)  # Odoo learns on its first call what it then keeps in mind
        few = self.live(MONDAY + timedelta(days=1))
        for name in ("third", "fourth", "fifth"):
            self.add_team(name, 10)
        many = self.live(MONDAY + timedelta(days=2))
        self.assertEqual((few[0], many[0]), (10, 40))
        self.assertLessEqual(many[1], few[1] + ODD)
        self.assertLessEqual(many[2], few[2] + ODD)
        self.assertLessEqual(many[1], OPENED)
        self.assertLessEqual(many[2], FROZEN)
