from datetime import datetime, time, timedelta

from odoo import models

from ..tools.worktime import hours_left


class CrmTeamMember(models.Model):
    """The working time of people: the hours of their team without holidays and their own days off."""

    _inherit = "crm.team.member"

    # === BUSINESS METHODS === #

    def _get_working_days(self, first, last, until=None, hours=None):
        """The days on which these people work, and how much of each.

        :param date first: included
        :param date last: included
        :param datetime until: naive, in UTC: hours after it do not count, as if they were off
        :param dict hours: of `_get_day_hours`, where they are known
        :return: ``{member: {day: share}}``; the share is above 0 and at most 1, a day off is left out; people
            with the same days share one dict, so it is not to be written
        """
        shares, days = {}, {}
        hours = hours or self._get_day_hours(first, last, until)
        for member in self:
            # Whoever has no day off of his own shares his days with the others.
            own = hours[member]
            if id(own) not in days:
                days[id(own)] = {
                    day: left / planned for day, (left, planned) in own.items() if left
                }
            shares[member] = days[id(own)]
        return shares

    def _get_available_shares(self, first, last):
        """How much of their planned hours these people are there.

        :return: ``{member: share}``, from 0 (away all the time) to 1
        """
        shares = {}
        for member, hours in self._get_day_hours(first, last).items():
            planned = sum(whole for _left, whole in hours.values())
            left = sum(rest for rest, _whole in hours.values())
            shares[member] = left / planned if planned else 0.0
        return shares

    def _get_day_hours(self, first, last, until=None):
        """The hours of each day that these people work, and that they would without any absence.

        The questions to the database do not grow with the people, days and calendars.

        :return: ``{member: {day: (hours left, hours planned)}}`` of the days with planned hours
        """
        # Hours and absences are nobody's to read here; only what they come to is told.
        people = self.sudo()
        groups = people._group_by_hours()
        calendars = people.env["resource.calendar"].union(*(calendar for calendar, _c in groups))
        companies = people.env["res.company"].union(*(company for _c, company in groups))
        absences = calendars._get_absences(first, last, companies, people.user_id)
        future = [(until, datetime.combine(last, time.max) + timedelta(days=2))] if until else []
        found = {}
        for (calendar, company), members in groups.items():
            shifts = calendar.with_prefetch(calendars.ids)._get_shifts(first, last, company)
            closed = calendar._choose_closures(absences[None], company) + future
            planned = {day: hours_left(spans) for day, spans in shifts.items()}
            usual = {day: (hours_left(shifts[day], closed), planned[day]) for day in shifts}
            for member in members:
                own = absences.get(member.user_id.id)
                found[member] = usual
                if own:
                    left = {day: hours_left(spans, own + closed) for day, spans in shifts.items()}
                    found[member] = {day: (left[day], planned[day]) for day in shifts}
        return {member: found[member] for member in self}

    def _group_by_hours(self):
        """Whose working hours and holidays are the same.

        :return: ``{(resource.calendar record, maybe empty, res.company record): members}``
        """
        groups = {}
        for company, members in self._group_by_company().items():
            for team, mates in members.grouped("crm_team_id").items():
                key = team.conveyor_calendar_id or company.resource_calendar_id, company
                groups[key] = groups.get(key, self.browse()) | mates
        return groups

    def _group_by_company(self):
        """The people by the company that they work for in their team.

        :return: ``{res.company record: members}``
        """
        groups = {}
        for team, members in self.grouped("crm_team_id").items():
            company = team.company_id
            parts = (
                {company: members}
                if company
                else members.grouped(lambda one: one.user_id.company_id)
            )
            for each, part in parts.items():
                groups[each] = groups.get(each, self.browse()) | part
        return groups

    def _get_company(self):
        """The company that this person works for in the team."""
        self.ensure_one()
        return self.crm_team_id.company_id or self.user_id.company_id
