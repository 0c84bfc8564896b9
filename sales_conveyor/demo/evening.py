"""The last two weeks of mornings and evenings: stand-ups with their lessons, reports with their differences."""

from datetime import timedelta

from ..const import RELAY
from ..tools.clock import at_instant

DAYS = 10
VIDEO = "https://meet.example.com/department"
# What people told in stand-ups: success, failure, blocker.
LESSONS = [
    ("The exhibition list gives two good contacts of ten calls.", "", ""),
    ("", "Offered a discount before anybody asked for one.", ""),
    (
        "A call right after the offer moved three deals at once.",
        "",
        "The price list of September is not approved.",
    ),
    ("", "Forgot to agree on the next step; the card is silent for ten days.", ""),
    ("The case of the dairy works with every food maker.", "", ""),
]
# How often somebody says nothing, or more than CRM knows.
SILENT, BOASTING = 0.05, 0.12


class Evenings:
    """Lets the department of a replay meet in the morning and report in the evening."""

    def __init__(self, replay):
        """Work with the people and the chances of a replay; nobody is told of what is over."""
        env = replay.env
        self.env = env(context={**env.context, "conveyor_quiet": RELAY})
        self.team, self.rng, self.dates = (
            replay.cast.team.with_env(self.env),
            replay.rng,
            replay.calendar.dates,
        )
        self.head = self.team.user_id

    def run(self):
        """The days before the last one, whole; the last one is for the visitor."""
        schedule = self._schedule()
        company = schedule.company_id
        *days, last = self.dates[-DAYS - 1 :]
        for number, day in enumerate(days):
            self._meet(schedule, day, number)
            self._report(company, day)
        with at_instant(self.env, schedule._get_start(last)):
            self.env["conveyor.standup"]._open(schedule, last)

    def _schedule(self):
        values = {
            "team_id": self.team.id,
            "company_id": (self.team.company_id or self.env.company).id,
            "kind": "morning",
            "hour": 9.5,
            "videocall_location": VIDEO,
        }
        return self.env["conveyor.standup.schedule"].create(values)

    def _meet(self, schedule, day, number):
        with at_instant(self.env, schedule._get_start(day)):
            standup = self.env["conveyor.standup"]._open(schedule, day)
            led = standup.with_user(self.head)
            led.start_standup()
            for row in standup.attendance_ids.filtered(lambda row: row.state == "expected"):
                late = self.rng.random() < 0.1
                row._write_deed({"state": "late" if late else "present"})
            words = dict(
                zip(("success", "failure", "blocker"), LESSONS[number % len(LESSONS)], strict=True)
            )
            speaker = standup.attendance_ids[number % max(len(standup.attendance_ids), 1)]
            speaker._write_deed({kind: text for kind, text in words.items() if text})
            led.finish_standup()

    def _report(self, company, day):
        """Everybody reports; the head accepts what matches the next morning, with a word where it does not."""
        reports = self.env["conveyor.daily.report"]
        deadline = self.team._get_report_deadline(day)
        with at_instant(self.env, deadline - timedelta(minutes=40)):
            opened = reports._open_day(self.team, company, day)
            for report in opened.filtered(lambda report: report.state == "open"):
                self._submit(report)
        with at_instant(self.env, self.team._get_report_freeze(day)):
            opened._freeze()
            told = opened.filtered(lambda report: report.state == "submitted").with_user(self.head)
            over = told.filtered("has_over_claim")
            if over:
                over.comment_report("Log it first, then claim it.")
            if day != self.dates[-2]:  # yesterday waits for the visitor
                told.action_accept()

    def _submit(self, report):
        if self.rng.random() < SILENT:
            return
        values = {"tomorrow": "Offers of yesterday first, then the list."}
        line = report.line_ids[:1]
        if line and self.rng.random() < BOASTING:
            count = report._count_facts().get((line.user_id, line.metric_id), 0.0)
            values["claims"] = {str(line.id): count + 2}
            values["comments"] = {str(line.id): "Two more by telephone."}
        report.with_user(report.user_id).submit_report(values)
