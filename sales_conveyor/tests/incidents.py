from datetime import date, datetime
from unittest.mock import patch

from ..tools.clock import at_instant
from .ledger import LedgerCommon

PEOPLE = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")
# A Tuesday morning; the company works Monday to Friday by the clock of UTC.
MORNING = datetime(2026, 3, 3, 9)
TODAY = MORNING.date()


class IncidentCommon(LedgerCommon):
    """Words for what goes wrong: on a Tuesday morning of March 2026, in a company that works from 8 to 17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Incident = cls.env["conveyor.incident"]
        rows = [
            {
                "dayofweek": str(day),
                "hour_from": begin,
                "hour_to": end,
                "name": "x",
                "day_period": part,
            }
            for day in range(5)
            for part, begin, end in (("morning", 8, 12), ("afternoon", 13, 17))
        ]
        hours = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "UTC",
                "attendance_ids": [(5, 0, 0), *((0, 0, row) for row in rows)],
            }
        )
        cls.env.company.write({"resource_calendar_id": hours.id, "conveyor_tz": "UTC"})
        cls.env["resource.calendar.leaves"].search([("resource_id", "=", False)]).unlink()
        cls.last_incident = cls.Incident.search([], order="id desc", limit=1).id or 0

    def setUp(self):
        super().setUp()
        self.enterContext(at_instant(self.env, MORNING))

    # === WORDS OF INCIDENTS === #

    def category(self, code):
        return self.env.ref(f"sales_conveyor.incident_category_{code}")

    def complaint(self, reporter=None, guilty=None, code="late_answer", **values):
        """A complaint that a person writes down."""
        defaults = {
            "category_id": self.category(code).id,
            "user_id": (self.hunter if guilty is None else guilty).id,
            "description": "No answer since Monday.",
        }
        return (
            self.Incident.with_user(reporter or self.farmer).create({**defaults, **values}).sudo()
        )

    def row(self, origin="test,1", user=None, **values):
        """What a rule has found."""
        defaults = {
            "origin": origin,
            "user_id": (user or self.hunter).id,
            "team_id": self.team.id,
            "company_id": self.env.company.id,
            "happened_on": date(2026, 3, 2),
            "evidence": "Seen on the card.",
        }
        return {**defaults, **values}

    def breach(self, origin="test,1", rule="report_missing", **values):
        """A breach that a rule has booked."""
        return self.Incident.browse(
            self.Incident._book_breaches(rule, [self.row(origin, **values)])
        )

    def booked(self, code=None):
        """The incidents since the test began."""
        domain = [("id", ">", self.last_incident)]
        domain += [("category_id.code", "=", code)] if code else []
        return self.Incident.search(domain, order="id")

    def do(self, deed, incident, person, words="Heard on the recording.", **values):
        """A deed as a person does it: by the form that the button opens."""
        mine = incident.with_user(person)
        action = getattr(mine, f"action_open_{deed}")()
        form = (
            self.env["conveyor.incident.verdict"]
            .with_user(person)
            .with_context(**action["context"])
        )
        return form.create({"words": words, **values}).action_apply()

    def remind(self, day=3):
        """The notes of a morning of March 2026."""
        with self.at(day, 8):
            reminders = self.env["conveyor.reminder"].sudo()
            return reminders._remind(self.team.sudo(), self.env.company, date(2026, 3, day))

    # === WORDS OF THE CLOCK === #

    def at(self, day, hour=9):
        """Let everything inside happen at an hour of a day of March 2026."""
        return at_instant(self.env, datetime(2026, 3, day, hour))

    def run_cron(self, model, method, kill_after=None):
        """The cron's own work; its commits are counted instead of done, and may be the server's last."""
        commits = []

        def commit(_crons, processed=0, *, remaining=None, deactivate=False):
            commits.append(remaining)
            return 0 if kill_after and len(commits) == kill_after else 1000

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            getattr(self.env[model], method)()
        return commits
