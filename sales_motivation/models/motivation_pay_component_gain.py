from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import models

from ..const import FACT_KINDS, MONTHS
from ..tools.bunching import Curve, find_best_move
from ..tools.commission import NOTHING, make_tiers, scale

WHOLE, CENT = Decimal(1), Decimal("0.01")


class Gain(NamedTuple):
    """What a person would gain by moving sales over one end of a window."""

    user_id: int
    component_id: int
    last_on: date
    movable: Decimal
    moved: Decimal
    paid: Decimal
    gain: Decimal


class MotivationPayComponent(models.Model):
    """What is gained by carrying sales over the end of a window of this component."""

    _inherit = "motivation.pay.component"

    # === BUSINESS METHODS === #

    def _weigh_borders(self, user_id, team_ids, windows, since, until):
        """The gains of one person at each end of a whole window between two days.

        :param dict windows: ``{first day: (total, what came in its last days)}``
        :return: list of `Gain`
        """
        length = relativedelta(months=MONTHS[self.window])
        start, borders = _get_first(since, MONTHS[self.window]), []
        while start + length + length <= until:
            if start >= since:
                borders.append(start)
            start += length
        targets = self._read_targets(user_id, team_ids, since, until) if borders else {}
        gains = []
        for first_on in borders:
            second_on = first_on + length
            here, movable = windows.get(first_on, (NOTHING, NOTHING))
            there, _later = windows.get(second_on, (NOTHING, NOTHING))
            curves = [self._get_curve(targets.get(day)) for day in (first_on, second_on)]
            if not movable or None in curves:
                continue
            moved, gain = find_best_move(*curves, here, there, movable)
            if gain >= CENT:
                paid = curves[0].pay(here) + curves[1].pay(there)
                last_on = second_on - timedelta(days=1)
                gains.append(Gain(user_id, self.id, last_on, movable, moved, paid, gain))
        return gains

    def _get_curve(self, target):
        """What a window of this component pays for its total, or nothing where it needs a target and has none."""
        tiers = self._get_tiers() or make_tiers([(0, 0)])
        by_target = self.kind == "bonus" or (self.tier_on == "attainment" and len(tiers) > 1)
        goal = self._get_own_goal()
        needs_target = by_target or (goal and goal.kind == "attainment")
        if needs_target and not target:
            return None
        limit = None
        if goal:
            limit = Decimal(str(goal.goal)) * (target if goal.kind == "attainment" else WHOLE)
        if self.kind in FACT_KINDS:
            return Curve(scale(tiers, target) if by_target else tiers, WHOLE, limit)
        amount = Decimal(str(self.amount))
        if not self.tier_ids:  # a bonus that is paid whole: flat above its goal
            return Curve(make_tiers([(0, 0)]), WHOLE, limit, amount)
        return Curve(scale(tiers, target), amount / target, limit)

    def _get_own_goal(self):
        """The condition on the very total that is paid, where more is better; nothing where there is none."""
        is_part = self.share != 1 or self.sale != "all" or self.categ_ids or self.partner_ids
        of_whom = {"doer": "person", "team": "team"}.get(self.credit)
        if is_part or not self.metric_id or self.metric_id.is_less_better:
            return self.gate_ids.browse()
        return self.gate_ids.filtered(
            lambda gate: (
                gate.kind in ("value", "attainment")
                and gate.metric_id == self.metric_id
                and gate.metric_id.aggregation == "sum"
                and gate.of_whom == of_whom
            )
        )[:1]

    def _read_targets(self, user_id, team_ids, since, until):
        """The targets of a person, or of his teams, by window: ``{first day: Decimal}``."""
        domain = [
            ("plan_id.state", "in", ("approved", "closed")),
            ("company_id", "=", self.company_id.id),
            ("metric_id", "=", self.metric_id.id),
            ("month_on", ">=", _get_first(since, MONTHS[self.window])),
            ("month_on", "<", until),
        ]
        if self.credit != "team":
            domain.append(("user_id", "=", user_id))
        elif team_ids:
            domain.append(("team_id", "in", team_ids))
        groups = self.env["conveyor.target"]._read_group(domain, ["month_on:month"], ["value:sum"])
        targets = {}
        for month_on, value in groups:
            first_on = _get_first(month_on, MONTHS[self.window])
            targets[first_on] = targets.get(first_on, NOTHING) + Decimal(str(value))
        return targets


def _get_first(day, months):
    """The first day of the window of so many months that a day lies in."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)
