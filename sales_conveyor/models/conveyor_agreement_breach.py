from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

RULE = "agreement_broken"
# So far back a night looks: what is older was told, or is over.
LOOK_BACK_DAYS = 31


class ConveyorAgreement(models.Model):
    """A broken agreement is a breach: the night books those that are still not done, each once."""

    _inherit = "conveyor.agreement"

    # === BUSINESS METHODS === #

    @api.model
    def _decide(self, company):
        res = super()._decide(company)
        self._book_breaches(company)
        return res

    @api.model
    def _book_breaches(self, company):
        """Book the agreements that a company's people have broken and not made up for.

        What was overdue already when it was planned or taken over is none.

        :return: ids of the incidents that are new
        """
        incidents = self.env["conveyor.incident"]
        rule = self.env["conveyor.incident.category"]._get_rule(RULE)
        if not rule:
            return []
        incidents.flush_model(["category_id", "origin"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT a.id FROM conveyor_agreement a
                  JOIN crm_team t ON t.id = a.team_id AND t.use_conveyor
                 WHERE a.company_id = %s AND a.state = 'broken' AND a.decided_on > %s AND a.due_on >= a.decide_on
                   AND NOT EXISTS (SELECT FROM conveyor_incident i
                                    WHERE i.category_id = %s AND i.origin = 'conveyor.agreement,' || a.id)
                 ORDER BY a.id
                """,
                company.id,
                company._get_business_day() - timedelta(days=LOOK_BACK_DAYS),
                rule.id,
            )
        )
        broken = self.browse([id_ for (id_,) in found])
        return incidents._book_breaches(RULE, [row._prepare_breach() for row in broken])

    def _prepare_breach(self):
        """What a breach tells of an agreement, in the language of its person."""
        self.ensure_one()
        words = self.with_context(lang=self.user_id.lang or self.env.lang)
        return {
            "origin": f"conveyor.agreement,{self.id}",
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id,
            "happened_on": self.decided_on,
            "evidence": words.env._(
                "“%(name)s”, promised for %(day)s, was still open when that day ended.",
                name=self.name or "",
                day=fields.Date.to_string(self.decide_on),
            ),
        }
