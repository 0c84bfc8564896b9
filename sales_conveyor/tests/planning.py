from datetime import date, datetime, timedelta

from odoo import Command
from odoo.tools import SQL

from ..tools.clock import at_instant
from .forgetting import let_go
from .ledger import LedgerCommon

# A Wednesday of March 2026: 22 working days, 7 of them before this one.
TODAY = datetime(2026, 3, 11, 12)
YEAR = 2026


class PlanningCommon(LedgerCommon):
    """Words for plans and facts of one quarter, seen on the eleventh of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Plans and facts of the demonstration must not stand in the way of a whole company's numbers.
        cls.env.flush_all()
        let_go(cls.env.cr)
        for table in ("target", "plan", "norm_day", "fact_sum", "fact"):
            cls.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(f"conveyor_{table}")))
        cls.env.invalidate_all()
        cls.contracts = cls.env.ref("sales_conveyor.metric_contract_amount")
        cls.env.company.conveyor_metric_id = cls.contracts

    @classmethod
    def plan(cls, *targets, year=YEAR, approve=True):
        """A plan of targets ``(month, person, value)``, each maybe with more values of the target."""
        plan = cls.env["conveyor.plan"].create({"year": year})
        cls.env["conveyor.target"].create(
            [
                {
                    "plan_id": plan.id,
                    "month_on": date(year, month, 1),
                    "metric_id": cls.contracts.id,
                    "team_id": cls.team.id,
                    "user_id": user.id,
                    "value": value,
                    **dict(*more),
                }
                for month, user, value, *more in targets
            ]
        )
        if approve:
            plan.action_approve()
        return plan

    @classmethod
    def sell(cls, user, price, day, product=None, **values):
        """An order confirmed at noon of a day."""
        line = {"product_id": (product or cls.product).id, "price_unit": price}
        with at_instant(cls.env, datetime.combine(day, TODAY.time())):
            order = cls.order(cls, user_id=user.id, order_line=[Command.create(line)], **values)
            order.action_confirm()
        return order

    def days(self, count, since=date(2026, 3, 2)):
        """So many days one after another."""
        return [since + timedelta(days=number) for number in range(count)]
