from odoo import api, models
from odoo.exceptions import ValidationError

from ..const import FACT_KINDS
from ..tools.commission import TierError, make_tiers
from ..tools.days import refuse_far

# Kinds that need an amount, and kinds that need a metric.
AMOUNT_KINDS = ("bonus", "deduction", "draw")
METRIC_KINDS = (*FACT_KINDS, "deduction")


class MotivationPayComponent(models.Model):
    """What makes a component pay: a broken rule is refused when it is saved, not on payday."""

    _inherit = "motivation.pay.component"

    # === CONSTRAINT METHODS === #

    @api.constrains("first_on", "last_on")
    def _check_days_are_near(self):
        refuse_far(self, "first_on", "last_on")

    @api.constrains(
        "kind", "metric_id", "unit", "tier_on", "tier_ids", "share", "amount", "credit",
        "first_on", "last_on", "gate_ids", "sale", "pool_id", "plan_id",
    )  # fmt: skip
    def _check_rules(self):
        for component in self:
            component._check_numbers()
            component._check_metric()
            component._check_tiers()
            component._check_gates()

    def _check_numbers(self):
        if not 0 < self.share <= 1:  # nor is NaN
            raise ValidationError(
                self.env._("“%s”: the share of the base is above 0 and at most 100 %%.", self.name)
            )
        if not 0 <= self.amount < 1e12:
            raise ValidationError(self.env._("“%s”: the amount is 0 or above.", self.name))
        if self.kind in AMOUNT_KINDS and not self.amount:
            raise ValidationError(self.env._("“%s” needs an amount.", self.name))
        if self.pool_id and self.pool_id.company_id != self.plan_id.company_id:
            raise ValidationError(
                self.env._("“%s”: its pool belongs to another company.", self.name)
            )
        if self.kind == "spif" and not (self.first_on and self.last_on):
            raise ValidationError(
                self.env._(
                    "“%s” is a prize for a time: give its first and its last day.", self.name
                )
            )

    def _check_metric(self):
        """Facts are paid one by one, so their metric is one that adds up."""
        if self.kind in METRIC_KINDS and not self.metric_id:
            raise ValidationError(
                self.env._("“%s” needs a metric: what is it paid for?", self.name)
            )
        if self.kind in METRIC_KINDS and self.metric_id.aggregation != "sum":
            raise ValidationError(
                self.env._(
                    "“%(component)s” is paid fact by fact, and “%(metric)s” is no sum of facts.",
                    component=self.name,
                    metric=self.metric_id.name,
                )
            )
        if self.kind in FACT_KINDS and (self.unit == "percent") != (self.measure == "amount"):
            raise ValidationError(
                self.env._(
                    "“%s”: a metric of money pays a share of it, any other one money for each.",
                    self.name,
                )
            )
        if self.kind == "override" and self.credit != "team":
            raise ValidationError(
                self.env._(
                    "“%s”: an override is paid on the facts of the person's teams.", self.name
                )
            )

    def _check_tiers(self):
        """Tiers of facts, and of a bonus by attainment, cover everything from 0 on."""
        by_curve = self.kind in FACT_KINDS or (self.kind == "bonus" and self.tier_ids)
        if not by_curve:
            return
        try:
            tiers = make_tiers((str(tier.start), str(tier.rate)) for tier in self.tier_ids)
        except TierError as error:
            reasons = {
                "empty": self.env._("“%s” has no rate.", self.name),
                "gap": self.env._("“%s”: the first tier begins at 0.", self.name),
                "twice": self.env._("“%s”: two tiers begin at the same point.", self.name),
            }
            raise ValidationError(reasons[str(error)]) from error
        if self.unit == "percent" and self.kind != "bonus" and max(tier.rate for tier in tiers) > 1:
            raise ValidationError(
                self.env._("“%s”: a rate is at most 100 %% of the money.", self.name)
            )
        if len(tiers) > 1 and not tiers[-1].rate and self.kind != "bonus":
            raise ValidationError(
                self.env._(
                    "“%s”: the last rate is 0, a wall that sellers carry deals around. Make it lower, not nothing.",
                    self.name,
                )
            )
        if self.kind == "bonus" or self.tier_on == "attainment":
            self._check_target()

    def _check_target(self):
        """A share of a target is one of a metric that adds up: others have no targets."""
        if not self.metric_id:
            raise ValidationError(self.env._("“%s”: attainment of what? Give a metric.", self.name))
        if self.metric_id.aggregation != "sum":
            raise ValidationError(
                self.env._(
                    "“%(component)s” is paid by the share of a target, and “%(metric)s” is no sum that has one.",
                    component=self.name,
                    metric=self.metric_id.name,
                )
            )

    def _check_gates(self):
        if self.gate_ids and self.kind not in (*FACT_KINDS, "bonus"):
            raise ValidationError(
                self.env._("“%s”: only what varies can wait for a gate.", self.name)
            )
