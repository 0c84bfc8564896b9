"""Random half-years of a department: plans, sales, refunds, late papers, in any order that the ledger allows."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from .pay_basics import end

RATES = (0, 0.01, 0.03, 0.05, 0.0333, 0.1)
AMOUNTS = (0.01, 33.33, 100, 999.99, 12345.67, 50000, 250000)
WINDOWS = ("month", "quarter", "quarter", "year")
METRICS = ("money_in", "money_in", "money_in", "won_amount", "contract", "deal_won")
COUNTS = ("meeting_held", "breach_confirmed")


class PayHistory:
    """Plans for five people, then month by month what happens to them.

    :param test: `pay_words.PayWords` with ``coin``, a currency of pay, and ``products`` in two categories
    :param random: ``random.Random`` with a seed of its own
    :param bool is_calm: nothing comes late, and nobody decides about refunds by hand
    :param bool changes: sales come back or grow
    :param windows: of the components
    :param floor: the share of variable pay that stays, and no limit of days; else anything
    """

    def __init__(self, test, random, is_calm=False, changes=True, windows=WINDOWS, floor=None):
        self.test, self.random, self.is_calm, self.changes = test, random, is_calm, changes
        self.windows, self.floor = windows, floor
        self.people = [test.hunter, test.hunter2, test.scout, test.farmer]
        self.sales, self.refunds, self.log = [], [], []

    # === PLANS === #

    def plan_pay(self):
        """Everybody gets a plan, some change it, the leader has a share in all of it."""
        test = self.test
        for user in self.people:
            since = self.pick(
                (date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 20), date(2026, 2, 1))
            )
            change = self.pick((None, None, None, date(2026, 3, 11), date(2026, 4, 1)))
            until = change and change - timedelta(days=1)
            self.hire(user, since, until or self.pick((None, None, None, date(2026, 5, 12))))
            if change:
                self.hire(user, change, None)
        override = self.make_component(kind="override", credit="team", metric="money_in")
        test.put(test.leader, override, teams=test.team, salary=1000, **self.get_limits())
        metrics = ("money_in", "won_amount", "contract", "deal_won")
        rows = [(metric, user) for metric in metrics for user in (*self.people, test.leader)]
        for metric, user in rows:
            value = (
                self.pick((3, 7))
                if metric in ("contract", "deal_won")
                else self.pick((20000, 99999.99))
            )
            test.aim(metric, user, *[value] * 12)
        test.company.conveyor_ramp_share = 0.5
        test.scout.crm_team_member_ids.ramp_until_on = date(2026, 2, 10)

    def hire(self, user, since, until):
        """A person on a plan of his own."""
        components = [self.make_component() for _number in range(self.random.randint(1, 3))]
        components += [self.make_bonus(), {"kind": "salary"}]
        if self.chance(0.5):
            fine = {"kind": "deduction", "metric": "breach_confirmed", "unit": "fixed"}
            components.append(
                fine | {"amount": self.pick((10, 77.77)), "window": self.pick(self.windows)}
            )
        if self.chance(0.4):
            minimum = {"kind": "draw", "amount": self.pick((300, 1000.01))}
            components.append(minimum | {"is_recoverable": self.chance(0.5)})
        values = {"currency_id": self.test.coin.id} if self.chance(0.25) else {}
        values |= self.get_limits()
        salary = self.pick((0, 1000, 3333.33))
        self.test.put(user, *components, since=since, until=until, salary=salary, **values)

    def get_limits(self):
        """How much goes back, and how long after the sale."""
        if self.floor is not None:
            return {"clawback_floor": self.floor, "clawback_days": 365}
        return {"clawback_floor": self.pick((0, 0.5, 1)), "clawback_days": self.pick((0, 30, 180))}

    def make_component(self, **values):
        """A component that is paid fact by fact."""
        metric = self.pick(METRICS)
        is_money = values.get("metric", metric) in ("money_in", "won_amount")
        starts = sorted(
            {0.0, *(self.pick((0, 0.5, 0.8, 1.2)) for _number in range(self.random.randint(0, 2)))}
        )
        scale = 1
        if tier_on := self.pick(("amount", "attainment")) == "amount":
            scale = 40000 if is_money else 4
        rates = [self.pick(RATES) * (1 if is_money else 1000) for _start in starts]
        rates[-1] = rates[-1] or 1
        component = {
            "metric": metric,
            "kind": self.pick(("commission", "commission", "spif")),
            "credit": self.pick(("doer", "doer", "scout", "hunter", "farmer")),
            "window": self.pick(self.windows),
            "unit": "percent" if is_money else "each",
            "tier_on": "amount" if tier_on else "attainment",
            "tiers": [(start * scale, rate) for start, rate in zip(starts, rates, strict=True)],
            "share": self.pick((1, 1, 0.4, 0.333333)),
            "is_exclusive": self.chance(0.3),
            "gates": self.make_gates(),
        }
        if self.chance(0.2):
            component["categ_ids"] = [(6, 0, self.test.products[:1].categ_id.ids)]
        component |= {"first_on": date(2026, 2, 5), "last_on": date(2026, 4, 20)}
        return component | values

    def make_gates(self):
        """None as a rule."""
        if self.chance(0.6):
            return []
        return [
            self.pick(
                (
                    {"metric_id": "meeting_held", "goal": self.random.randint(1, 4)},
                    {"metric_id": "breach_confirmed", "goal": self.random.randint(0, 2)},
                    {"metric_id": "money_in", "kind": "attainment", "goal": 0.6},
                )
            )
        ]

    def make_bonus(self):
        """Whole, or by the curve of attainment."""
        bonus = {
            "kind": "bonus",
            "metric": "money_in",
            "amount": self.pick((500, 777.77)),
            "gates": self.make_gates(),
        }
        if self.chance(0.5):
            bonus |= {"tier_on": "attainment", "tiers": [(0, 0.25), (0.8, 1.5)]}
        return bonus | {"window": self.pick(self.windows)}

    # === WHAT HAPPENS === #

    def live(self, first, count=10):
        """A month: sales, counts, refunds, and papers of the months before."""
        last = end("month", first)
        for _number in range(count):
            self.sell(self.day(first, last))
        for _number in range(self.random.randint(0, 6)):
            metric, user = self.pick(COUNTS), self.pick(self.people)
            self.test.fact(metric, self.day(first, last), user)
        for _number in range(self.random.randint(0, 5) if self.changes else 0):
            self.change(self.day(first, last))
        if not self.is_calm and first > date(2026, 1, 1):
            self.come_late(first, last)

    def come_late(self, first, last):
        """Sales and changes of months before, and refunds that somebody types or decides about."""
        before = first - relativedelta(months=self.random.randint(1, min(3, first.month - 1)))
        booked = datetime.combine(self.day(first, last), time(9))
        for _number in range(self.random.randint(0, 3)):
            self.sell(self.day(before, end("month", before)), booked=booked)
        if not self.changes:
            return
        if self.chance(0.5):
            self.change(self.day(before, end("month", before)), booked=booked)
        if self.chance(0.5):
            user = self.pick(self.people)
            amount = -self.pick(AMOUNTS)
            refund = self.test.sell(self.day(first, last), amount, user, quantity=-1)
            self.refunds.append(refund)
        if self.refunds and self.chance(0.5):
            refund = self.refunds.pop(0)
            sales = [
                sale
                for sale in self.sales
                if sale.metric_id == refund.metric_id and sale.happened_on <= refund.happened_on
            ]
            sale = self.pick([*sales, self.test.env["conveyor.fact"]])
            self.test.match(refund, sale, decided=booked)

    def sell(self, day, **values):
        """A sale of one of the people, with whoever found and keeps the client."""
        metric = self.pick(("money_in", "money_in", "contract", "deal_won"))
        roles = {
            f"{role}_id": self.pick((*self.people, None)) for role in ("scout", "hunter", "farmer")
        }
        people = {name: user and user.id for name, user in roles.items()}
        self.sales.append(
            self.test.fact(
                metric,
                day,
                self.pick((*self.people, self.test.leader)),
                amount=None if metric == "contract" else self.pick((0, *AMOUNTS)),
                team_id=self.pick(
                    (self.test.team.id, self.test.team.id, self.test.stock_team.id, None)
                ),
                product_id=self.pick((*self.test.products.ids, None)),
                **people,
                **values,
            )
        )

    def change(self, day, **values):
        """A sale comes back whole or in part, grows, or loses more than it was."""
        sales = [sale for sale in self.sales if sale.happened_on <= day]
        if not sales:
            return
        sale, part = self.pick(sales), self.pick((-1, -1, -0.5, 0.25, -1.5))
        amount = round((sale.amount or self.pick(AMOUNTS)) * part, 2)
        quantity = self.pick((0, -1)) if part < 0 else 0
        self.test.reverse(sale, day, amount=amount, quantity=quantity, **values)

    # === CHANCE === #

    def pick(self, options):
        return options[self.random.randrange(len(options))]

    def chance(self, share):
        return self.random.random() < share

    def day(self, first, last):
        return first + timedelta(days=self.random.randint(0, (last - first).days))
