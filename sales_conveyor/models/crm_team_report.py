from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .conveyor_daily_report_opening import AHEAD, CATCH_UP_DAYS


class CrmTeam(models.Model):
    """When a team reports: by its own clock, whatever the clock of its company."""

    _inherit = "crm.team"

    use_daily_report = fields.Boolean(
        string="Evening Report",
        default=True,
        help="Everybody reports at the end of a working day; what is told is compared with CRM.",
    )
    report_hour = fields.Float(
        string="Report Until",
        default=18.5,
        help="By the clock of the team's working hours; the report appears an hour before.",
    )
    freeze_hour = fields.Float(
        string="Day Is Frozen At",
        default=9.0,
        help="Next morning, by the same clock: what is entered until then counts as late.",
    )
    report_mode = fields.Selection(
        [("prefill", "Numbers of CRM, to be confirmed"), ("blind", "Own numbers first")],
        string="Evening Report Shows",
        default="prefill",
        required=True,
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("report_hour", "freeze_hour")
    def _check_report_hours(self):
        for team in self:
            if not (0 <= team.report_hour < 24 and 0 <= team.freeze_hour < 24):
                raise ValidationError(self.env._("An hour of the day is between 0:00 and 24:00."))

    # === BUSINESS METHODS === #

    @api.model
    def _find_reporting_teams(self):
        """The teams whose people report in the evening."""
        return self.search([("use_conveyor", "=", True), ("use_daily_report", "=", True)])

    def _get_clock(self):
        """The time zone by which stand-ups and deadlines of this team are scheduled."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return timezone(self.conveyor_calendar_id.tz or company.conveyor_tz or "UTC")

    def _place(self, day, hour):
        """An hour of a day of the team as an instant, naive in UTC.

        An hour that a change of the clock skips is taken an hour later; one that comes twice, the first time.
        """
        zone, minutes = self._get_clock(), round(hour * 60)
        local = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        instant = zone.localize(local, is_dst=True).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) != local:  # there is no such hour
            instant = zone.localize(local, is_dst=False).astimezone(UTC)
        return instant.replace(tzinfo=None)

    def _get_report_deadline(self, day):
        return self._place(day, self.report_hour)

    def _get_report_freeze(self, day):
        return self._place(day + timedelta(days=1), self.freeze_hour)

    def _get_due_reports(self):
        """The days whose reports should stand by now and do not; a server that slept catches up.

        :return: ``{(company, day): teams}``, the oldest day first
        """
        now, due = self.env.cr.now(), {}
        done = self._get_last_reports()
        for team in self:
            today = UTC.localize(now).astimezone(team._get_clock()).date()
            is_time = now >= team._get_report_deadline(today) - AHEAD
            last = today if is_time else today - timedelta(days=1)
            for company in team.company_id or team.crm_team_member_ids.user_id.company_id:
                # A team that begins to report today owes nothing of yesterday.
                before = done.get((team.id, company.id))
                first = before + timedelta(days=1) if before else today
                first = max(first, last - timedelta(days=CATCH_UP_DAYS - 1))
                for number in range((last - first).days + 1):
                    key = company, first + timedelta(days=number)
                    due[key] = due.get(key, self.browse()) | team
        return dict(sorted(due.items(), key=lambda item: item[0][1]))

    def _get_last_reports(self):
        """The last day for which each team has reports, by company: ``{(team id, company id): day}``."""
        self.env["conveyor.daily.report"].flush_model(["team_id", "company_id", "day_on"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.id, c.id, r.day_on FROM unnest(%s::int4[]) AS t (id)
                 CROSS JOIN res_company c
                 CROSS JOIN LATERAL (SELECT max(day_on) AS day_on FROM conveyor_daily_report
                                      WHERE team_id = t.id AND company_id = c.id) r
                 WHERE r.day_on IS NOT NULL
                """,
                self.ids,
            )
        )
        return {(team, company): day for team, company, day in rows}
