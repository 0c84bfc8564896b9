"""What a month must pay beside its facts: salaries, bonuses, deductions, and how it ends."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from ..tools.commission import earn, make_tiers, round_money, settle, split_days, top_up
from .pay_basics import NOTHING, Line, begin, decimal, end

VARIABLE = ("salary", "clawback")


class PeriodOracle:
    """The rest of `pay_world.World`."""

    def make(self, user, currency, kind, amount, component=None, held=NOTHING):
        """A line that stands on no fact."""
        where = (user, currency.id, kind, component and component.id, None, None, None)
        return Line(*where, NOTHING, NOTHING, NOTHING, amount, held)

    def select(self, kind):
        """Assignments beside their components of a kind."""
        return [
            (assignment, component)
            for assignment in self.assignments
            for component in assignment.components
            if component.kind == kind
        ]

    def split(self, assignment, first, amount):
        """The part of a monthly amount for the days of an assignment."""
        last = end("month", first)
        begins, ends = max(assignment.first, first), min(assignment.last, last)
        if begins > ends:
            return NOTHING
        span = ((begins - first).days, (ends - first).days + 1)
        return split_days(amount, [span], (last - first).days + 1)[0]

    # === SALARIES AND BONUSES === #

    def pay_salaries(self, first):
        """By the days of assignments."""
        return [
            self.make(assignment.user, assignment.plan.currency_id, "salary", amount, component)
            for assignment, component in self.select("salary")
            if (amount := self.split(assignment, first, assignment.salary))
        ]

    def ending(self, kind, first):
        """Components of a kind whose window ends now, once for each person who is still paid here."""
        last = end("month", first)
        staying = {one.user for one in self.assignments if one.first <= last <= one.last}
        asked = {(one.user, component) for one, component in self.select(kind)}
        for user, component in asked:
            window = begin(component.window, first)
            days = sum(
                max(0, (min(one.last, last) - max(one.first, window)).days + 1)
                for one in self.assignments
                if one.user == user and one.plan == component.plan_id
            )
            if user in staying and end(component.window, window) == last and days > 0:
                yield user, component, window, days

    def pay_bonuses(self, first):
        """Whole or by the curve of attainment, by days."""
        lines, last = [], end("month", first)
        for user, component, window, days in self.ending("bonus", first):
            share = Fraction(days, (last - window).days + 1)
            if component.tier_ids:
                reached, _any = self.attain(component.metric_id, user, component, window, last)
                tiers = make_tiers((str(tier.start), str(tier.rate)) for tier in component.tier_ids)
                share *= Fraction(earn(tiers, _exact(reached)))
            amount = round_money(_exact(share * Fraction(decimal(component.amount))))
            held = amount if self.is_closed(user, component, window, last) else NOTHING
            currency = component.plan_id.currency_id
            lines.append(self.make(user, currency, "bonus", amount - held, component, held))
        return lines

    def deduct(self, first, lines):
        """Each fact lowers the bonus of the statement, never below nothing."""
        due, last = defaultdict(list), end("month", first)
        for user, component, window, _days in self.ending("deduction", first):
            paid_first, paid_last = self.span(user, component)
            for fact in self.facts.values():
                is_mine = fact.metric == self.ledger(component) and fact.people["doer"] == user
                if is_mine and max(window, paid_first) <= fact.day <= min(last, paid_last):
                    value = fact.amount if component.measure == "amount" else fact.quantity
                    amount = round_money(value * decimal(component.amount))
                    key = (user, component.plan_id.currency_id)
                    due[key].append((fact.at, fact.id, component.id, amount, fact))
        return [
            line
            for key, turns in due.items()
            for line in self.lower(*key, sorted(turns, key=_turn), lines)
        ]

    def lower(self, user, currency, turns, lines):
        """Deductions in turn, out of one bonus."""
        bonus = sum(
            line.amount for line in lines
            if (line.user, line.currency, line.kind) == (user, currency.id, "bonus")
        )  # fmt: skip
        reached = NOTHING
        for *_at, component_id, amount, fact in turns:
            before, reached = reached, reached + amount
            lowered = max(NOTHING, min(bonus, before)) - max(NOTHING, min(bonus, reached))
            if bonus > 0:
                line = self.make(
                    user, currency, "deduction", lowered, self.components[component_id]
                )
                yield line._replace(fact=fact.id, original=fact.reversal_of)

    # === HOW A MONTH ENDS === #

    def close(self, first, lines):
        """What is owed is taken out of variable pay, the draw makes it up, the rest is carried over."""
        closing, last = [], end("month", first)
        people = {(line.user, line.currency) for line in lines} | set(self.carried)
        people |= {
            (one.user, one.plan.currency_id.id)
            for one in self.assignments
            if one.last >= first and one.first <= last
        }
        for user, currency_id in people:
            mine = [line for line in lines if (line.user, line.currency) == (user, currency_id)]
            closing += self.close_one(
                first, user, self.env["res.currency"].browse(currency_id), mine
            )
        return closing

    def close_one(self, first, user, currency, mine):
        """How the month of one person ends."""
        key, lines = (user, currency.id), []
        carried = self.carried.get(key, NOTHING)
        variable = sum((line.amount for line in mine if line.kind not in VARIABLE), NOTHING)
        due = carried - sum((line.amount for line in mine if line.kind == "clawback"), NOTHING)
        plans = [one for one in self.assignments if one.user == user]
        floor = (
            decimal(max(plans, key=lambda one: one.first).plan.clawback_floor) if plans else NOTHING
        )
        taken, self.carried[key] = settle(variable, due, floor)
        if carried:
            lines.append(self.make(user, currency, "carried", -carried))
        if self.carried[key]:
            lines.append(self.make(user, currency, "carried", self.carried[key]))
        return lines + self.draw(first, user, currency, variable - taken)

    def draw(self, first, user, currency, left):
        """Variable pay is made up to a minimum."""
        asked = [
            (assignment, component)
            for assignment, component in self.select("draw")
            if assignment.user == user
            and assignment.plan.currency_id == currency
            and assignment.last >= first
        ]
        if not asked:
            return []
        minimum = sum(self.split(one, first, decimal(part.amount)) for one, part in asked)
        component = max(asked, key=lambda pair: pair[0].first)[1]
        key = (user, currency.id)
        owed = max(NOTHING, self.drawn.get(key, NOTHING))
        amount = top_up(minimum, left, owed, component.is_recoverable)
        if component.is_recoverable:
            self.drawn[key] = self.drawn.get(key, NOTHING) + amount
        return [self.make(user, currency, "draw", amount, component)] if amount else []


def _exact(number):
    return Decimal(number.numerator) / Decimal(number.denominator)


def _turn(turn):
    return turn[:3]
