from datetime import date

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from .ledger import LedgerCommon

YEAR = 2017
WORKING_DAYS = [22, 20, 23, 20, 23, 22, 21, 23, 21, 22, 22, 21]  # Monday to Friday


class PlanCommon(LedgerCommon):
    """Words for plans of 2017, where nobody has planned anything yet, and for facts of the years before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric = cls.env["conveyor.metric"]._get("contract")
        cls.money = cls.env["conveyor.metric"]._get("contract_amount")
        cls.plan = cls._make_plan()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.guest = new_test_user(
            cls.env,
            "t_guest",
            groups="sales_team.group_sale_manager",
            name="Guest",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )

    @classmethod
    def _make_plan(cls, **values):
        return cls.env["conveyor.plan"].create({"year": YEAR, **values})

    def target(self, value=10.0, user=None, month=1, plan=None, **values):
        """A target of the hunter for contracts in January, unless said otherwise."""
        plan = plan or self.plan
        user = self.hunter if user is None else user
        defaults = {
            "plan_id": plan.id,
            "month_on": date(plan.year, month, 1),
            "metric_id": self.metric.id,
            "user_id": user and user.id,
            "value": value,
        }
        return self.env["conveyor.target"].create({**defaults, **values})

    def approve(self, plan=None, person=None):
        (plan or self.plan).with_user(person or self.owner).action_approve()

    def replace(self, plan=None):
        """A draft of a new version, made by the head of sales."""
        action = (plan or self.plan).with_user(self.head).action_new_version()
        return self.env["conveyor.plan"].browse(action["res_id"])

    def row(self, **values):
        """The one row of the grid that fits, of the plan unless said otherwise."""
        domain = [(name, "=", value) for name, value in {"plan_id": self.plan.id, **values}.items()]
        rows = self.env["conveyor.target.row"].search(domain)
        self.assertEqual(len(rows), 1)
        return rows

    def book(self, year, month, user=None, metric=None, team=None, **values):
        """A sum of facts of a month, as the ledger keeps them."""
        columns = {
            "month_on": date(year, month, 1),
            "metric_id": (metric or self.metric).id,
            "company_id": self.env.company.id,
            "team_id": (self.team if team is None else team).id or None,
            "user_id": (user or self.hunter).id,
            "quantity": 1,
            **values,
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO conveyor_fact_sum (%s) VALUES (%s)",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(SQL("%s", value) for value in columns.values()),
            )
        )
        self.env["conveyor.fact.sum"].invalidate_model()


class SpreadCommon(PlanCommon):
    """Words for the wizard that shares a year out, in a company that works Monday to Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Five days", "tz": "UTC"}
        )
        cls.crew = cls.scout | cls.scout2 | cls.hunter | cls.hunter2 | cls.farmer | cls.farmer2

    def spread(self, amount=1200.0, **values):
        """The form as the head of sales has it, for the company as a whole unless said otherwise."""
        defaults = {
            "plan_id": self.plan.id,
            "metric_id": self.metric.id,
            "amount": amount,
            "whom": "company",
            "by_month": "even",
        }
        wizards = self.env["conveyor.plan.spread"].with_user(self.head)
        return wizards.create({**defaults, **values})

    def of_people(self, amount=1200.0, **values):
        defaults = {"whom": "people", "team_ids": [Command.set(self.team.ids)]}
        return self.spread(amount, **{**defaults, **values})

    def values(self, wizard):
        return wizard.month_ids.sorted("month_on").mapped("value")

    def of_person(self, wizard, user):
        return wizard.person_ids.filtered(lambda line: line.user_id == user)
