"""Working time as plain numbers: the six moments of each working day, counted from the first day."""

from bisect import bisect_right
from datetime import datetime, time, timedelta

# UTC; inside the usual hours of offices from Lisbon to Moscow.
MOMENTS = [time(7, 20), time(8, 30), time(10, 0), time(11, 30), time(13, 10), time(14, 20)]
DAY = len(MOMENTS)
WEEK = 5 * DAY
WEEKDAYS = 5


class WorkCalendar:
    """The moments of work between two instants.

    >>> calendar = WorkCalendar(datetime(2024, 3, 1), datetime(2024, 3, 4, 12, 0))
    >>> len(calendar), calendar.instant(0), calendar.instant(DAY)
    (10, datetime.datetime(2024, 3, 1, 7, 20), datetime.datetime(2024, 3, 4, 7, 20))
    """

    def __init__(self, start, end):
        """Lay out the moments: Monday to Friday, none after the end."""
        dates = [
            start.date() + timedelta(days=n) for n in range((end.date() - start.date()).days + 1)
        ]
        self.dates = [date for date in dates if date.weekday() < WEEKDAYS]
        self._instants = [
            datetime.combine(date, moment) for date in self.dates for moment in MOMENTS
        ]
        # Everybody's deeds of a moment fit into the quarter of an hour after it.
        del self._instants[bisect_right(self._instants, end - timedelta(minutes=15)) :]

    def __len__(self):
        return len(self._instants)

    def instant(self, moment, minutes=0):
        """Tell when a moment was."""
        return self._instants[moment] + timedelta(minutes=minutes)

    def session(self, moment, weekdays, places):
        """Find the first moment from this one on that falls on one of the weekdays, at one of the day's places."""
        while moment < len(self) and not self._fits(moment, weekdays, places):
            moment += 1
        return moment

    def _fits(self, moment, weekdays, places):
        return moment % DAY in places and self.dates[moment // DAY].weekday() in weekdays

    def share(self, moment):
        """Tell how much of the whole time lies before a moment, from 0 to 1."""
        return moment / len(self)

    def is_last_of_month(self, moment):
        """Tell whether no working day of the same month follows.

        >>> calendar = WorkCalendar(datetime(2024, 3, 28), datetime(2024, 4, 2))
        >>> [calendar.is_last_of_month(day * DAY) for day in range(4)]
        [False, True, False, False]
        """
        today, *after = self.dates[moment // DAY : moment // DAY + 2]
        return bool(after) and after[0].month != today.month
