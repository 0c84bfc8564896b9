from datetime import timedelta

from odoo import models


class ConveyorDailyReport(models.Model):
    """The report on the screen of a telephone."""

    _inherit = "conveyor.daily.report"

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
        domain = [("user_id", "=", self.env.uid), ("date_deadline", "<=", tomorrow)]
        return self.env["mail.activity"].search_count(domain)

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
