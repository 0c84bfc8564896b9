from odoo import models
from odoo.tools import date_utils


class MotivationSimulation(models.Model):
    """Whom a plan is tried on: those who are paid by it or by the one before, else the people of its role."""

    _inherit = "motivation.simulation"

    # === ACTION METHODS === #

    def action_find_people(self):
        """Take the people anew, for the plans and months chosen now."""
        self.ensure_one()
        self.person_ids.unlink()
        self._take_people()

    # === BUSINESS METHODS === #

    def _take_people(self):
        """Add whoever the plans concern, with the salary he has and the months he worked."""
        self.ensure_one()
        assignments = self._find_assignments()
        users = assignments.user_id or self._find_people_of_role()
        spans, teams = self._find_spans(users, assignments), self._find_teams(users)
        latest = {}
        for assignment in assignments.sorted("date_from_on"):
            latest[assignment.user_id] = assignment
        self.env["motivation.simulation.person"].create(
            [
                {
                    "simulation_id": self.id,
                    "user_id": user.id,
                    "salary": latest[user].salary if user in latest else 0,
                    "base_salary": latest[user].salary if user in latest else 0,
                    "team_ids": [
                        (6, 0, (latest[user].team_ids if user in latest else teams[user]).ids)
                    ],
                    **spans.get(user.id, {}),
                }
                for user in users.sorted("name")
            ]
        )

    def _find_assignments(self):
        """Who was or is paid by these plans or by their earlier versions."""
        plans = self.plan_id | self.base_plan_id
        while plans.previous_id - plans:
            plans |= plans.previous_id
        return self.env["motivation.pay.assignment"].search(
            [("plan_id", "in", plans.ids), ("simulation_id", "=", False)]
        )

    def _find_people_of_role(self):
        """Members whose main role it is; for heads those who lead teams."""
        companies = [("company_id", "in", (self.company_id.id, False))]
        if self.plan_id.role == "head":
            return self.env["crm.team"].search(companies).user_id
        members = self.env["crm.team.member"].search(
            [
                ("role", "=", self.plan_id.role),
                ("crm_team_id.company_id", "in", (self.company_id.id, False)),
            ]
        )
        return members.user_id.filtered(lambda user: self.company_id in user.company_ids)

    def _find_teams(self, users):
        """The teams that these people lead: ``{user: teams}``."""
        teams = self.env["crm.team"].search(
            [("company_id", "in", (self.company_id.id, False)), ("user_id", "in", users.ids)]
        )
        led = teams.grouped("user_id")
        return {user: led.get(user, teams.browse()) for user in users}

    def _find_spans(self, users, assignments):
        """From a person's first month in the ledger or on a plan, where he came later; to his last, where he left.

        :return: ``{user id: {"since_on": day, "until_on": day}}``
        """
        months = self._get_months()
        groups = self.env["conveyor.fact.sum"]._read_group(
            [("user_id", "in", users.ids), ("company_id", "=", self.company_id.id)],
            ["user_id"],
            ["month_on:min", "month_on:max"],
        )
        paid = dict(
            assignments._read_group(
                [("id", "in", assignments.ids)], ["user_id"], ["date_from_on:min"]
            )
        )
        spans = {}
        for user, first, last in groups:
            span = spans[user.id] = {}
            first = min(first, paid.get(user, first))
            if months and months[0] < first <= months[-1]:
                span["since_on"] = first
            if not user.active and months and months[0] <= last < months[-1]:
                span["until_on"] = date_utils.end_of(last, "month")
        return spans
