"""The world of the second opinion: who is paid how, what is booked, what is settled."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ..const import FACT_KINDS
from .pay_basics import FOREVER, NOTHING, Assignment, Fact, decimal, end
from .pay_oracle import FactOracle
from .pay_period import PeriodOracle


class World(PeriodOracle):
    """Everything that pay looks at, read once a month; what is settled is kept from month to month."""

    def __init__(self, env, company, start, rates):
        """:param rates: ``{(currency id, first day of a month): units for one of the company's}``"""
        self.env, self.company, self.begin, self.rates = env, company, start, rates
        self.settled, self.considered = [], set()
        self.carried, self.drawn = {}, {}

    def compute(self, first):
        """The lines of a month, which is settled with it."""
        self.read(first)
        lines = FactOracle(self, first).compute()
        lines += self.pay_salaries(first) + self.pay_bonuses(first)
        lines += self.deduct(first, lines)
        lines += self.close(first, lines)
        self.settled += lines
        return lines

    # === READING === #

    # pylint: disable=method-required-super
    def read(self, first):
        """Look at the database as it is now."""
        records = self.env["motivation.pay.assignment"].search(
            [("company_id", "=", self.company.id), ("simulation_id", "=", False)]
        )
        records = records.filtered(lambda one: one.date_from_on <= end("month", first))
        self.assignments = [
            Assignment(
                one.user_id.id, one.plan_id, one.date_from_on, one.date_to_on or FOREVER,
                decimal(one.salary), tuple(one.team_ids.ids),
            )
            for one in records
        ]  # fmt: skip
        components = self.env["motivation.pay.component"].search(
            [("plan_id.company_id", "=", self.company.id)]
        )
        self.components = {component.id: component for component in components}
        self.paid_metrics = {self.ledger(one) for one in components if one.kind in FACT_KINDS}
        self.facts = {fact.id: fact for fact in self.read_facts()}
        self.targets = self.read_targets()

    def read_facts(self):
        """All rows of the ledger of the company since pay began."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT f.id, f.metric_id, f.happened_on, f.happened_at, f.quantity::text, COALESCE(f.amount, 0)::text,
                       f.user_id, f.scout_id, f.hunter_id, f.farmer_id, f.team_id, f.product_id, f.reversal_of_id,
                       r.state, r.original_id
                  FROM conveyor_fact f LEFT JOIN motivation_refund r ON r.fact_id = f.id
                 WHERE f.company_id = %s AND f.happened_on >= %s
                """,
                self.company.id,
                self.begin,
            )
        )
        for (
            id_,
            metric,
            day,
            at,
            quantity,
            amount,
            *people,
            product,
            changed,
            state,
            original,
        ) in self.env.cr.fetchall():
            people = dict(zip(("doer", "scout", "hunter", "farmer", "team"), people, strict=True))
            verdict = (state, original) if state else None
            yield Fact(
                id_,
                metric,
                day,
                at,
                Decimal(quantity),
                Decimal(amount),
                people,
                product,
                changed,
                verdict,
            )

    def read_targets(self):
        """``{(metric id, person id, month): value}``; of all people together under no person."""
        targets = self.env["conveyor.target"].search([("plan_id.state", "=", "approved")])
        found = defaultdict(Fraction)
        for one in targets:
            for user in (one.user_id.id, None):
                found[one.metric_id.id, user, one.month_on] += Fraction(str(one.value))
        return found

    def ledger(self, component):
        """The metric whose facts are read."""
        return component._get_ledger_metric().id

    # === RULES === #

    def pays(self, assignment, component, root):
        """Does a component of a plan pay this sale to this person?"""
        if component.credit == "team":
            mine = not assignment.teams or root.people["team"] in assignment.teams
        else:
            mine = root.people[component.credit] == assignment.user
        if component.kind == "override" and root.people["doer"] == assignment.user:
            mine = False
        if component.first_on and not component.first_on <= root.day <= component.last_on:
            mine = False
        if component.categ_ids:
            categ = self.env["product.product"].browse(root.product).categ_id
            mine = mine and any(
                (categ.parent_path or "").startswith(top.parent_path) for top in component.categ_ids
            )
        return mine

    def span(self, user, component):
        """The first and the last day that a person is paid by a component."""
        mine = [
            one for one in self.assignments if one.user == user and one.plan == component.plan_id
        ]
        return min(one.first for one in mine), max(one.last for one in mine)

    def target(self, user, component, window, _last, metric=None):
        """The target of a window on the days that the person is paid by, day by day; none: nothing."""
        first, last = self.span(user, component)
        is_team = component.credit == "team" and not metric
        total, month = Fraction(0), window
        for _number in range(12):
            if month > end(component.window, window):
                break
            value = self.targets[
                (metric or component.metric_id).id, None if is_team else user, month
            ]
            days = (end("month", month) - month).days + 1
            paid = [
                month.replace(day=n)
                for n in range(1, days + 1)
                if first <= month.replace(day=n) <= last
            ]
            total += Fraction(value) * sum(map(self.weigh(None if is_team else user), paid)) / days
            month += relativedelta(months=1)
        return total

    def weigh(self, user):
        """How much a day counts: less on the ramp."""
        members = self.env["crm.team.member"].search([("user_id", "=", user)])
        until = max((one.ramp_until_on for one in members if one.ramp_until_on), default=date.min)
        share = Fraction(str(self.company.conveyor_ramp_share))
        return lambda day: share if day <= until else Fraction(1)

    def actual(self, metric, user, first, last, teams=None):
        """What days have brought, and whether there is anything at all."""
        found = [
            fact.amount if metric.measure == "amount" else fact.quantity
            for fact in self.facts.values()
            if fact.metric == (metric.basis_id or metric).id and first <= fact.day <= last
            and (fact.people["doer"] == user if teams is None else fact.people["team"] in teams)
        ]  # fmt: skip
        return sum(found, NOTHING), bool(found)

    def is_closed(self, user, component, window, last):
        """Is one of its gates not reached in this window?"""
        return any(
            not self.is_reached(user, component, gate, window, last) for gate in component.gate_ids
        )

    def is_reached(self, user, component, gate, window, last):
        """Is a gate of a person reached? Nothing measured reaches no gate but one that asks for little."""
        metric, last = gate.metric_id, min(last, end(component.window, window))
        if gate.kind == "value":
            value, is_known = self.actual(metric, user, window, last)
        else:
            value, is_known = self.attain(metric, user, component, window, last)
        if not is_known:
            return metric.is_less_better
        goal = Fraction(str(gate.goal))
        return Fraction(value) <= goal if metric.is_less_better else Fraction(value) >= goal

    def attain(self, metric, user, component, window, last):
        """The share of a target on the days that the person is paid by."""
        first_paid, last_paid = self.span(user, component)
        target = self.target(user, component, window, last, metric)
        actual, _any = self.actual(metric, user, max(window, first_paid), min(last, last_paid))
        return (Fraction(actual) / target, True) if target else (None, False)

    def exchange(self, component, first):
        """Units of the currency of pay; money for each is in it already."""
        currency = component.plan_id.currency_id
        is_ours = currency == self.company.currency_id or component.unit != "percent"
        return Decimal(1) if is_ours else self.rates[currency.id, first]
