from datetime import datetime, timedelta

from ..tools.clock import at_instant
from .norms import NormCommon

# Monday is the first of May 2017; a month of which no plan and no demonstration tells anything.
MONDAY = datetime(2017, 5, 1)
NOW = datetime(2017, 5, 3, 14)


class StripCommon(NormCommon):
    """Words for the strip, asked on Wednesday at two: 2 days and 5 of 8 hours of the month have passed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.crm_team_member_ids.capacity = 1000

    def strip(self, user=None, team=None, period="month", now=NOW):
        with at_instant(self.env, now):
            teams = self.env["crm.team"].with_user(user or self.head).with_context(lang="en_US")
            return teams.get_conveyor_strip((self.team if team is None else team).id, period)

    def section(self, role, **kwargs):
        return next(one for one in self.strip(**kwargs)["sections"] if one["role"] == role)

    def offer(self, count, at=MONDAY, **values):
        """Cards that the scout offers to the hunter at an instant."""
        with at_instant(self.env, at):
            return self.env["crm.lead"].concat(
                *(self.offered(name=f"Card {number}", **values) for number in range(count))
            )

    def accept(self, cards, at):
        with at_instant(self.env, at):
            self.waiting(cards).with_user(self.hunter).action_accept()

    def close(self, owner, outcome, revenue, at=MONDAY + timedelta(hours=30), stage=None):
        """A card of a person that is won or lost in May."""
        with at_instant(self.env, MONDAY + timedelta(hours=9)):
            card = self.card(owner=owner, stage=stage or self.stage_talk, expected_revenue=revenue)
        with at_instant(self.env, at):
            card.action_set_won() if outcome == "won" else card.action_set_lost()
        return card

    def plan(self, value):
        """A plan in force: so much money of contracts in May, for the team."""
        plan = self.env["conveyor.plan"].create({"year": 2017})
        self.env["conveyor.target"].create(
            {
                "plan_id": plan.id,
                "month_on": MONDAY.date(),
                "metric_id": self.env["conveyor.metric"]._get("contract_amount").id,
                "team_id": self.team.id,
                "value": value,
            }
        )
        plan.with_user(self.owner).action_approve()
