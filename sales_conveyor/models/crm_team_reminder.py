from datetime import timedelta

from pytz import UTC

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# So long after its hour a note is still worth telling when the server slept.
LASTING = timedelta(hours=4)


class CrmTeam(models.Model):
    """When the people of a team get their note of the morning: by its own clock."""

    _inherit = "crm.team"

    use_reminder = fields.Boolean(
        string="Morning Note",
        default=True,
        help="One note on a working morning of what waits for a person, exceptions first; "
        "nobody gets one on a day off or where nothing waits. "
        "Without it people are told of breaches alone.",
    )
    reminder_hour = fields.Float(
        string="Morning Note At",
        default=8.0,
        help="By the clock of the team's working hours; before the day of yesterday is frozen.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("reminder_hour")
    def _check_reminder_hour(self):
        if any(not 0 <= team.reminder_hour < 24 for team in self):
            raise ValidationError(self.env._("An hour of the day is between 0:00 and 24:00."))

    # === BUSINESS METHODS === #

    def _get_due_reminders(self):
        """The teams whose morning it is.

        :return: ``{(company, day): teams}``
        """
        now, due = self.env.cr.now(), {}
        for team in self:
            day = UTC.localize(now).astimezone(team._get_clock()).date()
            begin = team._place(day, team.reminder_hour)
            if begin <= now < begin + LASTING:
                for company in team.company_id or team.crm_team_member_ids.user_id.company_id:
                    due[company, day] = due.get((company, day), self.browse()) | team
        return due
