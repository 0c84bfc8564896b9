"""Days that pay can mean: a year of three digits, or one a thousand years away, is a slip of the finger."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.exceptions import ValidationError
from odoo.tools import format_date

FIRST = date(2000, 1, 1)
YEARS = 5


def refuse_far(records, *names):
    """Refuse days before this century and days more than five years away.

    :param names: of fields that are days
    :raises ValidationError: about the first one
    """
    for record in records:
        for name in names:
            refuse_far_day(records.env, record[name])


def refuse_far_day(env, day):
    """The same for one day, or none.

    :raises ValidationError: where it is far away
    """
    last = env.cr.now().date() + relativedelta(years=YEARS)
    if day and not FIRST <= day <= last:
        raise ValidationError(
            env._(
                "%(day)s is too far away: choose a day from %(first)s to %(last)s.",
                day=day.isoformat(),
                first=format_date(env, FIRST),
                last=format_date(env, last),
            )
        )
