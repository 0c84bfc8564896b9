from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.verdicts import LATE, MATCH
from ..tools.words import tell_number


class ConveyorDailyReport(models.Model):
    """The report on the screen of a telephone, and in the queue of the head."""

    _inherit = "conveyor.daily.report"

    differences = fields.Char(
        string="What Differs",
        compute="_compute_differences",
        help="What is claimed, with the number of CRM in brackets.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.claimed", "line_ids.counted", "line_ids.final", "line_ids.verdict")
    @api.depends_context("lang")
    def _compute_differences(self):
        for report in self:
            lines = report.line_ids.filtered(lambda line: line.metric_id and line._differs())
            report.differences = " · ".join(line._tell_difference() for line in lines)

    # === BUSINESS METHODS === #

    def _describe(self):
        """Everything on the screen; what a blind report hides until it is told is False."""
        self.ensure_one()
        counts = self._count_facts()
        return {
            "id": self.id,
            "day": self.day_on,
            "name": self.user_id.name,
            "state": self.state,
            "is_blind": self.is_blind,
            "is_frozen": bool(self.frozen_at),
            "is_on_time": self.is_on_time,
            "deadline_at": self.deadline_at,
            "note": self.note or "",
            "tomorrow": self.tomorrow or "",
            "head_comment": self.head_comment or "",
            "reliability": self.reliability,
            "tasks": self._count_tasks(),
            "lines": [self._describe_line(line, counts) for line in self.line_ids],
            "currency_id": self.company_id.sudo().currency_id.id,  # what a company counts in is no secret
        }

    def _count_tasks(self):
        """What the person has to do until the end of the next day."""
        tomorrow = self.day_on + timedelta(days=1)
        activities = self.env["mail.activity"]
        domain = Domain("user_id", "=", self.env.uid) & Domain("date_deadline", "<=", tomorrow)
        return activities.search_count(domain & activities._get_alive_domain())

    def _describe_line(self, line, counts):
        counted = counts.get((line.user_id, line.metric_id), 0.0)
        if self.frozen_at:
            counted = line.final
        elif self.is_blind and not self.submitted_at:
            counted = False
        return {
            "id": line.id,
            "metric_id": line.metric_id.id,
            "name": line.metric_id.name or line.fault,
            "is_money": line.metric_id.measure == "amount",
            "is_fault": bool(line.fault),
            "is_adjustment": line.is_adjustment,
            "norm": line.norm,
            "claimed": line.claimed,
            "counted": counted,
            "verdict": line.verdict,
            "comment": line.comment or "",
        }


class ConveyorDailyReportLine(models.Model):
    """How a line reads in the queue."""

    _inherit = "conveyor.daily.report.line"

    # === BUSINESS METHODS === #

    def _differs(self):
        """Whether the claim is not what CRM says: by its verdict, or in the evening as it stands."""
        if self.is_adjustment or not self.report_id.submitted_at:
            return False
        return (self.verdict or self._get_verdict(self.counted, self.counted)) != MATCH

    def _tell_difference(self):
        """The claim, with the number of CRM in brackets."""
        claimed = self._tell_number(self.claimed)
        if self.verdict == LATE:
            text = self.env._("%(metric)s %(claimed)s (entered late)")
        else:
            text = self.env._("%(metric)s %(claimed)s (CRM: %(counted)s)")
        counted = self._tell_number(self.final if self.verdict else self.counted)
        return text % {"metric": self.metric_id.name, "claimed": claimed, "counted": counted}

    def _tell_number(self, number):
        currency = self.company_id.sudo().currency_id  # what a company counts in is no secret
        is_money = self.metric_id.measure == "amount"
        return tell_number(self.env, number, currency if is_money else None)
