from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError

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
        return (
            zone.normalize(zone.localize(local, is_dst=True)).astimezone(UTC).replace(tzinfo=None)
        )

    def _get_report_deadline(self, day):
        return self._place(day, self.report_hour)

    def _get_report_freeze(self, day):
        return self._place(day + timedelta(days=1), self.freeze_hour)

    def _get_due_reports(self):
        """The days whose reports should stand by now and do not; a server that slept catches up.

        :return: list of ``(company, day)``
        """
        self.ensure_one()
        now = self.env.cr.now()
        today = UTC.localize(now).astimezone(self._get_clock()).date()
        last = (
            today if now >= self._get_report_deadline(today) - AHEAD else today - timedelta(days=1)
        )
        companies = self.company_id or self.crm_team_member_ids.user_id.company_id
        domain = [("team_id", "=", self.id), ("company_id", "in", companies.ids)]
        groups = self.env["conveyor.daily.report"]._read_group(
            domain, ["company_id"], ["day_on:max"]
        )
        done, due = dict(groups), []
        for company in companies:
            # A team that begins to report today owes nothing of yesterday.
            first = done[company] + timedelta(days=1) if company in done else today
            first = max(first, last - timedelta(days=CATCH_UP_DAYS - 1))
            due += [
                (company, first + timedelta(days=number))
                for number in range((last - first).days + 1)
            ]
        return due
