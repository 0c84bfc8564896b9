from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    # === BUSINESS METHODS === #

    def _get_working_days(self, first, last):
        """The days with working hours by this calendar, holidays of everybody left out.

        :param date first: included
        :param date last: included
        :return: sorted list of dates; every day where there is no calendar
        """
        if not self:
            return [first + timedelta(days=days) for days in range((last - first).days + 1)]
        self.ensure_one()
        zone = timezone(self.tz or "UTC")
        start = zone.localize(datetime.combine(first, time.min))
        stop = zone.localize(datetime.combine(last, time.max))
        intervals = self._work_intervals_batch(start, stop)[False]
        return sorted({begin.astimezone(zone).date() for begin, _end, _records in intervals})
