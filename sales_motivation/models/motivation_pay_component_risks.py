from itertools import pairwise

from odoo import models

from ..const import FACT_KINDS
from ..tools.risk import Risk
from ..tools.telling import tell_money, tell_share

# What shows that work was done without errors.
FAULTLESS = {"error_free_day", "breach_confirmed", "complaint_confirmed"}
# Documents that a seller marks or types himself, and metrics he makes by a button.
TYPED_SOURCES = {"mail.activity", "calendar.event", "sale.order.sent", "conveyor.agreement", "crm.lead"}  # fmt: skip
TYPED_CODES = {"contact_delivered"}


class MotivationPayComponent(models.Model):
    """What may go wrong with a component: told before anybody is paid by it, and never a refusal."""

    _inherit = "motivation.pay.component"

    # === BUSINESS METHODS === #

    def _find_risks(self):
        """Everything that is worth a second look, as a list of `Risk`."""
        self.ensure_one()
        if self.kind not in (*FACT_KINDS, "bonus", "deduction"):
            return []
        told = {
            **self._find_jumps(),
            **self._find_bends(),
            **self._find_strangers(),
            **self._find_soft_evidence(),
            **self._find_typing_errors(),
        }
        return [Risk(code, self.name or "", text) for code, text in told.items()]

    def _is_bent(self):
        """Does the next sale earn another rate than the first?"""
        rates = {tier.rate for tier in self._get_tiers()}
        return self.kind in (*FACT_KINDS, "bonus") and len(rates) > 1

    def _find_jumps(self):
        """All or nothing at one number."""
        if self.kind in FACT_KINDS and self.gate_ids:
            return {
                "jump": self.env._(
                    "Its condition makes it all or nothing: at the limit one deal decides about the whole sum, and "
                    "deals are moved around the limit. A condition belongs on a bonus; tiers do it without a jump."
                )
            }
        if self.kind == "bonus" and self.gate_ids.filtered(lambda gate: gate._is_of_sales()):
            return {
                "jump": self.env._(
                    "A condition of sales makes this bonus all or nothing: at the limit one deal decides about it. Pay it "
                    "by tiers of the target instead, so that every deal counts."
                )
            }
        if self.kind == "bonus" and not FAULTLESS & set(self.gate_ids.metric_id.mapped("code")):
            return {
                "careless": self.env._(
                    "No condition asks for work without errors (error-free days, confirmed breaches or complaints): the "
                    "bonus is paid for careless work, too."
                )
            }
        return {}

    def _find_bends(self):
        """Curves on which it pays to gather deals in a window, or to carry them into the next one."""
        tiers = self._get_tiers()
        if not self._is_bent():
            return {}
        rates = [tier.rate for tier in tiers]
        told = {}
        if any(after > before for before, after in pairwise(rates)):
            told["rising"] = self.env._(
                "Rates that rise reward gathering deals in one window. Only one rate for everything is proof against that."
            )
        if any(after < before for before, after in pairwise(rates)):
            told["falling"] = self.env._(
                "Rates that fall reward carrying deals over into the next window. Only one rate for everything is proof "
                "against that."
            )
        if rates[-1] > 2 * rates[0] and self.kind != "bonus":
            told["steep"] = self.env._("The last rate is more than twice the first one.")
        if self.window == "month":
            told["month"] = self.env._(
                "A month is short: it pays to carry deals over its end. Count by the quarter or by the year."
            )
        return told

    def _find_strangers(self):
        """Credit for a part in the relay that the people of the plan do not play."""
        role = self.plan_id.role
        labels = dict(self._fields["credit"]._description_selection(self.env))
        if self.credit in ("scout", "hunter", "farmer") and self.credit != role:
            return {
                "role": self.env._(
                    "It pays for another role than that of the plan (“%s”): whoever is on the plan earns it only by "
                    "chance.",
                    labels[self.credit],
                )
            }
        if self.credit == "team" and role != "head" and self.kind in FACT_KINDS:
            return {"role": self.env._("It pays a seller for what others in his teams do.")}
        other = self.metric_id.role
        if self.credit == "doer" and other and other != role and "scout" in (other, role):
            return {
                "role": self.env._(
                    "“%s” is the work of another role than that of the plan: whoever is on the plan earns it only by "
                    "chance.",
                    self.metric_id.name,
                )
            }
        return {}

    def _find_soft_evidence(self):
        """What is counted by the word of whoever is paid for it."""
        curved = self.kind in FACT_KINDS or (self.kind == "bonus" and self.tier_ids)
        paid = (self.metric_id if curved else self.metric_id.browse()) | self.gate_ids.metric_id
        typed = paid.filtered(
            lambda metric: any(map(_is_typed, metric._get_booked())) or _is_typed(metric)
        )
        if typed:
            return {
                "typed": self.env._(
                    "Sellers mark or type this themselves: %s. What is paid for grows, whether work does or not. Money "
                    "in, first sales and accepted contacts are out of their hands.",
                    typed.mapped("name"),
                )
            }
        if curved and self.metric_id._get_booked().filtered(
            lambda metric: metric.source == "sale.order"
        ):
            return {
                "unpaid": self.env._(
                    "“%s” counts when the seller confirms an order, whether the client pays or not, and at whatever "
                    "discount. “Money in” counts when the client pays.",
                    self.metric_id.name,
                )
            }
        return {}

    def _find_typing_errors(self):
        """Numbers that were meant otherwise."""
        told = self._find_odd_tiers()
        for gate in self.gate_ids:
            told |= gate._find_odd_goal(self.window)
        return told

    def _find_odd_tiers(self):
        tiers = self._get_tiers()
        if self.kind not in (*FACT_KINDS, "bonus") or not tiers:
            return {}
        by_share = self.kind == "bonus" or self.tier_on == "attainment"
        told = {}
        highest = max(tier.rate for tier in tiers)
        if self.unit == "percent" and self.kind in FACT_KINDS and highest >= 0.5:
            told["rate"] = self.env._(
                "A rate of %s of the money: is it meant?", self._tell_rate(highest)
            )
        if by_share and tiers[-1].start > 5:
            told["start"] = self.env._(
                "A tier begins at %s of the target: is it meant?",
                tell_share(self.env, float(tiers[-1].start)),
            )
        if not by_share and self.unit == "percent" and 0 < tiers[-1].start <= 5:
            told["start"] = self.env._(
                "A tier begins at %s: if a share of the target is meant, set the tiers by it.",
                tell_money(self.env, float(tiers[-1].start), self._get_base_currency()),
            )
        if not highest:
            told["nothing"] = self.env._("It pays nothing: all its rates are 0.")
        elif not tiers[0].rate:
            told["nothing"] = self.env._(
                "Below %s it pays nothing at all: whoever will not get there carries his deals over.",
                self._tell_start(tiers[1].start),
            )
        return told

    def _get_targeted_metrics(self):
        """The metrics of whose targets it asks for a share."""
        gates = self.gate_ids.filtered(lambda gate: gate.kind != "value")
        by_curve = (
            self.kind in FACT_KINDS and self.tier_on == "attainment" and len(self.tier_ids) > 1
        )
        if by_curve or (self.kind == "bonus" and self.tier_ids):
            return (self.metric_id | gates.metric_id)._origin
        return gates.metric_id._origin

    def _takes_all_of(self, other):
        """Is every fact of another component paid by this one first?"""
        is_whole = not (self.categ_ids or self.partner_ids or self.first_on or self.last_on)
        same = (self.credit, self._get_ledger_metric()) == (
            other.credit,
            other._get_ledger_metric(),
        )
        return is_whole and same and self.sale in ("all", other.sale)


def _is_typed(metric):
    return metric.source in TYPED_SOURCES or metric.code in TYPED_CODES
