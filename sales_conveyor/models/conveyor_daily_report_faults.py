from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import NAME_LENGTH

# So many faults of a person are named line by line; the rest is counted in one more line.
NAMED_FAULTS = 20


class ConveyorDailyReport(models.Model):
    """What the system adds to a report: faults of cards and broken agreements; and what comes after the freeze."""

    _inherit = "conveyor.daily.report"

    # === BUSINESS METHODS === #

    def _add_faults(self):
        """Write the faults of the day under the reports, in one statement."""
        rows = []
        faults = self._find_faults()
        for report in self:
            of_person = faults.get(report.user_id, [])
            for lead_id, text in of_person[:NAMED_FAULTS]:
                rows.append((report.id, lead_id or None, text[:NAME_LENGTH]))
            if (more := len(of_person) - NAMED_FAULTS) > 0:
                rows.append((report.id, None, self.env._("and %s more faults", more)))
        self._insert_faults(rows)

    @api.model
    def _insert_faults(self, rows):
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report_line (report_id, sequence, fault, lead_id, verdict, user_id, team_id,
                                                        company_id, day_on, norm, claimed, counted, final, late,
                                                        is_adjustment)
                SELECT r.id, 1000, v.fault, v.lead_id, 'fault', r.user_id, r.team_id, r.company_id, r.day_on,
                       0, 0, 0, 0, 0, FALSE
                  FROM unnest(%(reports)s::int4[], %(leads)s::int4[], %(faults)s::varchar[])
                       AS v (report_id, lead_id, fault)
                  JOIN conveyor_daily_report r ON r.id = v.report_id AND r.frozen_at IS NULL
                """,
                reports=[report for report, _lead, _fault in rows],
                leads=[lead for _report, lead, _fault in rows],
                faults=[fault for _report, _lead, fault in rows],
            )
        )
        self.invalidate_recordset(["line_ids"], flush=False)

    def _find_faults(self):
        """What is wrong with the cards and agreements of these people on their day.

        For a module to name further faults, it must extend this dict.

        :return: ``{user: [(card id or False, text)]}``
        """
        cards = self.env["crm.lead"]._get_card_faults(self.user_id)
        faults = {
            user: [(lead_id, f"{name}: {text}") for lead_id, name, text in found]
            for user, found in cards.items()
        }
        for company in self.company_id:
            self.env["conveyor.agreement"]._decide(company)  # the night's own job may be late
        domain = Domain("user_id", "in", self.user_id.ids) & Domain("state", "=", "broken")
        domain &= Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("decided_on", "in", list(set(self.mapped("day_on"))))
        for agreement in self.env["conveyor.agreement"].search(domain):
            text = self.env._("Agreement broken: %s", agreement.display_name)
            faults.setdefault(agreement.user_id, []).insert(0, (agreement.lead_id.id, text))
        return faults

    def _book_missing(self):
        """Whoever told nothing until the freeze broke the rule of the evening: a breach each, once."""
        self.env["conveyor.incident"]._book_breaches(
            "report_missing",
            [
                {
                    "origin": f"{report._name},{report.id}",
                    "user_id": report.user_id.id,
                    "team_id": report.team_id.id,
                    "company_id": report.company_id.id,
                    "happened_on": report.day_on,
                    "evidence": self.env._("No evening report until %s (UTC).", report.freeze_at),
                }
                for report in self
            ],
        )

    # === ADJUSTMENTS === #

    def adjust_report(self, metric_id, quantity, comment):
        """Add a line to one's own frozen report: what was forgotten, or claimed too much.

        :param int metric_id: of a line of the report
        :param quantity: the difference, below zero to take back
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Everybody adjusts his own evening report."))
        if not self.frozen_at:
            raise UserError(self.env._("This day is not frozen yet: submit the report again."))
        line = self.line_ids.filtered(lambda one: one.metric_id.id == metric_id)[:1]
        text = self._read_text(comment, NAME_LENGTH)
        if not line or not text:
            raise UserError(self.env._("Choose a line of the report and say why it changes."))
        difference = (
            -self._read_number(line, -quantity)
            if self._is_negative(quantity)
            else self._read_number(line, quantity)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_daily_report_line (report_id, sequence, metric_id, comment, user_id, team_id,
                                                        company_id, day_on, norm, claimed, counted, final, late,
                                                        is_adjustment)
                VALUES (%s, 500, %s, %s, %s, %s, %s, %s, 0, %s, 0, 0, 0, TRUE)
                """,
                self.id,
                metric_id,
                text,
                self.user_id.id,
                self.team_id.id,
                self.company_id.id,
                self.day_on,
                difference,
            )
        )
        self.invalidate_recordset(["line_ids"], flush=False)
        if self.state == "returned":
            self._write_deed(
                {"state": "submitted"}
            )  # it is put right, and waits for the head again
        return self._describe()

    def _is_negative(self, quantity):
        return isinstance(quantity, int | float) and quantity < 0

    # === SCREEN === #

    def _describe(self):
        """The report for the screen of a telephone."""
        self.ensure_one()
        counts = self._count_facts()
        is_hidden = self.is_blind and not self.submitted_at
        tomorrow = self.day_on + timedelta(days=1)
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
            "tasks": self.env["mail.activity"].search_count(
                [("user_id", "=", self.env.uid), ("date_deadline", "<=", tomorrow)]
            ),
            "lines": [
                {
                    "id": line.id,
                    "metric_id": line.metric_id.id,
                    "name": line.metric_id.name or line.fault,
                    "is_money": line.metric_id.measure == "amount",
                    "is_fault": bool(line.fault),
                    "is_adjustment": line.is_adjustment,
                    "norm": line.norm,
                    "claimed": line.claimed,
                    "counted": False
                    if is_hidden
                    else line.final
                    if self.frozen_at
                    else counts.get((line.user_id, line.metric_id), 0.0),
                    "verdict": line.verdict,
                    "comment": line.comment or "",
                }
                for line in self.line_ids
            ],
            "currency_id": self.company_id.sudo().currency_id.id,  # what a company counts in is no secret
        }
