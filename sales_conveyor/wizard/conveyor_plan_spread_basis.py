from collections import defaultdict
from datetime import date

from odoo import models
from odoo.fields import Domain

from ..models.conveyor_plan import YEARS

# Seasons of this many years, where the ledger has them whole.
SEASONS = 3


class ConveyorPlanSpread(models.TransientModel):
    """By what an amount is shared out, and what earlier years tell about it: read as whoever plans."""

    _inherit = "conveyor.plan.spread"

    # === MONTHS === #

    def _get_month_weights(self, typed):
        """What each month counts.

        :param dict typed: weights that are there already, by month
        :return: ``{first day of month: weight}``, and in words where it comes from
        """
        months = [self.plan_id._get_month(month) for month in range(1, 13)]
        if self.by_month == "typed":
            words = self.env._("Months by typed weights.")
            return {month: typed.get(month, 1.0) for month in months}, words
        if self.by_month == "even":
            return dict.fromkeys(months, 1.0), self.env._("Every month the same.")
        days = self.plan_id._count_days(self.plan_id.year)
        weights = {month: float(days[month.month]) for month in months}
        words = self.env._("Months by working days.")
        if self.by_month == "history":
            years = self._find_seasons()
            if not years:
                return weights, self.env._(
                    "The ledger has no whole year of this yet: months by working days."
                )
            weights = {month: self._get_season(month.month, years, days) for month in months}
            words = self.env._(
                "Months by their share in %(years)s, each by its own working days.",
                years=", ".join(map(str, sorted(years))),
            )
        return weights, words

    def _find_seasons(self):
        """The last whole years before the plan that the ledger knows from January to December.

        :return: ``{year: (facts by number of month, working days by number of month)}``
        """
        facts = self._read_months()
        present = self.company_id._get_business_day().year
        first = min(facts, default=None)
        found = {}
        for year in range(self.plan_id.year - 1, self.plan_id.year - 1 - SEASONS, -1):
            months = {n: max(facts.get(date(year, n, 1), 0.0), 0.0) for n in range(1, 13)}
            if first and first <= date(year, 1, 1) and year < present and any(months.values()):
                found[year] = (months, self.plan_id._count_days(year))
        return found

    def _get_season(self, month, years, days):
        """The mean share of a month in percent, as if it had had the working days of the plan's year."""
        shares = []
        for facts, days_then in years.values():
            share = facts[month] / sum(facts.values())
            shares.append(share * days[month] / days_then[month] if days_then[month] else share)
        return round(100 * sum(shares) / len(shares), 4)

    # === PEOPLE === #

    def _get_person_weights(self, typed):
        """What each person counts.

        :param dict typed: weights that are there already, by team and person
        :return: ``{(team id, user id): weight}``, and in words where it comes from
        """
        if self.whom != "people":
            return {}, ""
        members = self._find_members()
        keys = [(member.crm_team_id.id, member.user_id.id) for member in members]
        weights, words = dict.fromkeys(keys, 1.0), self.env._("People equally.")
        if self.by_person == "typed":
            weights = {key: typed.get(key, 1.0) for key in keys}
            words = self.env._("People by typed weights.")
        elif self.by_person == "capacity":
            weights = dict(zip(keys, map(float, members.mapped("capacity")), strict=True))
            words = self.env._("People by capacity.")
        elif self.by_person == "history":
            year = self.plan_id.year - 1
            facts = self._read_people(keys)
            before = {
                key: max(sum(v for month, v in facts[key].items() if month.year == year), 0.0)
                for key in keys
            }
            if not any(before.values()):
                return weights, self.env._("Nobody brought anything in %s: people equally.", year)
            weights, words = before, self.env._("People by what they brought in %s.", year)
        return weights, words

    def _find_members(self):
        domain = Domain("crm_team_id", "in", self.team_ids.ids)
        domain &= Domain("user_id.company_ids", "in", self.company_id.ids)
        members = self.env["crm.team.member"].search(domain)
        return members.sorted(lambda member: (member.crm_team_id.name, member.user_id.name))

    def _describe(self):
        """By what months and people are weighed, in words."""
        _weights, months = self._get_month_weights({})
        _weights, people = self._get_person_weights({})
        return " ".join(filter(None, (months, people)))

    # === FACTS === #

    def _read_months(self):
        """What the teams, or the company, brought in each month that the ledger knows.

        :return: ``{first day of month: number}``
        """
        if not self.metric_id:
            return {}
        domain = self._get_fact_domain()
        if self.whom == "people":
            domain &= Domain("team_id", "in", self.team_ids.ids)
        facts = self.plan_id._read_facts(self.metric_id, domain, ["month_on:month"])
        return {month: number for (month,), number in facts[self.metric_id].items()}

    def _read_people(self, keys):
        """What people brought in each month that the ledger knows.

        A person counts with everything that he brought, whatever team he was in; where he stands in two of the
        teams, with what he brought in each.

        :param keys: list of ``(team id, user id)``
        :return: ``{(team id, user id): {first day of month: number}}``
        """
        found = {key: defaultdict(float) for key in keys}
        if not (self.metric_id and keys):
            return found
        teams = defaultdict(list)
        for key in keys:
            teams[key[1]].append(key)
        domain = self._get_fact_domain() & Domain("user_id", "in", list(teams))
        groupby = ["user_id", "team_id", "month_on:month"]
        facts = self.plan_id._read_facts(self.metric_id, domain, groupby)
        for (user, team, month), number in facts[self.metric_id].items():
            mine = teams[user.id]
            key = mine[0] if len(mine) == 1 else (team.id, user.id)
            if key in found:
                found[key][month] += number
        return found

    def _get_fact_domain(self):
        return self.plan_id._get_fact_domain(self.company_id, self.categ_id, YEARS[0], YEARS[-1])
