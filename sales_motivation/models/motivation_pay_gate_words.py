from odoo import api, fields, models

from ..tools.telling import tell_money, tell_number, tell_share


class MotivationPayGate(models.Model):
    """A condition in a sentence."""

    _inherit = "motivation.pay.gate"

    # As with the component: whoever may read the gate may read what it says.
    words = fields.Char(string="In Words", compute="_compute_words", compute_sudo=True)
    is_share = fields.Boolean(compute="_compute_is_share", help="The goal is typed as per cent.")

    # === COMPUTE METHODS === #

    @api.depends(
        "kind", "metric_id.name", "metric_id.is_less_better", "metric_id.measure", "metric_id.is_percentage",
        "of_whom", "goal", "threshold", "component_id.company_id.currency_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_words(self):
        for gate in self:
            gate.words = gate.metric_id and gate._tell()

    @api.depends("kind", "metric_id.is_percentage")
    def _compute_is_share(self):
        for gate in self:
            gate.is_share = gate.kind != "value" or gate.metric_id.is_percentage

    # === BUSINESS METHODS === #

    def _tell(self):
        """The condition as one whole sentence."""
        values = {
            "metric": self.metric_id.name,
            "goal": self._tell_goal(),
            "threshold": tell_share(self.env, self.threshold),
        }
        if self.kind == "share":
            return self.env._(
                "Condition: at least %(goal)s of the people in your teams reach %(threshold)s of their target of "
                "“%(metric)s”.",
                **values,
            )
        told = self._tell_value if self.kind == "value" else self._tell_attainment
        side = "most" if self.metric_id.is_less_better else "least"
        return told(values)[f"{self.of_whom or 'person'}_{side}"]

    def _tell_value(self, values):
        return {
            "person_least": self.env._(
                "Condition: your “%(metric)s” is at least %(goal)s.", **values
            ),
            "person_most": self.env._(
                "Condition: your “%(metric)s” is at most %(goal)s.", **values
            ),
            "team_least": self.env._(
                "Condition: “%(metric)s” of your teams is at least %(goal)s.", **values
            ),
            "team_most": self.env._(
                "Condition: “%(metric)s” of your teams is at most %(goal)s.", **values
            ),
        }

    def _tell_attainment(self, values):
        return {
            "person_least": self.env._(
                "Condition: you reach at least %(goal)s of your target of “%(metric)s”.", **values
            ),
            "person_most": self.env._(
                "Condition: your “%(metric)s” is at most %(goal)s of its target.", **values
            ),
            "team_least": self.env._(
                "Condition: your teams reach at least %(goal)s of their target of “%(metric)s”.",
                **values,
            ),
            "team_most": self.env._(
                "Condition: “%(metric)s” of your teams is at most %(goal)s of its target.", **values
            ),
        }

    def _tell_goal(self):
        if self.is_share:
            return tell_share(self.env, self.goal)
        if self.metric_id.measure == "amount":
            company = self.component_id.company_id or self.env.company
            return tell_money(self.env, self.goal, company.currency_id)
        return tell_number(self.env, self.goal)
