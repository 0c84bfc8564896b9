from datetime import datetime
from unittest.mock import patch

from odoo.tools import SQL

from ..tools.clock import at_instant
from .forgetting import let_go
from .norms import MONDAY, NormDayCommon

# What screens call of the morning and the evening.
DAYS = {
    "conveyor.daily.report": {
        "action_accept",
        "action_answer",
        "action_open_adjustment",
        "action_open_evening",
        "adjust_report",
        "comment_report",
        "get_my_report",
        "return_report",
        "submit_report",
    },
    "conveyor.daily.report.adjustment": {"action_adjust"},
    "conveyor.daily.report.answer": {"action_accept", "action_comment", "action_return"},
    "conveyor.daily.report.line": {"action_open_facts"},
    "conveyor.presentation": {"action_print"},
    "conveyor.standup": {
        "action_open_screen",
        "add_task",
        "finish_standup",
        "get_standup",
        "mark_person",
        "say",
        "start_standup",
    },
}
# The deadline of the team is 18:30; the day is frozen at 9:00 next morning; all in UTC.
NOON = datetime(2026, 3, 2, 12)
EVENING = datetime(2026, 3, 2, 17, 45)
DEADLINE = datetime(2026, 3, 2, 18, 30)
NIGHT = datetime(2026, 3, 2, 21)
MORNING = datetime(2026, 3, 3, 9)


class EveningCommon(NormDayCommon):
    """Words for the evening of Monday, 2 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute(SQL("DELETE FROM conveyor_daily_report WHERE day_on >= '2026-02-01'"))
        codes = ("report_due", "report_on_time", "error_free_day")
        told = tuple(cls.env["conveyor.metric"]._get(code).id for code in codes)
        let_go(cls.env.cr)
        for table in ("conveyor_fact", "conveyor_fact_sum"):
            cls.env.cr.execute(
                SQL("DELETE FROM %s WHERE metric_id IN %s", SQL.identifier(table), told)
            )
        cls.env.invalidate_all()
        metrics = cls.env["conveyor.metric"].search([("is_reported", "=", True)])
        metrics.is_reported = False
        cls.calls, cls.meetings = (
            cls.env["conveyor.metric"]._get(code) for code in ("call", "meeting_held")
        )
        (cls.calls | cls.meetings).is_reported = True
        others = cls.env["crm.team"].search([("use_conveyor", "=", True)]) - cls.team
        others.use_daily_report = False

    def called(self, instant, user=None, times=1):
        """Calls done at an instant."""
        user = user or self.hunter
        with at_instant(self.env, instant):
            for _number in range(times):
                card = self.card(owner=user)
                self.activity(card, user).with_user(user)._action_done()
                card.active = False  # and nothing of it is left to be put in order

    def open_reports(self, instant=EVENING):
        """What the cron does in the evening; the report of the hunter."""
        self.run_cron("_cron_open", instant)
        return self.report(self.hunter)

    def report(self, user, day=MONDAY):
        reports = self.env["conveyor.daily.report"]
        return reports.search([("user_id", "=", user.id), ("day_on", "=", day)])

    def line(self, report, metric=None):
        metric = metric or self.calls
        return report.line_ids.filtered(lambda line: line.metric_id == metric)

    def submit(self, report, instant=EVENING, user=None, calls=None, **values):
        """Hand in a report with a claim of calls, or with what the ledger counted."""
        if calls is not None:
            values["claims"] = {str(self.line(report).id): calls}
        with at_instant(self.env, instant):
            return report.with_user(user or report.user_id).submit_report(values)

    def freeze(self, instant=MORNING):
        self.run_cron("_cron_freeze", instant)

    def run_cron(self, name, instant, kill_after=None, model="conveyor.daily.report"):
        """A cron's own work; its commits are counted instead of done, and may be the server's last."""
        commits = []

        def commit(_crons, processed=0, *, remaining=None, deactivate=False):
            commits.append(remaining)
            return 0 if kill_after and len(commits) == kill_after else 1000

        with (
            at_instant(self.env, instant),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
        ):
            getattr(self.env[model], name)()
        return commits
