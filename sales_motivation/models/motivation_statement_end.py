from odoo import api, models
from odoo.tools import SQL


class MotivationStatement(models.Model):
    """The end of the chain: what is cut off there leaves no gap, so the company itself knows where it ends."""

    _inherit = "motivation.statement"

    # === BUSINESS METHODS === #

    def _seal(self):
        sealed = super()._seal()
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_company c SET motivation_sealed = e.number, motivation_seal = e.hash
                  FROM (SELECT DISTINCT ON (s.company_id) s.company_id, s.number, s.hash FROM motivation_statement s
                         WHERE s.company_id = ANY(%s) AND s.number IS NOT NULL
                         ORDER BY s.company_id, s.number DESC) e
                 WHERE c.id = e.company_id
                """,
                self.company_id.ids,
            )
        )
        self.env["res.company"].invalidate_model(
            ["motivation_sealed", "motivation_seal"], flush=False
        )
        return sealed

    @api.model
    def _tell_cut(self, company):
        """What is wrong at the end of the chain of a company, in words, or nothing."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT c.motivation_sealed, c.motivation_seal, COALESCE(e.number, 0), e.hash
                  FROM res_company c
                  LEFT JOIN LATERAL (SELECT s.number, s.hash FROM motivation_statement s
                                      WHERE s.company_id = c.id AND s.number IS NOT NULL
                                      ORDER BY s.number DESC LIMIT 1) e ON TRUE
                 WHERE c.id = %s
                """,
                company.id,
            )
        )
        sealed, seal, number, found = self.env.cr.fetchone()
        if number < (sealed or 0):
            return self.env._(
                "%(sealed)s statements of %(company)s were approved and the last one is number %(number)s now: whatever "
                "came after it was taken away.",
                sealed=sealed,
                company=company.name,
                number=number,
            )
        if (number, found) != (sealed or 0, seal or None):
            return self.env._(
                "The last seal of %(company)s is not the one that was given to number %(sealed)s: the chain was made "
                "anew or went on past the buttons.",
                company=company.name,
                sealed=sealed or 0,
            )
        return False
