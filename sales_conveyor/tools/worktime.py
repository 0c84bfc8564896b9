"""Working time as spans between instants, and what absences leave of it."""

# What is left of a day by the rounding of a holiday's last second is no working time.
LEAST_HOURS = 1 / 60


def hours_left(spans, absences=()):
    """Tell how many hours of the spans no absence covers.

    :param spans: ``(start, stop)`` instants that do not overlap
    :param absences: ``(start, stop)`` instants in any order, overlapping or not

    >>> from datetime import datetime
    >>> at = lambda hour: datetime(2026, 3, 2, hour)
    >>> day = [(at(8), at(12)), (at(13), at(17))]
    >>> hours_left(day)
    8.0
    >>> hours_left(day, [(at(10), at(14)), (at(11), at(15)), (at(0), at(7))])
    4.0
    >>> hours_left(day, [(at(0), at(23))])
    0.0
    """
    absences = sorted(absences)
    hours = sum(_left_of(start, stop, absences) for start, stop in spans) / 3600
    return hours if hours >= LEAST_HOURS else 0.0


def _left_of(start, stop, absences):
    seconds = 0.0
    for away, back in absences:
        if back > start and away < stop:
            seconds += max((away - start).total_seconds(), 0.0)
            start = min(max(start, back), stop)
    return seconds + (stop - start).total_seconds()
