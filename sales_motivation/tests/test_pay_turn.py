from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import FLAT, PayWords, at, day

MONTHLY = FLAT | {"window": "month"}
SALARY = {"kind": "salary"}


@tagged("post_install", "-at_install")
class TestPayTurn(PayWords):
    """Months are computed one after the other and approved when they are over, so that none is lost or paid twice."""

    def setUp(self):
        super().setUp()
        self.put(self.hunter, MONTHLY, SALARY, salary=1000)
        for month in (1, 2, 3):
            self.sell(day(month), 1000 * month)

    def test_a_month_is_not_leapt_over(self):
        """March would pay the sales of February as late ones, and February, computed afterwards, would pay them again."""
        self.settle(1, at=at(2, 1))
        with self.assertRaisesRegex(UserError, "February 2026 comes first: Hunter is paid then"):
            self.compute(3, at=at(4, 1))
        self.assert_amounts(self.settle(2), self.hunter, 100, 1000)
        self.assert_amounts(self.settle(3), self.hunter, 150, 1000)

    def test_a_month_without_anybody_on_a_plan_may_be_leapt_over(self):
        """Everybody left in January; whoever comes in March is paid for March."""
        assignment = self.env["motivation.pay.assignment"].search(
            [("user_id", "=", self.hunter.id)]
        )
        assignment.date_to_on = day(1, 31)
        self.settle(1, at=at(2, 1))
        self.put(self.hunter2, MONTHLY, since=day(3, 1))
        self.sell(day(3), 1000, self.hunter2)
        self.assert_amounts(self.compute(3), self.hunter2, 50)

    def test_the_month_before_the_first_one_is_not_brought_in_behind_its_back(self):
        """February was computed as if there were no January; it is deleted, and both come in their turn."""
        run = self.compute(2, at=at(3, 1))
        with self.assertRaisesRegex(UserError, "February 2026 is computed already"):
            self.compute(1, at=at(3, 2))
        run.unlink()
        self.assert_amounts(self.settle(1), self.hunter, 50, 1000)
        self.assert_amounts(self.settle(2), self.hunter, 100, 1000)

    def test_a_statement_is_approved_when_its_month_is_over(self):
        """One by one as well as all together: a bonus is not won in the middle of its month."""
        run = self.compute(1, at=at(1, 10))
        mine = self.statement(run, self.hunter).with_user(self.head)
        with at_instant(self.env, at(1, 10)), self.assertRaisesRegex(UserError, "not over yet"):
            mine.action_approve()
        with at_instant(self.env, at(2, 1)):
            with self.assertRaisesRegex(UserError, "before its last day: compute it again"):
                mine.action_approve()
            run.action_compute()
            mine.action_approve()
        self.assertEqual(mine.state, "approved")
        self.assert_amounts(run, self.hunter, 50, 1000)
