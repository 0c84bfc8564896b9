from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import NAME_LENGTH

# So many faults of a person are named line by line, the worst first; the rest is counted in one more line.
NAMED_FAULTS = 10


class ConveyorDailyReport(models.Model):
    """What the system adds to a report: faults of cards, broken agreements, a breach where nobody told anything."""

    _inherit = "conveyor.daily.report"

    # === BUSINESS METHODS === #

    def _add_faults(self):
        """Write the faults of the day under the reports, in one statement."""
        rows = []
        faults = self._find_faults()
        for report in self:
            number, named = faults.get(report.user_id, (0, []))
            for lead_id, text in named[:NAMED_FAULTS]:
                rows.append((report.id, lead_id or None, text[:NAME_LENGTH]))
            if (more := number - NAMED_FAULTS) > 0:
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

        :return: ``{user: (number, [(card id or False, text)])}``, not all of which need be named
        """
        cards = self.env["crm.lead"]._get_card_faults(self.user_id, NAMED_FAULTS)
        faults = {
            user: (number, [(lead_id, f"{name}: {text}") for lead_id, name, text in found])
            for user, (number, found) in cards.items()
        }
        for company in self.company_id:
            self.env["conveyor.agreement"]._decide(company)  # the night's own job may be late
        domain = Domain("user_id", "in", self.user_id.ids) & Domain("state", "=", "broken")
        domain &= Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("decided_on", "in", list(set(self.mapped("day_on"))))
        for agreement in self.env["conveyor.agreement"].search(domain):
            text = self.env._("Agreement broken: %s", agreement.display_name)
            number, named = faults.get(agreement.user_id, (0, []))
            faults[agreement.user_id] = number + 1, [(agreement.lead_id.id, text), *named]
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
