from decimal import Decimal

from odoo import models

from ..tools.commission import TierError, earn, make_tiers
from ..tools.telling import tell_money, tell_number, tell_share

# An example goes so far beyond the last tier.
BEYOND = Decimal("1.2")
# Targets of examples: of money, and of what is counted.
TARGETS = {"percent": 1_000_000, "each": 100}


class MotivationPayComponent(models.Model):
    """The curve of a component in sentences: the first rate, the further ones, an example."""

    _inherit = "motivation.pay.component"

    # === BUSINESS METHODS === #

    def _get_tiers(self):
        """The tiers as plain arithmetic has them, or nothing while they make no curve."""
        try:
            return make_tiers((str(tier.start), str(tier.rate)) for tier in self.tier_ids)
        except TierError:
            return ()

    def _tell_curve(self):
        tiers = self._get_tiers()
        if not tiers or not self.metric_id:
            return []
        told = [self._tell_base(tiers[0].rate)]
        told += [self._tell_tier(tier) for tier in tiers[1:]]
        if len(tiers) > 1 and self.share == 1:
            told.append(self._tell_example(tiers))
        return told

    def _tell_base(self, rate):
        """What the first rate pays, and for whose facts."""
        values = {"rate": self._tell_rate(rate), "metric": self.metric_id.name}
        credit = "override" if self.kind == "override" else self.credit
        told = self._tell_base_of_money if self.unit == "percent" else self._tell_base_of_each
        return told(values)[credit]

    def _tell_base_of_money(self, values):
        return {
            "doer": self.env._("You earn %(rate)s of your “%(metric)s”.", **values),
            "scout": self.env._(
                "You earn %(rate)s of “%(metric)s” on the cards whose scout you were.", **values
            ),
            "hunter": self.env._(
                "You earn %(rate)s of “%(metric)s” on the cards whose hunter you were.", **values
            ),
            "farmer": self.env._(
                "You earn %(rate)s of “%(metric)s” from the clients whose farmer you were.",
                **values,
            ),
            "team": self.env._(
                "You earn %(rate)s of “%(metric)s” of your teams, yours included.", **values
            ),
            "override": self.env._(
                "You earn %(rate)s of “%(metric)s” of the people in your teams; your own is not counted here.",
                **values,
            ),
        }

    def _tell_base_of_each(self, values):
        return {
            "doer": self.env._("For each of your “%(metric)s” you earn %(rate)s.", **values),
            "scout": self.env._(
                "For each of “%(metric)s” on the cards whose scout you were you earn %(rate)s.",
                **values,
            ),
            "hunter": self.env._(
                "For each of “%(metric)s” on the cards whose hunter you were you earn %(rate)s.",
                **values,
            ),
            "farmer": self.env._(
                "For each of “%(metric)s” of the clients whose farmer you were you earn %(rate)s.",
                **values,
            ),
            "team": self.env._(
                "For each of “%(metric)s” of your teams, yours included, you earn %(rate)s.",
                **values,
            ),
            "override": self.env._(
                "For each of “%(metric)s” of the people in your teams you earn %(rate)s; your own are not counted here.",
                **values,
            ),
        }

    def _tell_tier(self, tier):
        """From where on which rate applies to what is above."""
        values = {"start": self._tell_start(tier.start), "rate": self._tell_rate(tier.rate)}
        key = f"{self.window}_{'amount' if self.tier_on == 'amount' else self._get_target_owner()}"
        told = self._tell_tier_of_money if self.unit == "percent" else self._tell_tier_of_each
        return told(values)[key]

    def _tell_tier_of_money(self, values):
        return {
            "month_amount": self.env._(
                "From %(start)s in a month on you earn %(rate)s of what is above.", **values
            ),
            "quarter_amount": self.env._(
                "From %(start)s in a quarter on you earn %(rate)s of what is above.", **values
            ),
            "year_amount": self.env._(
                "From %(start)s in a year on you earn %(rate)s of what is above.", **values
            ),
            "month_own": self.env._(
                "From %(start)s of your target of the month on you earn %(rate)s of what is above.", **values
            ),
            "quarter_own": self.env._(
                "From %(start)s of your target of the quarter on you earn %(rate)s of what is above.", **values
            ),
            "year_own": self.env._(
                "From %(start)s of your target of the year on you earn %(rate)s of what is above.", **values
            ),
            "month_team": self.env._(
                "From %(start)s of your teams' target of the month on you earn %(rate)s of what is above.", **values
            ),
            "quarter_team": self.env._(
                "From %(start)s of your teams' target of the quarter on you earn %(rate)s of what is above.", **values
            ),
            "year_team": self.env._(
                "From %(start)s of your teams' target of the year on you earn %(rate)s of what is above.", **values
            ),
        }  # fmt: skip

    def _tell_tier_of_each(self, values):
        return {
            "month_amount": self.env._(
                "From %(start)s in a month on you earn %(rate)s for each one above.", **values
            ),
            "quarter_amount": self.env._(
                "From %(start)s in a quarter on you earn %(rate)s for each one above.", **values
            ),
            "year_amount": self.env._(
                "From %(start)s in a year on you earn %(rate)s for each one above.", **values
            ),
            "month_own": self.env._(
                "From %(start)s of your target of the month on you earn %(rate)s for each one above.", **values
            ),
            "quarter_own": self.env._(
                "From %(start)s of your target of the quarter on you earn %(rate)s for each one above.", **values
            ),
            "year_own": self.env._(
                "From %(start)s of your target of the year on you earn %(rate)s for each one above.", **values
            ),
            "month_team": self.env._(
                "From %(start)s of your teams' target of the month on you earn %(rate)s for each one above.", **values
            ),
            "quarter_team": self.env._(
                "From %(start)s of your teams' target of the quarter on you earn %(rate)s for each one above.", **values
            ),
            "year_team": self.env._(
                "From %(start)s of your teams' target of the year on you earn %(rate)s for each one above.", **values
            ),
        }  # fmt: skip

    def _tell_example(self, tiers):
        """What a total beyond the last tier pays."""
        target = Decimal(TARGETS.get(self.unit, 1))
        is_amount = self.tier_on == "amount"
        if not is_amount:
            tiers = tuple(tier._replace(start=tier.start * target) for tier in tiers)
        total = tiers[-1].start * BEYOND
        values = {
            "total": self._tell_measured(total),
            "target": self._tell_measured(target),
            "pay": tell_money(self.env, float(earn(tiers, total)), self._get_base_currency()),
        }
        return self._tell_examples(values)[f"{self.window}_{'amount' if is_amount else 'target'}"]

    def _tell_examples(self, values):
        return {
            "month_amount": self.env._("For example, %(total)s in a month bring you %(pay)s.", **values),
            "quarter_amount": self.env._("For example, %(total)s in a quarter bring you %(pay)s.", **values),
            "year_amount": self.env._("For example, %(total)s in a year bring you %(pay)s.", **values),
            "month_target": self.env._(
                "For example, with a target of %(target)s for the month %(total)s bring you %(pay)s.", **values
            ),
            "quarter_target": self.env._(
                "For example, with a target of %(target)s for the quarter %(total)s bring you %(pay)s.", **values
            ),
            "year_target": self.env._(
                "For example, with a target of %(target)s for the year %(total)s bring you %(pay)s.", **values
            ),
        }  # fmt: skip

    def _tell_points(self):
        """What a bonus comes to at a few shares of its target, each as “money at share”."""
        tiers = self._get_tiers()
        if not tiers:
            return []
        last = max(tiers[-1].start, Decimal(1))
        shares = {*(tier.start for tier in tiers if tier.start), Decimal(1), last * BEYOND}
        return [
            self.env._(
                "%(amount)s at %(share)s",
                amount=self._tell_pay(float(earn(tiers, share)) * self.amount),
                share=tell_share(self.env, float(share)),
            )
            for share in sorted(shares)
        ]

    def _get_target_owner(self):
        return "team" if self.credit == "team" else "own"

    def _get_base_currency(self):
        """What is measured in money is measured in the currency of the company."""
        return (self.company_id or self.env.company).currency_id

    def _tell_measured(self, total):
        if self.metric_id.measure == "amount":
            return tell_money(self.env, float(total), self._get_base_currency())
        return tell_number(self.env, float(total))

    def _tell_start(self, start):
        """A point of the curve as it was typed."""
        if self.tier_on == "attainment":
            return tell_share(self.env, float(start))
        return self._tell_measured(start)

    def _tell_rate(self, rate):
        if self.unit == "percent":
            return tell_share(self.env, float(rate))
        return tell_money(self.env, float(rate), self._get_base_currency())
