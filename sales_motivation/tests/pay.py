from datetime import date, datetime, time
from decimal import Decimal

from odoo.tests import TransactionCase
from odoo.tools import SQL

from odoo.addons.sales_conveyor.tests.common import ConveyorCommon
from odoo.addons.sales_conveyor.tools.clock import at_instant

COLUMNS = (
    "metric_id", "origin_id", "line_id", "part_id", "revision", "happened_at", "happened_on", "cohort_on", "user_id",
    "role", "scout_id", "hunter_id", "farmer_id", "team_id", "company_id", "client_id", "partner_id", "product_id",
    "source_id", "quantity", "amount", "origin_amount", "origin_currency_id", "rate", "days_held", "days_open",
    "res_model", "res_id", "reference", "reversal_of_id", "reason", "is_backfilled",
)  # fmt: skip
TYPES = {
    "happened_at": "timestamp", "happened_on": "date", "cohort_on": "date", "role": "varchar", "quantity": "numeric",
    "amount": "numeric", "origin_amount": "numeric", "rate": "numeric", "res_model": "varchar", "reference": "varchar",
    "reason": "varchar", "is_backfilled": "bool",
}  # fmt: skip


class OwnCompany(TransactionCase):
    """A company of which nobody is paid yet, in English, also where a demonstration department has settled months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Northern Department"})
        home = {"company_ids": [(4, company.id)], "company_id": company.id, "lang": "en_US"}
        cls.env.user.write(home)
        context = {**cls.env.context, "allowed_company_ids": company.ids, "lang": "en_US"}
        cls.env = cls.env(context=context)


class PayCommon(ConveyorCommon, OwnCompany):
    """Words of pay: plans with components, facts of any day, months that are computed and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.conveyor_tz = "UTC"
        cls.origin = 10**9

    @classmethod
    def open_books(cls):
        """Accounts and journals, where invoices are Odoo's own; without taxes, sums are what they look like."""
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.company.account_sale_tax_id = False
        cls.product.taxes_id = False

    # === WORDS OF PLANS === #

    @classmethod
    def plan(cls, *components, approve=True, since=date(2026, 1, 1), **values):
        """A plan of components, each a dictionary of values; ``tiers`` and ``gates`` are lists."""
        plan = cls.env["motivation.pay.plan"].create(
            {"name": "Hunters", "valid_from_on": since, **values}
        )
        for sequence, component in enumerate(components):
            cls._component(plan, sequence, **component)
        if approve:
            plan._approve()
        return plan

    @classmethod
    def _component(cls, plan, sequence, metric=None, tiers=(), gates=(), **values):
        metrics = cls.env["conveyor.metric"]
        return cls.env["motivation.pay.component"].create(
            {
                "plan_id": plan.id,
                "sequence": sequence,
                "name": values.get("kind", "commission"),
                "metric_id": metric and metrics._get(metric).id,
                "tier_ids": [(0, 0, {"start": start, "rate": rate}) for start, rate in tiers],
                "gate_ids": [
                    (0, 0, {**gate, "metric_id": metrics._get(gate["metric_id"]).id})
                    for gate in gates
                ],
                **values,
            }
        )

    @classmethod
    def pay_by(cls, user, plan, since=date(2026, 1, 1), **values):
        """Put a person on a plan."""
        return cls.env["motivation.pay.assignment"].create(
            {"user_id": user.id, "plan_id": plan.id, "date_from_on": since, **values}
        )

    # === WORDS OF FACTS === #

    @classmethod
    def fact(cls, metric, day, user, amount=None, quantity=1, booked=None, **values):
        """A row of the ledger, booked at noon of its day, or later."""
        cls.origin += 1
        row = dict.fromkeys(COLUMNS)
        row |= {
            "metric_id": cls.env["conveyor.metric"]._get(metric).id,
            "origin_id": cls.origin,
            "line_id": 0,
            "part_id": 0,
            "revision": 0,
            "happened_at": datetime.combine(day, time(12)),
            "happened_on": day,
            "user_id": user.id,
            "team_id": cls.team.id,
            "company_id": cls.env.company.id,
            "quantity": quantity,
            "amount": amount,
            "origin_amount": amount,
            "res_model": "sale.order",
            "res_id": cls.origin,
            "reference": f"S{cls.origin}",
            "is_backfilled": False,
            **values,
        }
        with at_instant(cls.env, booked or row["happened_at"]):
            return cls._book(row)

    @classmethod
    def reverse(cls, fact, day, amount=None, quantity=None, booked=None):
        """What changes a fact later: all of it, or a part."""
        known = cls.env["conveyor.fact"].search_count([("reversal_of_id", "=", fact.id)])
        row = {name: fact[name] for name in COLUMNS if name in fact._fields}
        row = {name: getattr(value, "id", value) or None for name, value in row.items()}
        row |= {"line_id": 0, "part_id": 0, "partner_id": None, "is_backfilled": False}
        row |= {
            "revision": known + 1,
            "reversal_of_id": fact.id,
            "reason": "changed",
            "happened_at": datetime.combine(day, time(12)),
            "happened_on": day,
            "amount": -fact.amount if amount is None else amount,
            "quantity": -fact.quantity if quantity is None else quantity,
        }
        row["origin_amount"] = row["amount"]
        with at_instant(cls.env, booked or row["happened_at"]):
            return cls._book(row)

    @classmethod
    def _book(cls, row):
        ledger = cls.env["conveyor.fact"]
        values = SQL(", ").join(
            SQL("%s::%s", row[name], SQL(TYPES.get(name, "int4"))) for name in COLUMNS
        )
        names = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
        cls.env.cr.execute(
            SQL(
                "WITH changes AS (SELECT * FROM (VALUES (%s)) AS v(%s)), %s SELECT FROM booked",
                values,
                names,
                ledger._get_insert_sql(),
            )
        )
        ledger.invalidate_model(flush=False)
        key = [("metric_id", "=", row["metric_id"]), ("origin_id", "=", row["origin_id"])]
        return ledger.search([*key, ("revision", "=", row["revision"])])

    # === WORDS OF MONTHS === #

    def compute(self, month, year=2026, at=None):
        """The run of a month, computed on the first day of the next one."""
        first = date(year, month, 1)
        runs = self.env["motivation.run"]
        run = runs.search([("first_on", "=", first), ("company_id", "=", self.env.company.id)])
        run = run.filtered(lambda run: not run.simulation_id) or runs.create({"first_on": first})
        with at_instant(self.env, at or datetime.combine(run.last_on, time(23, 50))):
            run.action_compute()
        return run

    def settle(self, month, **values):
        """A month computed and approved."""
        run = self.compute(month, **values)
        run.statement_ids.with_user(self.owner)._approve()
        return run

    def statement(self, run, user):
        return run.statement_ids.filtered(lambda statement: statement.user_id == user)

    def amounts(self, run, user, *kinds):
        """The amounts of a person's lines, in order."""
        lines = self.statement(run, user).line_ids.sorted("id")
        return [
            Decimal(str(line.amount)).quantize(Decimal("0.01"))
            for line in lines
            if not kinds or line.kind in kinds
        ]

    def assert_amounts(self, run, user, *expected, kinds=()):
        """The lines of a person, told as plain numbers."""
        found = self.amounts(run, user, *kinds)
        self.assertEqual(
            found, [Decimal(str(amount)).quantize(Decimal("0.01")) for amount in expected]
        )
