from itertools import pairwise

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils

from .crm_team_strip import of_team

FULL, EMPTY = 1.0, 0.7
# A queue that nobody has waited in for an hour is none.
LEAST_HOURS = 1


class CrmTeam(models.Model):
    """The weakest link of the relay, in words and money.

    A section that gets more than its norm, and in which cards wait ever longer, is overloaded. Else a section
    starves the next one, where that gets less than seven tenths of its norm while the plan in force is missed.
    Else cards are said to wait where they wait the longest.
    """

    _inherit = "crm.team"

    # === BUSINESS METHODS === #

    @api.model
    def _find_bottleneck(self, strip, team):
        """Name the weakest section, mark it, and say what to do and what it costs."""
        kind, section = self._choose_bottleneck(strip, team)
        for one in strip["sections"]:
            one["is_bottleneck"] = one is section
        told = {"role": False, "kind": False, "words": False, "hint": False, "amount": False}
        if section:
            after = next((two for one, two in pairwise(strip["sections"]) if one is section), None)
            told = {
                "role": section["role"],
                "kind": kind,
                "words": self._tell_bottleneck(kind, section, after),
                "hint": self._advise_bottleneck(kind, section, after),
                "amount": self._value_cards(strip, self._count_at_stake(kind, section, after)),
            }
        return {**told, "currency_id": strip["currency_id"]}

    @api.model
    def _choose_bottleneck(self, strip, team):
        """Which section is the weakest, and why.

        :return: ``(kind, section)``, twice False where all is well
        """
        sections = strip["sections"]
        full = [one for one in sections if one["utilisation"] > FULL and one["queue_grows"]]
        if full:
            return "overloaded", max(full, key=lambda one: one["utilisation"])
        hungry = [
            before
            for before, one in pairwise(sections)
            if one["utilisation"] is not False and one["utilisation"] < EMPTY
        ]
        if hungry and self._is_plan_missed(team, strip["period"]):
            return "starving", hungry[0]
        longest = max(sections, key=lambda one: one["waited_hours"])
        if longest["oldest_hours"] >= LEAST_HOURS:
            return "waiting", longest
        return False, False

    @api.model
    def _is_plan_missed(self, team, period):
        """Whether less of the main goal is done than the plan in force asks for until today."""
        company = (
            team.company_id or self.env.company
        ).sudo()  # its clock and its goal are no secret
        metric = company._get_main_metric()
        today = company._get_business_day()
        first = date_utils.start_of(today, period if period in ("quarter", "year") else "month")
        domain = Domain(of_team(team, "team_id")) & Domain("metric_id", "=", metric.id)
        domain &= Domain("company_id", "=", company.id)
        domain &= Domain("month_on", ">=", first) & Domain("month_on", "<=", today)
        report = self.env["conveyor.attainment.report"]
        [(fact, asked)] = report._read_group(domain, [], ["fact:sum", "plan_to_date:sum"])
        return bool(asked) and (fact or 0.0) < asked

    @api.model
    def _count_at_stake(self, kind, section, after):
        """The cards that the weakness costs: lost or waiting there, or missing in the section that starves."""
        if kind == "starving":
            return max(after["norm"] - after["figures"]["inflow"]["count"], 0)
        return section["figures"]["waiting"]["count"] + section["figures"]["lost"]["count"]

    @api.model
    def _value_cards(self, strip, count):
        """What so many cards would bring by the win rate and the average won deal of the period."""
        totals = strip["totals"]
        won = totals["won"]["count"]
        if not (won and totals["win_rate"] and totals["won_amount"]):
            return False
        return count * totals["win_rate"] * totals["won_amount"] / won
