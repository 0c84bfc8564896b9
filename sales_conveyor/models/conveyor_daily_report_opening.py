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
        """Open the reports that are due, day by day; each day is kept even if the server dies after it."""
        teams = self.env["crm.team"].sudo()._find_reporting_teams()  # a cron of the department
        due = teams._get_due_reports()
        for number, ((company, day), of_day) in enumerate(due.items(), start=1):
            self._open_day(of_day, company, day)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(due) - number):
                break

    # === BUSINESS METHODS === #

    @api.model
    def _open_day(self, teams, company, day):
        """Open the reports of teams for one day; done twice it changes nothing.

        Nobody reports on a day off; whoever is away on a working day is excused. A person of two teams has one
        report.

        :return: the new reports
        """
        members = self._find_reporters(teams, company)
        hours = members._get_day_hours(day, day)
        due = {
            member: any(left for left, _planned in hours[member].values())
            for member in members
            if hours[member]
        }
        reports = self._insert_reports(company, day, due)
        working = reports.filtered(lambda report: report.state == "open")
        places = {(report.user_id.id, report.team_id.id) for report in working}
        told = members.filtered(lambda one: (one.user_id.id, one.crm_team_id.id) in places)
        norms = self.env["conveyor.norm"]._get_day_norms(day, told, hours)
        self.env["conveyor.daily.report.line"]._open_lines(working, norms)
        working._remind()
        return reports

    @api.model
    def _find_reporters(self, teams, company):
        """The memberships of whoever works for a company in these teams, in their order."""
        domain = [("crm_team_id", "in", teams.ids), ("user_id.active", "=", True)]
        members = self.env["crm.team.member"].search_fetch(domain)
        place = {id_: number for number, id_ in enumerate(teams.ids)}
        return members.filtered(lambda member: member._get_company() == company).sorted(
            lambda member: place[member.crm_team_id.id]
        )

    @api.model
    def _insert_reports(self, company, day, due):
        """The rows of a day, in one statement; ``due`` is ``{member: whether he is there}``."""
        if not due:
            return self.browse()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report (user_id, team_id, company_id, role, day_on, is_blind, deadline_at,
                                                   freeze_at, state, create_uid, create_date, write_uid, write_date,
                                                   is_on_time, has_over_claim, is_error_free, difference_count,
                                                   fault_count)
                SELECT d.user_id, t.id, %(company)s, d.role, %(day)s, t.is_blind, t.deadline_at, t.freeze_at,
                       CASE WHEN d.is_there THEN 'open' ELSE 'excused' END, %(uid)s, %(now)s, %(uid)s, %(now)s,
                       FALSE, FALSE, FALSE, 0, 0
                  FROM unnest(%(users)s::int4[], %(member_teams)s::int4[], %(roles)s::varchar[], %(there)s::bool[])
                       WITH ORDINALITY AS d (user_id, team_id, role, is_there, place)
                  JOIN (VALUES %(teams)s) AS t (id, is_blind, deadline_at, freeze_at) ON t.id = d.team_id
                 ORDER BY d.place
                    ON CONFLICT DO NOTHING
                RETURNING id
                """,
                company=company.id,
                day=day,
                uid=self.env.uid,
                now=self.env.cr.now(),
                users=[member.user_id.id for member in due],
                member_teams=[member.crm_team_id.id for member in due],
                roles=[member._get_norm_role() or None for member in due],
                there=list(due.values()),
                teams=self._get_hours_sql(
                    self.env["crm.team"].union(*(one.crm_team_id for one in due)), day
                ),
            )
        )
        self.invalidate_model(flush=False)
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    @api.model
    def _get_hours_sql(self, teams, day):
        """Deadline and freeze of a day, team by team: who opens late leaves some time, too."""
        soonest, rows = self.env.cr.now() + AHEAD, []
        for team in teams:
            deadline = max(team._get_report_deadline(day), soonest)
            freeze = max(team._get_report_freeze(day), deadline)
            is_blind = team.report_mode == "blind"
            rows.append(SQL("(%s, %s, %s, %s)", team.id, is_blind, deadline, freeze))
        return SQL(", ").join(rows)

    def _remind(self):
        """One quiet word on the screen of everybody who has a report to fill in; no mail, no inbox."""
        if self.env.context.get("conveyor_quiet") is RELAY:
            return  # a past that is only replayed is news to nobody
        for lang, reports in self.sudo().grouped(lambda one: one.user_id.lang).items():
            words = self.with_context(lang=lang or self.env.lang).env
            note = {
                "type": "info",
                "title": words._("Evening report"),
                "message": words._("Your evening report is ready. It takes a minute: My Evening."),
            }
            for user in reports.user_id:  # a notice to its own person
                user._bus_send("simple_notification", note)


class ConveyorDailyReportLine(models.Model):
    """The lines that a new report begins with."""

    _inherit = "conveyor.daily.report.line"

    # === BUSINESS METHODS === #

    @api.model
    def _open_lines(self, reports, norms):
        """A line for each metric that the section reports, with the norm of the day, in one statement.

        :param reports: new ones, of one day
        :param dict norms: ``{member: {metric: norm}}`` of the people of these reports
        """
        if not reports:
            return
        asked = [
            (member.user_id.id, metric.id, norm)
            for member, of_person in norms.items()
            for metric, norm in of_person.items()
        ]
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
                """,
                users=[user for user, _metric, _norm in asked],
                metrics=[metric for _user, metric, _norm in asked],
                norms=[norm for _user, _metric, norm in asked],
                reports=reports._ids,
            )
        )
        self.invalidate_model(flush=False)
        reports.invalidate_recordset(["line_ids"], flush=False)
