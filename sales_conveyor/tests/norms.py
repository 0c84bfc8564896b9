from datetime import date, datetime, timedelta

from odoo import Command

from ..tools.clock import at_instant
from .common import ConveyorCommon
from .ledger import LedgerCommon

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
FRIDAY = date(2026, 3, 6)
SUNDAY = date(2026, 3, 8)
HOURS = ((8, 12), (13, 17))


def days(*numbers):
    """Days of March 2026."""
    return [date(2026, 3, number) for number in numbers]


class WorkingDaysCommon(ConveyorCommon):
    """Words for working hours, holidays and days off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hours = cls.calendar("Office")
        cls.env.company.write({"resource_calendar_id": cls.hours.id, "conveyor_tz": "UTC"})
        cls.env["resource.calendar.leaves"].search([]).unlink()

    @classmethod
    def calendar(cls, name, weekdays=range(5), hours=HOURS, tz="UTC", **values):
        """Fixed working hours, 8 to 12 and 13 to 17 unless said otherwise."""
        rows = [
            Command.create(
                {
                    "name": f"{weekday}",
                    "dayofweek": str(weekday),
                    "hour_from": start,
                    "hour_to": stop,
                    "day_period": "morning" if stop <= 12 else "afternoon",
                }
            )
            for weekday in weekdays
            for start, stop in hours
        ]
        defaults = {"name": name, "tz": tz, "company_id": cls.env.company.id}
        calendar = cls.env["resource.calendar"].create({**defaults, **values})
        calendar.attendance_ids = [Command.clear(), *rows]
        return calendar

    @classmethod
    def holiday(cls, start, stop, **values):
        """A public holiday, in UTC."""
        defaults = {"name": "Holiday", "date_from": start, "date_to": stop, "calendar_id": False}
        return cls.env["resource.calendar.leaves"].create({**defaults, **values})

    @classmethod
    def day_off(cls, user, start, stop, **values):
        """A person's own absence, in UTC."""
        resource = cls.member(user)._get_resource()
        return cls.holiday(start, stop, resource_id=resource.id, name="Away", **values)

    @classmethod
    def member(cls, user):
        return cls.team.crm_team_member_ids.filtered(lambda member: member.user_id == user)

    def shares(self, user, first=MONDAY, last=SUNDAY, **values):
        member = self.member(user)
        return member._get_working_days(first, last, **values)[member]


class NormCommon(WorkingDaysCommon, LedgerCommon):
    """Words for norms; the norms that came with the addon are put away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["conveyor.norm"].with_context(active_test=False).search([]).unlink()
        cls.delivered, cls.calls, cls.taken, cls.contracts = (
            cls.env["conveyor.metric"]._get(code)
            for code in ("contact_delivered", "call", "contact_taken", "contract")
        )

    @classmethod
    def norm(cls, per_day, role="scout", metric=None, **values):
        defaults = {
            "role": role,
            "metric_id": (metric or cls.delivered).id,
            "per_day": per_day,
            "company_id": False,
        }
        return cls.env["conveyor.norm"].create({**defaults, **values})

    def asked(self, user, first=MONDAY, last=SUNDAY, **values):
        """What is asked of a person: ``{code: number}``."""
        member = self.member(user)
        norms = self.env["conveyor.norm"]._get_norms(first, last, member, **values)[member]
        return {metric.code: norm for metric, norm in norms.items()}


class NormDayCommon(NormCommon):
    """Words for the night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows_before = cls.rows().ids
        cls.team.crm_team_member_ids.capacity = 1000

    @classmethod
    def rows(cls, *domain):
        return cls.env["conveyor.norm.day"].search([*domain], order="day_on, id")

    def booked(self, *users):
        """What the nights of this test booked."""
        people = [user.id for user in users] or self.team.crm_team_member_ids.user_id.ids
        return self.rows(("id", "not in", self.rows_before), ("user_id", "in", people))

    def told(self, *users):
        return [
            (r.day_on.day, r.metric_id.code, r.norm, r.done, r.is_met) for r in self.booked(*users)
        ]

    def book(self, day=MONDAY, hour=1):
        """The night after a day."""
        with at_instant(
            self.env, datetime.combine(day, datetime.min.time()) + timedelta(days=1, hours=hour)
        ):
            members = self.env["conveyor.norm.day"]._find_members(self.env.company)
            return self.env["conveyor.norm.day"]._book_day(self.env.company, day, members)

    def deliver(self, count, day=2, hour=9, user=None):
        """A scout delivers contacts at an hour of a day of March."""
        with at_instant(self.env, datetime(2026, 3, day, hour)):
            for number in range(count):
                self.offered(name=f"Card {number}", owner=user or self.scout)
