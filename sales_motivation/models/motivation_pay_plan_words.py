from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..const import FACT_KINDS
from ..tools.telling import tell_share


class MotivationPayPlan(models.Model):
    """A plan in words: each component, then the rules for all of it, in sentences for whoever is paid by it."""

    _inherit = "motivation.pay.plan"

    # Whoever may read a plan may read what it says.
    words = fields.Html(
        string="The Plan in Words", compute="_compute_words", compute_sudo=True, sanitize=False
    )

    standing = fields.Char(compute="_compute_standing", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("state", "valid_from_on", "approved_at", "approved_by_id.name")
    @api.depends_context("lang")
    def _compute_standing(self):
        for plan in self:
            plan.standing = plan.valid_from_on and plan._tell_standing()

    @api.depends(
        "component_ids.sequence", "component_ids.name", "component_ids.words", "clawback_days", "clawback_floor",
        "currency_id", "company_id.currency_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_words(self):
        for plan in self:
            parts = [
                Markup("<p><strong>%s</strong><br/>%s</p>") % (title, " ".join(sentences))
                for title, sentences in plan._tell()
            ]
            plan.words = Markup().join(parts)

    # === BUSINESS METHODS === #

    def _tell(self):
        """The plan as a person reads it.

        :return: list of ``(title, [sentences])``, the components in order and then the rules for all of them
        """
        self.ensure_one()
        components = self.component_ids.sorted("sequence")
        told = [(component.name or "", component._tell()) for component in components]
        rules = self._tell_rules()
        return [*told, (self.env._("For All of It"), rules)] if rules else told

    def _tell_rules(self):
        """What holds for every component, and what never happens."""
        kinds = set(self.component_ids.mapped("kind"))
        if not kinds - {"salary"}:
            return []
        told = []
        if kinds & set(FACT_KINDS):
            told.append(self.env._("There is no upper limit to what you can earn."))
            told.append(self._tell_clawback())
            told.append(self._tell_floor())
            told.append(
                self.env._(
                    "What comes to light after a month is settled is paid in the next one, by the plan of its own day."
                )
            )
        if "deduction" in kinds:
            told.append(
                self.env._(
                    "A deduction lowers the bonus only, never the commission and never the salary."
                )
            )
        if self.currency_id != self.company_id.currency_id:
            told.append(
                self.env._(
                    "Sales count in %(company)s; they are paid in %(pay)s at the rate of the last day of the month.",
                    company=self.company_id.currency_id.name,
                    pay=self.currency_id.name,
                )
            )
        return told

    def _tell_standing(self):
        """Since when it counts, and by whose word."""
        day = format_date(self.env, self.valid_from_on)
        if not self.approved_at:
            return self.env._("A draft: it would be in force from %s on.", day)
        return self.env._(
            "In force from %(day)s on, approved by %(person)s on %(approved)s.",
            day=day,
            person=self.approved_by_id.name,
            approved=format_date(self.env, self.approved_at),
        )

    def _tell_clawback(self):
        """What is taken back, and until when."""
        if not self.clawback_days:
            return self.env._(
                "When a client takes money back, it is taken off where it was counted; once the time it was counted "
                "in is over, what you were paid for it stays yours."
            )
        return self.env._(
            "When a client takes money back, it is taken off where it was counted; once the time it was counted in is "
            "over, you give back what you were really paid for it, at most %s days after the sale.",
            self.clawback_days,
        )

    def _tell_floor(self):
        """How much of it at once."""
        if not self.clawback_floor:
            return self.env._(
                "It is taken back out of variable pay only, never out of the salary; what is left waits for the next month."
            )
        return self.env._(
            "It is taken back out of variable pay only, never out of the salary: %s of the variable pay of a month is "
            "paid in any case, and the rest waits for the next one.",
            tell_share(self.env, self.clawback_floor),
        )
