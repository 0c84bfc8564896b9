from datetime import datetime, timedelta

from odoo import Command

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon


@department
class TestDigest(LedgerCommon):
    """The digest mail tells the facts of its span, to each reader what he may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Sales",
                "company_id": cls.env.company.id,
                "kpi_conveyor_contract_amount": True,
            }
        )

    def value(self, user, start, end):
        """The contract amount that the mail tells a person."""
        digest = self.digest.with_context(start_datetime=start, end_datetime=end).with_user(user)
        value = digest.kpi_conveyor_contract_amount_value
        digest.invalidate_model()
        return value

    def sell(self, price):
        """A confirmed order of the hunter."""
        line = Command.create({"product_id": self.product.id, "price_unit": price})
        self.order(user_id=self.hunter.id, order_line=[line]).action_confirm()

    def test_mail_tells_the_contracts_of_its_span_only(self):
        start = datetime(2026, 3, 2)
        for days, price in ((0, 100), (1, 40), (8, 7)):
            with at_instant(self.env, start + timedelta(days=days, hours=9)):
                self.sell(price)
        week = start + timedelta(days=7)
        self.assertEqual(self.value(self.head, start, week), 140)
        self.assertEqual(self.value(self.head, week, week + timedelta(days=7)), 7)
        self.assertEqual(self.value(self.hunter, start, week), 140)
        self.assertEqual(self.value(self.scout, start, week), 0)

    def test_whoever_has_no_part_in_sales_gets_no_line(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "t_clerk",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        lines = self.digest._compute_kpis(self.env.company, clerk)
        self.assertEqual(lines, [])
        lines = self.digest._compute_kpis(self.env.company, self.head)
        self.assertEqual([line["kpi_name"] for line in lines], ["kpi_conveyor_contract_amount"])
