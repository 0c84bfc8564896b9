from odoo import models
from odoo.tools import SQL

from odoo.addons.sales_conveyor.const import HAT_FIELD


class MotivationContest(models.Model):
    """Who takes part, and by which target or norm of his own each is weighed."""

    _inherit = "motivation.contest"

    # === BUSINESS METHODS === #

    def _enroll(self):
        """Write down who takes part, with his own goal as it is now.

        :return: the entries of all who take part
        """
        self.ensure_one()
        members = self._find_members()
        known = self.sudo().entry_ids.user_id  # they may be of other teams
        main = {}
        for member in members.sorted(lambda member: (not member.role, member.id)):
            main.setdefault(member.user_id, member)
        new = [user for user in main if user not in known]
        new += [
            user for user in self.user_ids if self.who == "people" and user not in {*known, *new}
        ]
        goals = self._get_goals({user: main.get(user) for user in new})
        self._as_deed().env["motivation.contest.entry"].create(
            [
                {
                    "contest_id": self.id,
                    "user_id": user.id,
                    "team_id": main[user].crm_team_id.id if user in main else False,
                    "role": main[user].role if user in main else False,
                    "goal": goals.get(user, 0),
                }
                for user in new
            ]
        )
        return self.sudo().entry_ids  # as above

    def _find_members(self):
        """The members of the conveyor whom this race is for."""
        domain = [
            ("crm_team_id.use_conveyor", "=", True),
            ("crm_team_id.company_id", "in", (self.company_id.id, False)),
            ("user_id.active", "=", True),
        ]
        if self.who == "team":
            domain = [("crm_team_id", "in", self.team_ids.ids), ("user_id.active", "=", True)]
        elif self.who == "people":
            domain = [("user_id", "in", self.user_ids.ids)]
        # Who works where is no secret.
        members = self.env["crm.team.member"].sudo().search(domain, order="id")
        if self.who == "role":
            hats = [hat for hat in HAT_FIELD.values() if self[hat]]
            members = members.filtered(lambda member: any(member[hat] for hat in hats))
        return members.filtered(lambda member: self.company_id in member.user_id.company_ids)

    def _get_goals(self, people):
        """The target or norm of each person over the days of the race.

        :param dict people: ``{user: crm.team.member record or None}``
        :return: ``{user: number}``; who has none is left out
        """
        if self.measure == "norm":
            members = self.env["crm.team.member"].union(*filter(None, people.values()))
            norms = self.env["conveyor.norm"]._get_norms(self.first_on, self.last_on, members)
            return {member.user_id: norms[member].get(self.metric_id, 0) for member in members}
        if self.measure == "target":
            return self._get_targets(list(people))
        return {}

    def _get_targets(self, users):
        """Targets in force, of each month by the days that lie in the race."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT g.user_id, sum(g.value * d.days / d.whole)
                  FROM conveyor_target g
                  JOIN conveyor_plan p ON p.id = g.plan_id AND p.state IN ('approved', 'closed')
                 CROSS JOIN LATERAL (SELECT
                       (g.month_on + interval '1 month')::date - g.month_on AS whole,
                       least((g.month_on + interval '1 month')::date - 1, %(last)s)
                       - greatest(g.month_on, %(first)s) + 1 AS days) d
                 WHERE p.company_id = %(company)s AND g.metric_id = %(metric)s AND g.user_id = ANY(%(users)s)
                   AND d.days > 0
                 GROUP BY g.user_id
                """,
                first=self.first_on,
                last=self.last_on,
                company=self.company_id.id,
                metric=self.metric_id.id,
                users=[user.id for user in users],
            )
        )
        return {
            self.env["res.users"].browse(user): float(goal) for user, goal in self.env.cr.fetchall()
        }
