from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..const import RELAY

# A report appears so long before its deadline, and where the server slept, at least so much time is left.
AHEAD = timedelta(hours=1)
# So many days are caught up when the server slept.
CATCH_UP_DAYS = 7


class ConveyorDailyReport(models.Model):
    """The evening: a report for everybody who works that day, with the lines of the section."""

    _inherit = "conveyor.daily.report"

    # === CRON === #

    @api.model
    def _cron_open(self):
        """Open the reports that are due, team by team; each team is kept even if the server dies after it."""
        teams = self.env["crm.team"].sudo()._find_reporting_teams()  # a cron of the department
        for number, team in enumerate(teams, start=1):
            for company, day in team._get_due_reports():
                self._open_day(team, company, day)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(teams) - number):
                break

    # === BUSINESS METHODS === #

    @api.model
    def _open_day(self, team, company, day):
        """Open the reports of a team for one day; done twice it changes nothing.

        Nobody reports on a day off; whoever is away on a working day is excused. A person of two teams has one
        report.

        :return: the new reports
        """
        members = team.crm_team_member_ids.filtered(
            lambda member: member.user_id.active and member._get_company() == company
        )
        hours = members._get_day_hours(day, day)
        due = {
            member: any(left for left, _planned in hours[member].values())
            for member in members
            if hours[member]
        }
        reports = self._insert_reports(team, company, day, due)
        working = reports.filtered(lambda report: report.state == "open")
        self.env["conveyor.daily.report.line"]._open_lines(
            working, members.filtered(lambda member: member.user_id in working.user_id)
        )
        working._remind()
        return reports

    @api.model
    def _insert_reports(self, team, company, day, due):
        """The rows of a day, in one statement; ``due`` is ``{member: whether he is there}``."""
        if not due:
            return self.browse()
        now = self.env.cr.now()
        deadline = max(team._get_report_deadline(day), now + AHEAD)
        freeze = max(team._get_report_freeze(day), deadline)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report (user_id, team_id, company_id, role, day_on, is_blind, deadline_at,
                                                   freeze_at, state, create_uid, create_date, write_uid, write_date,
                                                   is_on_time, has_over_claim, is_error_free, difference_count,
                                                   fault_count)
                SELECT d.user_id, %(team)s, %(company)s, d.role, %(day)s, %(blind)s, %(deadline)s, %(freeze)s,
                       CASE WHEN d.is_there THEN 'open' ELSE 'excused' END, %(uid)s, %(now)s, %(uid)s, %(now)s,
                       FALSE, FALSE, FALSE, 0, 0
                  FROM unnest(%(users)s::int4[], %(roles)s::varchar[], %(there)s::bool[])
                       AS d (user_id, role, is_there)
                    ON CONFLICT DO NOTHING
                RETURNING id
                """,
                team=team.id,
                company=company.id,
                day=day,
                blind=team.report_mode == "blind",
                deadline=deadline,
                freeze=freeze,
                uid=self.env.uid,
                now=now,
                users=[member.user_id.id for member in due],
                roles=[member._get_norm_role() for member in due],
                there=list(due.values()),
            )
        )
        self.invalidate_model(flush=False)
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    def _remind(self):
        """One quiet word on the screen of everybody who has a report to fill in; no mail, no inbox."""
        if self.env.context.get("conveyor_quiet") is RELAY:
            return  # a past that is only replayed is news to nobody
        for report in self.sudo():  # a notice to its own person
            report.user_id._bus_send(
                "simple_notification",
                {
                    "type": "info",
                    "title": self.env._("Evening report"),
                    "message": self.env._(
                        "Your evening report is ready. It takes a minute: My Evening."
                    ),
                },
            )


class ConveyorDailyReportLine(models.Model):
    """The lines that a new report begins with."""

    _inherit = "conveyor.daily.report.line"

    # === BUSINESS METHODS === #

    @api.model
    def _open_lines(self, reports, members):
        """A line for each metric that the section reports, with the norm of the day, in one statement.

        :param reports: of one day
        :param members: the people of these reports
        """
        if not reports:
            return
        day = reports[0].day_on
        norms = self.env["conveyor.norm"]._get_day_norms(day, members)
        asked = {
            (member.user_id.id, metric.id): norm
            for member in members
            for metric, norm in norms[member].items()
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report_line (report_id, sequence, metric_id, user_id, team_id, company_id,
                                                        day_on, norm, claimed, counted, final, late, is_adjustment)
                SELECT r.id, m.sequence, m.id, r.user_id, r.team_id, r.company_id, r.day_on,
                       COALESCE(n.norm, 0), 0, 0, 0, 0, FALSE
                  FROM conveyor_daily_report r
                  JOIN conveyor_metric m ON m.is_reported AND m.active AND m.aggregation = 'sum'
                  LEFT JOIN unnest(%(users)s::int4[], %(metrics)s::int4[], %(norms)s::numeric[])
                       AS n (user_id, metric_id, norm) ON n.user_id = r.user_id AND n.metric_id = m.id
                 WHERE r.id IN %(reports)s AND (m.role IS NULL OR m.role = r.role OR n.norm > 0)
                    ON CONFLICT DO NOTHING
                """,
                users=[user for user, _metric in asked],
                metrics=[metric for _user, metric in asked],
                norms=list(asked.values()),
                reports=reports._ids,
            )
        )
        self.invalidate_model(flush=False)
        reports.invalidate_recordset(["line_ids"], flush=False)
