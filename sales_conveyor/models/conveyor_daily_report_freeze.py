from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.verdicts import NOT_LOGGED, OVER


class ConveyorDailyReport(models.Model):
    """The morning after: the ledger is counted once more, every line gets its verdict, and the day stands."""

    _inherit = "conveyor.daily.report"

    # === CRON === #

    @api.model
    def _cron_freeze(self):
        """Freeze the days that are due, by company and day; each is kept even if the server dies after it."""
        due = Domain("frozen_at", "=", False) & Domain("freeze_at", "<=", self.env.cr.now())
        reports = self.sudo().search(due, order="day_on, id")  # a cron of the department
        groups = list(reports.grouped(lambda report: (report.company_id, report.day_on)).values())
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(groups))  # locks are taken before anything is looked at
        for number, of_day in enumerate(groups, start=1):
            of_day._freeze()
            if not cron._commit_progress(1, remaining=len(groups) - number):
                break

    # === BUSINESS METHODS === #

    def _freeze(self):
        """Freeze the reports of one company and day; done twice it changes nothing.

        Who hands in at this very moment is judged a quarter of an hour later.
        """
        free = self.try_lock_for_update(allow_referencing=True)
        reports = free.filtered(lambda report: not report.frozen_at)
        told = reports.filtered(
            lambda report: report.state in ("submitted", "accepted", "returned")
        )
        missing = reports.filtered(lambda report: report.state == "open")
        told._judge()
        told._add_faults()
        now = self.env.cr.now()
        missing._write_deed({"state": "missing", "frozen_at": now})
        (reports - missing)._write_deed({"frozen_at": now})
        told._sum_up()
        told._mark_error_free()
        missing._book_missing()
        self.env["conveyor.fact"]._expect(self._name, reports.ids, happened=True)

    def _count_facts(self, before=None):
        """What the ledger knows of the people of these reports, of one company and day, in one query.

        :param datetime before: only what was booked by then
        :return: ``{(user, metric): number}``
        """
        if not self:
            return {}
        metrics = self.line_ids.metric_id
        domain = Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("user_id", "in", self.user_id.ids)
        domain &= Domain("happened_on", "in", list(set(self.mapped("day_on"))))
        if before:
            domain &= Domain("booked_at", "<=", before)
        # Whoever may read a report may read what it is compared with.
        measured = metrics.sudo()._measure(domain, ("user_id",))
        return {
            (user, metric.sudo(False)): number
            for metric, groups in measured.items()
            for (user,), number in groups.items()
        }

    def _judge(self):
        """The verdict on every line, in one statement."""
        if not self:
            return
        final, in_time = self._count_facts(), {}
        for deadline, reports in self.grouped("deadline_at").items():
            counts = reports._count_facts(before=deadline)
            in_time |= {(user, metric): n for (user, metric), n in counts.items()}
        told = []
        for line in self.line_ids.filtered(lambda line: line.metric_id and not line.is_adjustment):
            key = line.user_id, line.metric_id
            counted, early = final.get(key, 0.0), in_time.get(key, 0.0)
            verdict = line._get_verdict(early, counted)
            told.append((line.id, counted, counted - early, verdict))
        if told:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE conveyor_daily_report_line l SET final = v.final, late = v.late, verdict = v.verdict
                      FROM unnest(%s::int4[], %s::numeric[], %s::numeric[], %s::varchar[])
                           AS v (id, final, late, verdict)
                     WHERE l.id = v.id
                    """,
                    *map(list, zip(*told, strict=True)),
                )
            )
            self.line_ids.invalidate_recordset(flush=False)
            self.invalidate_recordset(["reliability"], flush=False)

    def _sum_up(self):
        """How many lines differ, and whether more was claimed than there is; in one statement."""
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE conveyor_daily_report r
                   SET difference_count = v.differences, fault_count = v.faults, has_over_claim = v.is_over
                  FROM (SELECT report_id, count(*) FILTER (WHERE verdict = 'fault') AS faults,
                               count(*) FILTER (WHERE verdict NOT IN ('match', 'fault')) AS differences,
                               COALESCE(bool_or(verdict IN %s), FALSE) AS is_over
                          FROM conveyor_daily_report_line WHERE report_id IN %s AND verdict IS NOT NULL
                         GROUP BY report_id) v
                 WHERE r.id = v.report_id
                """,
                (OVER, NOT_LOGGED),
                self._ids,
            )
        )
        self.invalidate_recordset(flush=False)

    def _mark_error_free(self):
        """A day without errors: told in time, all of it true, accepted."""
        free = self.filtered(
            lambda report: (
                report.frozen_at
                and report.state == "accepted"
                and report.is_on_time
                and not report.difference_count
                and not report.fault_count
            )
        )
        free.filtered(lambda report: not report.is_error_free)._write_deed({"is_error_free": True})
        self.env["conveyor.fact"]._expect(self._name, self.ids, happened=True)
