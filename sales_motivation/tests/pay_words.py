from datetime import date, datetime, timedelta

from odoo.tools import SQL

from .pay import PayCommon

JANUARY = date(2026, 1, 1)
# Commissions in the words of `plan()`: one rate, two of them, and two counted by the month.
FLAT = {"kind": "commission", "metric": "money_in", "tiers": [(0, 0.05)]}
TWO_RATES = FLAT | {"tiers": [(0, 0.03), (100000, 0.05)]}
MONTHLY = TWO_RATES | {"window": "month"}


def day(month, number=15, year=2026):
    """A day of 2026, the middle of a month unless said otherwise."""
    return date(year, month, number)


def at(month, number, hour=12):
    """An instant of 2026, noon unless said otherwise."""
    return datetime(2026, month, number, hour)


class PayWords(PayCommon):
    """More words for cases: targets of the year, sales in one line, statements as a dictionary."""

    def setUp(self):
        super().setUp()
        self.targets = None

    # === WORDS OF PLANS === #

    def put(self, user, *components, since=JANUARY, until=None, salary=0, teams=None, **values):
        """A plan of these components for one person.

        :return: the plan
        """
        plan = self.plan(*components, since=since, **values)
        assigned = {"date_to_on": until, "salary": salary}
        if teams:
            assigned["team_ids"] = [(6, 0, teams.ids)]
        self.pay_by(user, plan, since=since, **assigned)
        return plan

    def replace(self, plan, since, **changes):
        """A new version of a plan from a day on; ``changes`` are values of its first component."""
        version = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        version.valid_from_on = since
        version.component_ids[:1].write(changes)
        version._approve()
        return version

    def aim(self, metric, user, *values, team=None, since=1):
        """Targets of a person, or of a team as such, for months in a row of the plan of the company in force.

        Whatever is said in one test belongs to one plan of the year; it is in force at once.
        """
        metric = self.env["conveyor.metric"]._get(metric)
        if not self.targets:
            self.targets = self.env["conveyor.plan"].create({"year": 2026})
        else:
            self._reopen()
        self.env["conveyor.target"].create(
            [
                {
                    "plan_id": self.targets.id,
                    "metric_id": metric.id,
                    "month_on": day(month, 1),
                    "user_id": user and user.id,
                    "team_id": (team or self.team).id,
                    "value": value,
                }
                for month, value in enumerate(values, start=since)
            ]
        )
        self.targets.action_approve()

    def _reopen(self):
        """A new version of the plan of the year, as the company itself would make it."""
        action = self.targets.with_user(self.head).action_new_version()
        self.targets = self.env["conveyor.plan"].browse(action["res_id"])
        self.targets.reason = "More people are planned for"

    # === WORDS OF FACTS === #

    def sell(self, on, amount, user=None, **values):
        """Money that came in for a person: the hunter unless said otherwise."""
        return self.fact("money_in", on, user or self.hunter, amount=amount, **values)

    def count(self, metric, user, *days, **values):
        """So many facts of a number, one on each day."""
        return [self.fact(metric, on, user, **values) for on in days]

    def match(self, refund, sale, decided="2026-04-10 12:00:00"):
        """Say by hand which sale a refund takes back; none: it concerns nobody's pay."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_refund (fact_id, company_id, original_id, state, decided_at)
                VALUES (%s, %s, %s, %s, %s)
                """,
                refund.id,
                self.company.id,
                sale.id or None,
                "matched" if sale else "ignored",
                decided,
            )
        )
        self.env["motivation.refund"].invalidate_model(flush=False)

    # === WORDS OF MONTHS === #

    def adjust(self, amount, month, user=None, state="approved"):
        """An amount that two people agreed upon."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_adjustment (company_id, user_id, month_on, amount, currency_id, reason, state)
                VALUES (%s, %s, %s, %s, %s, 'Agreed', %s)
                """,
                self.company.id,
                (user or self.hunter).id,
                day(month, 1),
                amount,
                self.company.currency_id.id,
                state,
            )
        )

    def settle_until(self, month, first=1):
        """Compute and approve months in a row.

        :return: the last run
        """
        for number in range(first, month + 1):
            run = self.settle(number)
        return run

    def simulate(self, months):
        """Everybody as he is paid, computed once more by a simulation.

        :return: its runs
        """
        assignments = self.env["motivation.pay.assignment"].search([("simulation_id", "=", False)])
        values = {"plan_id": assignments[0].plan_id.id, "base_plan_id": False}
        simulation = self.env["motivation.simulation"].create(values)._as_deed()
        for assignment in assignments.with_env(simulation.env):
            assignment.copy(
                {
                    "simulation_id": simulation.id,
                    "date_from_on": assignment.date_from_on,
                    "date_to_on": assignment.date_to_on,
                }
            )
        runs = simulation.env["motivation.run"]
        for month in range(1, months + 1):
            run = runs.create({"simulation_id": simulation.id, "first_on": day(month, 1)})
            run._compute()
            runs += run
        return runs

    def told(self, run, user):
        """What a statement says: kind and amount of its lines, in order."""
        lines = self.statement(run, user).line_ids.sorted("id")
        return [(line.kind, line.amount) for line in lines]

    def assert_payable(self, run, user, amount):
        """What is paid in the end, which is the sum of the lines."""
        statement = self.statement(run, user)
        self.assertAlmostEqual(sum(statement.line_ids.mapped("amount")), amount, 2)
        self.assertAlmostEqual(statement.payable, amount, 2)


def days_from(first, count):
    """So many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]
