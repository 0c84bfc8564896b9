import base64
from datetime import date, datetime

from odoo import Command

from ..tools.clock import at_instant
from .imports import ImportCommon

# A Wednesday: of the 21 working days of May 2026 eight are over, thirteen are left.
NOW = datetime(2026, 5, 13, 12, 0)
WEEK = [str(day) for day in range(5)]


class AttainmentCommon(ImportCommon):
    """Words for plans and what came of them, in a company of its own that works from Monday to Friday.

    Facts come in as history does, so that a day of the past is a day of the past.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.works = cls._create_company("Northern Works")
        people = cls.scout | cls.scout2 | cls.hunter | cls.hunter2 | cls.farmer | cls.farmer2
        people |= cls.leader | cls.head | cls.owner | cls.stranger
        people.write({"company_ids": [Command.link(cls.works.id)], "company_id": cls.works.id})
        (cls.team | cls.stock_team).company_id = cls.works
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.works.ids})
        cls.second = cls.env["product.product"].create({"name": "Survey", "default_code": "SUR"})

    @classmethod
    def _create_company(cls, name, **values):
        company = cls.env["res.company"].create({"name": name, **values})
        hours = [
            Command.create({"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 17})
            for day in WEEK
        ]
        company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "UTC",
                "company_id": company.id,
                "attendance_ids": [Command.clear(), *hours],
            }
        )
        company.conveyor_tz = "UTC"
        return company

    def setUp(self):
        super().setUp()
        clock = at_instant(self.env, NOW)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)

    # === WORDS OF PLANS === #

    def metric(self, code):
        return self.env["conveyor.metric"]._get(code)

    def draft(self, *targets, year=2026, company=None):
        """A plan of targets ``(metric, month, value, {team, user, category})``."""
        company = company or self.works
        plan = self.env["conveyor.plan"].create({"year": year, "company_id": company.id})
        self.add_targets(plan, *targets)
        return plan

    def add_targets(self, plan, *targets):
        """Targets of a draft."""
        self.env["conveyor.target"].create(
            [
                {
                    "plan_id": plan.id,
                    "metric_id": self.metric(code).id,
                    "month_on": date(plan.year, month, 1),
                    "value": value,
                    **{f"{name}_id": record.id for name, record in leaf.items()},
                }
                for code, month, value, leaf in ((*row, {})[:4] for row in targets)
            ]
        )

    def plan(self, *targets, **values):
        """A plan in force."""
        plan = self.draft(*targets, **values)
        plan.action_approve()
        return plan

    # === WORDS OF FACTS === #

    def book(self, *rows, company=None):
        """Facts ``(metric, day, person, number, {product, team})``; money where the metric is money."""
        lines = []
        for code, day, person, number, *more in rows:
            leaf = more[0] if more else {}
            measure = self.metric(code).measure
            lines.append(
                ",".join(
                    (
                        code,
                        str(day),
                        person.login,
                        leaf.get("product", self.env["product.product"]).default_code or "",
                        str(number if measure == "quantity" else 1),
                        str(leaf.get("amount", number if measure == "amount" else "")),
                    )
                )
            )
        table = self.table(*lines, head="metric,day,person,product,quantity,amount")
        imports = self.env["conveyor.fact.import"]
        company = company or self.works
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        with at_instant(self.env, datetime(2027, 12, 31)):
            record = imports.with_env(env).create(
                {"file": base64.b64encode(table.encode()), "file_name": "history.csv"}
            )
            record.action_book()
        self.assertFalse(record.error_ids.mapped("message"))
        return record

    def deal(self, day, revenue, chance, owner=None, **values):
        """An open deal expected on a day."""
        return self.card(
            owner=self.hunter if owner is None else owner,
            stage=self.stage_talk,
            date_deadline=day,
            expected_revenue=revenue,
            probability=chance,
            **values,
        )

    # === WORDS OF THE REPORT === #

    def report(self, user=None, companies=None):
        """The report as the head of sales reads it."""
        companies = companies or self.works
        report = self.env["conveyor.attainment.report"].with_user(user or self.head)
        return report.with_context(allowed_company_ids=companies.ids)

    def months(self, first, last, year=2026):
        """The condition for some months of a year."""
        return [("month_on", ">=", date(year, first, 1)), ("month_on", "<=", date(year, last, 1))]

    def tell(self, code, first, last=None, groupby=(), user=None, year=2026, domain=()):
        """The figures of a metric in some months: one group, or ``{group: figures}``."""
        months = self.months(first, last or first, year)
        domain = [*months, ("metric_id.code", "=", code), *domain]
        groups = self.report(user)._read_attainment(domain, groupby)
        found = {group: next(iter(figures.values())) for group, figures in groups.items()}
        return found if groupby else found.get(())
