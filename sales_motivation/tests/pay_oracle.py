"""What the facts of a month must pay, in plain Python: the second opinion on the SQL."""

from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from ..const import FACT_KINDS
from ..tools.commission import make_tiers, pay_back, pay_lines, scale
from .pay_basics import NOTHING, Line, Row, begin, decimal, end


class FactOracle:
    """Commissions, overrides and prizes of one month, and what of them goes back."""

    def __init__(self, world, first):
        """:param world: of `pay_world.World`, with everything that is settled and booked so far"""
        self.world, self.first = world, first
        self.last = end("month", first)
        self.facts = world.facts
        self.sales = defaultdict(list)  # settled lines of a sale by person and component
        for line in world.settled:
            if line.fact and line.kind in (*FACT_KINDS, "clawback", "gate"):
                self.sales[line.original or line.fact, line.user, line.component].append(line)

    def compute(self):
        """The lines of facts of this month."""
        fresh = [fact for fact in self.facts.values() if self.is_fresh(fact)]
        self.world.considered |= {fact.id for fact in fresh}
        rows = [row for fact in fresh for row in self.match(fact)]
        rows = [row for row in rows if row.base and not self.is_too_late(row)]
        changed = {self.root(fact).id for fact in fresh if self.root(fact) != fact}
        rows, back = self.leave_something(rows, changed)
        lines = self.place(rows)
        return lines + self.take_back(back, lines) + self.release()

    # === FACTS === #

    def root(self, fact):
        """The sale that a fact belongs to."""
        if fact.verdict:
            return self.facts[fact.verdict[1]] if fact.verdict[1] else fact
        if not fact.reversal_of:
            return fact
        return self.root(self.facts[fact.reversal_of])

    def is_fresh(self, fact):
        """Nobody looked at it before, and somebody knows what it is."""
        root = self.root(fact)
        is_known = root.quantity >= 0 and root.amount >= 0
        is_ours = self.world.begin <= fact.day <= self.last and fact.id not in self.world.considered
        return is_known and is_ours and fact.metric in self.world.paid_metrics

    def match(self, fact):
        """Whom a fact concerns: the people of its sale, as they were paid or as the plans say."""
        root, measured = self.root(fact), set()
        if root != fact:
            for (sale, user, component_id), lines in self.sales.items():
                component = self.world.components[component_id]
                if sale == root.id and self.world.ledger(component) == fact.metric:
                    measured.add(component.metric_id)
                    yield self.row(user, component, lines[0].window, fact, root)
        for assignment in self.world.assignments:
            if assignment.first <= root.day <= assignment.last:
                yield from self.match_plan(assignment, fact, root, measured)

    def match_plan(self, assignment, fact, root, measured):
        """The components of a plan in order, until one of them ends it."""
        for component in assignment.components:
            fits = component.kind in FACT_KINDS and self.world.ledger(component) == fact.metric
            if not fits or component.metric_id in measured:
                continue
            if self.world.pays(assignment, component, root):
                window = begin(component.window, root.day)
                yield self.row(assignment.user, component, window, fact, root)
                if component.is_exclusive:
                    return

    def row(self, user, component, window, fact, root):
        """A fact in a window, by the share that counts there."""
        value = fact.amount if component.measure == "amount" else fact.quantity
        base = (value * decimal(component.share)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        return Row(user, component, window, fact, root.id, base)

    def is_over(self, row):
        """Its window is closed."""
        return end(row.component.window, row.window) < self.first

    def is_too_late(self, row):
        """Nobody gives back what was sold long ago."""
        age = row.fact.day - self.facts[row.sale].day
        days = timedelta(days=row.component.plan_id.clawback_days)
        return row.base < 0 and self.is_over(row) and age > days

    # === WHAT IS LEFT === #

    def leave_something(self, rows, changed):
        """Of no sale goes back more than there is.

        :return: rows for the curve, and rows to be taken back, in turn
        """
        kept, back, left, net = [row for row in rows if row.sale not in changed], [], {}, {}
        moving = [row for row in rows if row.sale in changed]
        moving.sort(key=lambda row: (self.is_over(row) and row.base < 0, row.fact.at, row.fact.id))
        for row in moving:
            settled = self.sales.get(row.key, [])
            reached = left.setdefault(row.key, sum((line.base for line in settled), NOTHING))
            net[row.key] = net.get(row.key, self.get_net(row, moving)) + row.base
            left[row.key] = self.step(reached, row.base, max(NOTHING, net[row.key]))
            is_back = row.base < 0 and self.is_over(row)
            row.owed = self.get_owed(settled, reached, left[row.key])
            row.base = left[row.key] - reached
            if row.base:
                (back if is_back else kept).append(row)
        return kept, back

    def step(self, reached, base, goal):
        """A fact brings what is paid for nearer to what is left of the sale, by no more than itself."""
        if base > 0:
            return reached + min(base, max(NOTHING, goal - reached))
        return reached - min(-base, max(NOTHING, reached - goal))

    def get_net(self, row, moving):
        """What the ledger has left of a sale before the facts of this month."""
        sale, base = self.facts[row.sale], sum(one.base for one in moving if one.key == row.key)
        family = [
            one for one in self.facts.values() if self.root(one) == sale and one.day <= self.last
        ]
        where = row.user, row.component, row.window
        return sum((self.row(*where, one, sale).base for one in family), NOTHING) - base

    def get_owed(self, settled, before, after):
        """What was paid for the part of a sale that goes: no gate holds it back."""
        base, paid = (sum(getattr(line, name) for line in settled) for name in ("base", "amount"))
        if not base or paid <= 0 or after >= before:
            return NOTHING
        return -sum(
            pay_back(base, paid, [min(before, base) - base, min(after, base) - min(before, base)])[
                1:
            ]
        )

    def take_back(self, back, lines):
        """Closed windows give back the share that was paid for the sale, and all together no more than they paid."""
        shares, turns = [], defaultdict(list)
        for row in back:
            turns[row.key].append(row)
        for key, rows in turns.items():
            paid = self.sales.get(key, []) + [
                line
                for line in lines
                if (line.original or line.fact, line.user, line.component) == key
            ]
            base = left = sum(line.base for line in paid)
            amounts = pay_back(base, sum(line.amount for line in paid), [row.base for row in rows])
            for row, amount in zip(rows, amounts, strict=True):
                after = left + row.base
                shares.append((row, self.line(row, "clawback", left, after, amount, NOTHING)))
                left = after
        return self.limit(shares, lines)

    def limit(self, shares, lines):
        """A window gives back no more than it has paid."""
        limited, left = [], {}
        for _row, line in sorted(shares, key=lambda pair: (pair[0].fact.at, pair[0].fact.id)):
            window = (line.user, line.component, line.window)
            paid = sum(
                one.amount
                for one in (*self.world.settled, *lines)
                if (one.user, one.component, one.window) == window
            )
            before = left.setdefault(window, max(NOTHING, paid))
            left[window] = before + line.amount
            limited.append(line._replace(amount=max(NOTHING, left[window]) - max(NOTHING, before)))
        return limited

    # === CURVES === #

    def place(self, rows):
        """Rows on the curves of their windows."""
        windows, lines = defaultdict(list), []
        for row in rows:
            windows[row.user, row.component.id, row.window].append(row)
        for (user, component_id, window), mine in windows.items():
            mine.sort(key=lambda row: (row.fact.at, row.fact.id))
            component = self.world.components[component_id]
            before = sum(
                line.base
                for line in self.world.settled
                if (line.user, line.component, line.window) == (user, component_id, window)
            )
            is_closed = self.world.is_closed(user, component, window, self.last)
            paid = pay_lines(
                self.tiers(user, component, window),
                [row.base for row in mine],
                decimal(before),
                exchange=self.world.exchange(component, self.first),
            )
            for row, line in zip(mine, paid, strict=True):
                goes = max(min(NOTHING, line.amount), -row.owed)
                held = line.amount - goes if is_closed else NOTHING
                lines.append(
                    self.line(
                        row, component.kind, line.before, line.after, line.amount - held, held
                    )
                )
        return lines

    def tiers(self, user, component, window):
        """The curve of a window, at the person's own target."""
        tiers = make_tiers((str(tier.start), str(tier.rate)) for tier in component.tier_ids)
        if component.tier_on != "attainment" or len(tiers) == 1:
            return tiers
        target = self.world.target(user, component, window, self.last)
        return scale(tiers, Decimal(target.numerator) / Decimal(target.denominator))

    def line(self, row, kind, before, after, amount, held):
        """A line of a row."""
        original = row.sale if row.sale != row.fact.id else None
        component, currency = row.component.id, row.component.plan_id.currency_id.id
        where = (row.user, currency, kind, component, row.fact.id, original, row.window)
        return Line(*where, after - before, before, after, amount, held)

    def release(self):
        """What was held in windows that are still open and whose gates are."""
        released = {
            (line.user, line.component, line.fact)
            for line in self.world.settled
            if line.kind == "gate"
        }
        lines = []
        for line in self.world.settled:
            if not line.held or line.kind not in FACT_KINDS:
                continue
            component = self.world.components[line.component]
            is_open = end(component.window, line.window) >= self.first
            is_waiting = (line.user, line.component, line.fact) not in released
            if (
                is_open
                and is_waiting
                and not self.world.is_closed(line.user, component, line.window, self.last)
            ):
                values = {
                    "base": NOTHING,
                    "after": line.before,
                    "amount": line.held,
                    "held": NOTHING,
                }
                lines.append(line._replace(kind="gate", **values))
        return lines
