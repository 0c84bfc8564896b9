from odoo.tests import HttpCase

from .common import department
from .planning import PlanningCommon


@department
class TestCockpitTour(PlanningCommon, HttpCase):
    """Owner, head and hunter in the browser: the % of plan one click away, and the facts behind it."""

    def test_owner_head_and_hunter_read_their_plan(self):
        (self.owner | self.head | self.hunter).lang = "en_US"
        today = self.env.company._get_business_day()
        month = today.month
        self.plan(
            (month, self.hunter, 2000),
            (month, self.hunter2, 500),
            (month, self.scout, 500),
            year=today.year,
        )
        self.sell(self.hunter, 600, today)
        self.sell(self.hunter, 400, today)
        self.sell(self.hunter2, 500, today)
        self.start_tour("/odoo", "sales_conveyor_cockpit_owner", login="t_owner")
        self.sell(self.hunter2, 300, today)
        self.start_tour("/odoo", "sales_conveyor_cockpit_head", login="t_head")
        self.start_tour("/odoo", "sales_conveyor_cockpit_hunter", login="t_hunter")
