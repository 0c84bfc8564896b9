from datetime import timedelta

from pytz import UTC

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..const import STANDUP_KINDS

# So many meetings are put into the calendar at once; the cron adds more when two weeks are left.
MEETINGS, WEEKS_LEFT = 60, 2
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ConveyorStandupSchedule(models.Model):
    """When a team meets: every working day in the morning or the evening, or once a week.

    It keeps a recurring meeting in the calendar of everybody, with the link of the video call; the hour is that
    of the team's own clock.
    """

    _name = "conveyor.standup.schedule"
    _description = "Stand-up Schedule"
    _order = "team_id, hour, id"
    _rec_name = "kind"

    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        required=True,
        domain=[("use_conveyor", "=", True)],
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="restrict"
    )
    kind = fields.Selection(STANDUP_KINDS, required=True, default="morning")
    hour = fields.Float(
        required=True, default=9.0, help="By the clock of the team's working hours."
    )
    minutes = fields.Integer(required=True, default=15)
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        default="0",
        help="The day of a weekly stand-up; the others are on every working day.",
    )
    videocall_location = fields.Char(string="Video Call", size=1000)
    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The last meeting that was put into the calendar.",
    )
    active = fields.Boolean(default=True)

    _unique_kind = models.UniqueIndex(
        "(team_id, kind) WHERE active", "This team has such a stand-up already."
    )
    _check_hour = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24 AND minutes BETWEEN 5 AND 240)",
        "A stand-up begins between 0:00 and 24:00 and takes 5 to 240 minutes.",
    )

    # === COMPUTE METHODS === #

    @api.depends("team_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for schedule in self:
            schedule.display_name = f"{schedule.team_id.name or ''}: {kinds.get(schedule.kind, '')}"

    # === CONSTRAINT METHODS === #

    @api.constrains("videocall_location")
    def _check_videocall_location(self):
        for schedule in self:
            link = schedule.videocall_location
            if link and not link.startswith("https://"):
                raise ValidationError(self.env._("The link of a video call begins with https://."))

    @api.constrains("company_id", "team_id")
    def _check_company_of_team(self):
        for schedule in self:
            if schedule.team_id.company_id not in (
                schedule.company_id,
                schedule.company_id.browse(),
            ):
                raise ValidationError(self.env._("This team belongs to another company."))

    @api.constrains("hour", "minutes")
    def _check_hour_in_words(self):
        """Tell it in words before PostgreSQL refuses it, and before the calendar is asked."""
        for schedule in self:
            if not (0 <= schedule.hour < 24 and 5 <= schedule.minutes <= 240):
                raise ValidationError(
                    self.env._(
                        "A stand-up begins between 0:00 and 24:00 and takes 5 to 240 minutes."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(vals_list)
        schedules._put_in_calendar()
        return schedules

    def write(self, vals):
        res = super().write(vals)
        self.flush_recordset()  # what PostgreSQL refuses never reaches the calendar
        if vals.keys() & {"hour", "minutes", "weekday", "videocall_location", "team_id", "kind"}:
            self._take_from_calendar()
            self._put_in_calendar()
        if vals.get("active") is False:
            self._take_from_calendar()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_meetings(self):
        self._take_from_calendar()

    # === BUSINESS METHODS === #

    def _meets_on(self, day):
        """Whether the team meets on a day: of its working days, or of its week."""
        self.ensure_one()
        if self.kind == "weekly":
            return day.weekday() == int(self.weekday)
        calendar = self.team_id.sudo()._get_relay_calendar()  # a seller need not read calendars
        return day in calendar._get_working_days(day, day, self.company_id)

    def _get_start(self, day):
        """The instant (naive UTC) of the stand-up of a day."""
        return self.team_id._place(day, self.hour)

    def _get_weekdays(self, first):
        """The days of the week on which the team works, holidays or not."""
        calendar = self.team_id.sudo()._get_relay_calendar()  # a seller need not read calendars
        days = calendar._get_shifts(first, first + timedelta(days=13), self.company_id)
        return {day.weekday() for day in days} or set(range(5))

    def _get_day(self, instant):
        """The day of an instant (naive UTC) by the team's own clock."""
        zone = self.team_id.sudo()._get_clock()  # a seller need not read calendars
        return UTC.localize(instant).astimezone(zone).date()

    def _put_in_calendar(self, first=None):
        """A recurring meeting of the whole team, from today or from a day on; nobody gets a mail of it."""
        for schedule in self.filtered("active"):
            team = schedule.team_id.sudo()  # the meeting is of everybody in the team
            day = first or schedule._get_day(self.env.cr.now())
            if schedule.kind == "weekly":
                day += timedelta(days=(int(schedule.weekday) - day.weekday()) % 7)
            start = schedule._get_start(day)
            people = schedule._get_people()
            repeats = [day.weekday()] if schedule.kind == "weekly" else schedule._get_weekdays(day)
            values = {
                "name": schedule.display_name,
                "start": start,
                "stop": start + timedelta(minutes=schedule.minutes),
                "user_id": team.user_id.id or self.env.uid,
                "partner_ids": [Command.set(people.ids)],
                "videocall_location": schedule.videocall_location,
                "recurrency": True,
                "rrule_type": "weekly",
                "interval": 1,
                "end_type": "count",
                "count": MEETINGS,
                "event_tz": str(team._get_clock()),
                **{name: number in repeats for number, name in enumerate(WEEKDAYS)},
            }
            quiet = {"dont_notify": True, "no_mail_to_attendees": True}
            # Whoever plans the stand-up need not be allowed to write in the calendars of others.
            event = self.env["calendar.event"].sudo().with_context(**quiet).create(values)
            events = event.recurrence_id.calendar_event_ids
            schedule.event_id = events.sorted("start")[-1:] or event

    def _get_people(self):
        """Who is asked to come: the team, and who leads it."""
        team = self.team_id.sudo()  # who is in a team is no secret
        return (team.user_id | team.crm_team_member_ids.user_id).filtered("active").partner_id

    def _find_to_come(self):
        """The meetings to come."""
        recurrences = self.event_id.sudo().recurrence_id  # made by the server
        to_come = Domain("recurrence_id", "in", recurrences.ids)
        to_come &= Domain("start", ">", self.env.cr.now())
        events = self.env["calendar.event"].sudo().search(to_come)  # as above
        return events.with_context(dont_notify=True, no_mail_to_attendees=True)

    def _take_from_calendar(self):
        """The meetings to come are taken out of the calendar; past ones stay."""
        self._find_to_come().unlink()

    def _update_people(self):
        """Whoever came to the team is asked to its meetings to come, whoever left is not; other guests stay."""
        team = self.team_id.sudo().with_context(active_test=False)  # who is in a team is no secret
        people = self._get_people()
        left = team.crm_team_member_all_ids.user_id.partner_id - people
        invited = self.event_id.sudo().partner_ids  # made by the server
        new, gone = people - invited, left & invited
        if new or gone:
            commands = [Command.link(one.id) for one in new]
            commands += [Command.unlink(one.id) for one in gone]
            self._find_to_come().write({"partner_ids": commands})

    @api.model
    def _extend_calendar(self):
        """Put more meetings into the calendar where they run out, and keep to the people of the teams."""
        soon = self.env.cr.now() + timedelta(weeks=WEEKS_LEFT)
        for schedule in self.search(Domain.TRUE):
            schedule._update_people()
            last = schedule.event_id.sudo().start  # made by the server
            if not last or last < soon:
                first = last and schedule._get_day(max(last, self.env.cr.now())) + timedelta(days=1)
                schedule._put_in_calendar(first or None)
