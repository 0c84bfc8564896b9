from datetime import timedelta

from pytz import UTC

from odoo import api, fields, models

# Nobody is away for longer than this between two working days of a team.
LONGEST_BREAK = 60


class ConveyorIncident(models.Model):
    """The clock of incidents: it runs in the working hours of the team, else of the company."""

    _inherit = "conveyor.incident"

    # === BUSINESS METHODS === #

    @api.model
    def _get_hours(self, team, company):
        return team.conveyor_calendar_id or company.resource_calendar_id

    @api.model
    def _plan_verdict(self, category, team, company):
        """The instant (naive UTC) by which a complaint or a dispute is to be decided."""
        now = self.env.cr.now()
        hours = category.sla_hours or company.conveyor_incident_hours
        calendar = self._get_hours(team, company)
        due = calendar and calendar.plan_hours(hours, UTC.localize(now), compute_leaves=True)
        if not due:
            return fields.Datetime.add(now, hours=hours)
        return due.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _plan_days(self, team, company, days):
        """The end (naive UTC) of the last of so many working days after this one."""
        today = company._get_business_day()
        last = today + timedelta(days=days * 3 + LONGEST_BREAK)
        calendar = self._get_hours(team, company)
        working = calendar._get_working_days(today + timedelta(days=1), last, company)
        ends = working[days - 1] if 0 < days <= len(working) else (today if days <= 0 else last)
        return company._get_end_of_day(ends)

    @api.model
    def _find_team(self, user, company):
        """The team of a person in a company: that of the conveyor first."""
        members = user.crm_team_member_ids.filtered(
            lambda member: member.active and member._get_company() == company
        )
        return members.crm_team_id.sorted(
            lambda team: (not team.use_conveyor, team.sequence, team.id)
        )[:1]
