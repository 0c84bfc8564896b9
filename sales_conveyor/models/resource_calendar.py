from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, models
from odoo.fields import Domain

from ..tools.worktime import hours_left

NOON = 12.0
# What tells the working hours of a row of a calendar.
HOURS = ("display_type", "day_period", "week_type", "dayofweek", "hour_from", "hour_to")


class ResourceCalendar(models.Model):
    """Working time by day, of many calendars at once.

    Odoo lays out the hours of a flexible calendar from the first day asked for, so that the same Monday is a
    working day or not with the question. Here its week begins on Monday and lasts as many days as its hours
    fill: 40 hours by 8 a day are Monday to Friday. A public holiday closes the calendar that it names, or all
    calendars of its company, never those of another company.
    """

    _inherit = "resource.calendar"

    # === BUSINESS METHODS === #

    def _get_working_days(self, first, last, company=None):
        """The days with working hours by this calendar, holidays of everybody left out.

        :param date first: included
        :param date last: included
        :param company: whose holidays; by default the company of the calendar, or the present one
        :return: sorted list of dates; every day where there is no calendar
        """
        hours = self._get_day_hours(first, last, company or self.company_id or self.env.company)
        return sorted(day for day, (left, _planned) in hours.items() if left)

    def _get_day_hours(self, first, last, company):
        """The hours of each day of one calendar, after public holidays and without them.

        :return: ``{day: (hours left, hours planned)}`` of the days with planned hours
        """
        absences = self._get_absences(first, last, company)[None]
        closures = self._choose_closures(absences, company)
        shifts = self._get_shifts(first, last, company)
        return {
            day: (hours_left(spans, closures), hours_left(spans)) for day, spans in shifts.items()
        }

    def _get_shifts(self, first, last, company):
        """The working time of each day by one calendar, by its own clock; holidays are not looked at.

        :param company: whose days are taken whole where there is no calendar
        :return: ``{day: [(start, stop)]}``, instants naive in UTC; days off are left out
        """
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        if not self:
            return self._place(days, lambda _day: [(0.0, 24.0)], company.conveyor_tz)
        self.ensure_one()
        if self.flexible_hours:
            return self._place(days, self._get_flexible_hours, self.tz)
        hours = defaultdict(list)
        self.attendance_ids.fetch(HOURS)  # all rows at once, whatever was read before
        for row in self.attendance_ids:
            if not row.display_type and row.day_period != "lunch":
                week = row.week_type if self.two_weeks_calendar else False
                hours[week, int(row.dayofweek)].append((row.hour_from, row.hour_to))
        return self._place(days, lambda day: hours[self._get_week(day), day.weekday()], self.tz)

    def _get_week(self, day):
        """Which of its two weeks a calendar has on this day; False where all weeks are alike."""
        types = self.env["resource.calendar.attendance"]
        return str(types.get_week_type(day)) if self.two_weeks_calendar else False

    def _get_flexible_hours(self, day):
        """The hours of a day of a flexible calendar, around noon as Odoo lays them out."""
        before = self.hours_per_day * day.weekday()
        week = self.hours_per_week or self.full_time_required_hours
        hours = min(self.hours_per_day, week - before, 24.0)
        return [(NOON - hours / 2, NOON + hours / 2)] if hours > 0 else ()

    @api.model
    def _place(self, days, hours_of, tz):
        """Spans of hours by the clock of a zone as instants in UTC."""
        zone = timezone(tz or "UTC")

        def instant(day, hour):
            """An hour of a day in UTC."""
            local = datetime.combine(day, time.min) + timedelta(hours=hour)
            return zone.localize(local).astimezone(UTC).replace(tzinfo=None)

        placed = {
            day: [(instant(day, start), instant(day, stop)) for start, stop in hours_of(day)]
            for day in days
        }
        return {day: spans for day, spans in placed.items() if hours_left(spans)}

    @api.model
    def _get_absences(self, first, last, companies, users=()):
        """Public holidays of companies and days off of people, in one question to the database.

        :param users: whose own days off, by all of their working-time resources
        :return: ``{user id: [(start, stop)]}``; of None: ``[(start, stop, calendar id, company id)]``
        """
        margin = timedelta(days=2)  # wherever on earth the day is
        people = list(users and users.ids)
        Leave = self.env["resource.calendar.leaves"].sudo()  # only that somebody is away is told
        public = Domain("calendar_id", "in", self.ids)
        public |= Domain("calendar_id", "=", False) & Domain(
            "company_id", "in", [*companies.ids, False]
        )
        query = Leave._search(
            Domain("time_type", "=", "leave")
            & Domain("date_from", "<", datetime.combine(last, time.max) + margin)
            & Domain("date_to", ">", datetime.combine(first, time.min) - margin)
            & (
                Domain("resource_id", "=", False) & public
                | Domain("resource_id.user_id", "in", people)
            )
        )
        person = query.left_join(
            query.table, "resource_id", "resource_resource", "id", "resource_id"
        )
        columns = [Leave.env["resource.resource"]._field_to_sql(person, "user_id", query)]
        for name in ("resource_id", "date_from", "date_to", "calendar_id", "company_id"):
            columns.append(Leave._field_to_sql(query.table, name, query))
        absences = {None: []}
        for user, resource, *span in self.env.execute_query(query.select(*columns)):
            if resource:
                absences.setdefault(user, []).append(tuple(span[:2]))
            else:
                absences[None].append(tuple(span))
        return absences

    def _choose_closures(self, closures, company):
        """The public holidays that close this calendar for the people of a company.

        :param closures: of `_get_absences`
        """
        return [
            (start, stop)
            for start, stop, calendar, of_company in closures
            if (calendar == self.id if calendar else of_company in (None, company.id))
        ]
