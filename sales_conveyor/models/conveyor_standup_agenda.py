from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

REPORT, ACTIVITY = "conveyor.daily.report", "mail.activity"
# So many tasks of a person are named on the screen.
TASKS = 5


class ConveyorStandup(models.Model):
    """The agenda builds itself: yesterday's verdicts, today's norms, tasks, what is in the way."""

    _inherit = "conveyor.standup"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_standup(self, standup_id=False):
        """The screen of a stand-up, made for a call with the team.

        :param standup_id: the one that runs now, or the next one, without
        :return: dict for the screen, or False where there is none
        """
        if standup_id and type(standup_id) is not int:
            raise UserError(self.env._("There is no such stand-up."))
        standup = self.browse(standup_id).exists() if standup_id else self._get_today()
        if not standup:
            return False
        standup.check_access("read")
        return standup._describe()

    def _describe(self):
        """Everything on the screen, in a number of questions that does not grow with the people."""
        self.ensure_one()
        rows = self.attendance_ids
        users = rows.user_id
        reports, norms = self._get_last_reports(users), self._get_norms(users)
        tasks = self._get_tasks(users)
        return {
            "id": self.id,
            "team": self.team_id.name,
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "day": self.day_on,
            "starts_at": self.starts_at,
            "state": self.state,
            "video": self.videocall_location or "",
            "can_lead": self.can_lead,
            "me": self.env.uid,
            "people": [
                {
                    "user_id": row.user_id.id,
                    "name": row.user_id.name,
                    "attendance": row.state,
                    "success": row.success or "",
                    "failure": row.failure or "",
                    "blocker": row.blocker or "",
                    "report": reports.get(row.user_id, False),
                    "norms": norms.get(row.user_id, []),
                    **tasks[row.user_id],
                }
                for row in rows.sorted(lambda row: row.user_id.name)
            ],
            "exceptions": self._get_exceptions(),
        }

    def _get_last_reports(self, users):
        """The last frozen report of everybody, as far as the present person may read them.

        :return: ``{user: {"day", "state", "differences", "is_error_free"}}``
        """
        domain = Domain("user_id", "in", users.ids) & Domain("company_id", "=", self.company_id.id)
        domain &= Domain("day_on", "<", self.day_on)
        domain &= Domain("day_on", ">=", self.day_on - timedelta(days=7))
        last = {}
        for report in self.env[REPORT].search(domain, order="day_on"):
            last[report.user_id] = {
                "id": report.id,
                "day": report.day_on,
                "state": report.state,
                "differences": report.difference_count,
                "faults": report.fault_count,
                "is_error_free": report.is_error_free,
            }
        return last

    def _get_norms(self, users):
        """What is asked of everybody today.

        :return: ``{user: [{"name", "norm"}]}``
        """
        # What is asked of whom is known to the whole team.
        members = self.team_id.sudo().crm_team_member_ids.filtered(lambda one: one.user_id in users)
        asked = self.env["conveyor.norm"]._get_day_norms(self.day_on, members)
        return {
            member.user_id: [
                {"name": metric.name, "norm": norm}
                for metric, norm in sorted(norms.items(), key=lambda item: item[0].sequence)
            ]
            for member, norms in asked.items()
        }

    def _get_tasks(self, users):
        """The tasks of today and the overdue ones, of open cards and of this stand-up.

        :return: ``{user: {"overdue": number, "today": number, "tasks": [{"id", "name"}]}}``
        """
        found = {user: {"overdue": 0, "today": 0, "tasks": []} for user in users}
        domain = Domain("user_id", "in", users.ids) & Domain("date_deadline", "<=", self.day_on)
        domain &= Domain("res_model", "in", ("crm.lead", self._name))
        domain &= self.env[ACTIVITY]._get_alive_domain()
        counts = self.env[ACTIVITY]._read_group(
            domain, ["user_id", "date_deadline:day"], ["__count"]
        )
        for user, day, count in counts:
            found[user]["today" if day == self.day_on else "overdue"] += count
        today = self.env[ACTIVITY].search_fetch(
            domain & Domain("date_deadline", "=", self.day_on),
            ["summary", "res_name", "user_id", "activity_type_id"],
            limit=TASKS * max(len(users), 1),
        )
        for activity in today:
            tasks = found[activity.user_id]["tasks"]
            if len(tasks) < TASKS:
                name = activity.summary or activity.activity_type_id.name
                tasks.append({"id": activity.id, "name": name, "on": activity.res_name or ""})
        return found

    def _get_exceptions(self):
        """What calls for somebody today: in this team for whoever leads it, of one's own for all others."""
        cockpit = self.env["conveyor.cockpit"].with_company(self.company_id)
        teams, _people = cockpit._get_choice()
        # Who leads another team and sells in this one has no more to see here than his colleagues.
        team = self.team_id & teams
        scope = cockpit._get_scope("month", 0, team.id, not team and self.env.uid, team)
        counts, words = cockpit._get_counts(scope, {}), cockpit._get_exception_words()
        return [
            {"key": key, "label": label, "tone": tone, "figure": counts[key]}
            for key, (label, tone) in words.items()
            if key in counts and counts[key]["value"]
        ]
