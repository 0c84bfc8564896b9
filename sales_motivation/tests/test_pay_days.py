from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .pay_words import FLAT, PayWords

FAR = ("0001-01-01", "0206-01-01", "1999-12-31", "9999-12-31")


@tagged("post_install", "-at_install")
class TestPayDays(PayWords):
    """A day far away is a slip of the finger: it is told at once, in a sentence."""

    def far(self, deed):
        """A deed with each of these days is refused."""
        for day in FAR:
            refused = self.assertRaisesRegex(ValidationError, "too far away")
            with self.subTest(day), refused, self.cr.savepoint():
                deed(day)
                self.env.flush_all()

    def test_days_of_plans_and_people(self):
        self.far(lambda day: self.plan(FLAT, approve=False, since=day))
        plan = self.put(self.hunter, FLAT)
        assignment = self.env["motivation.pay.assignment"].search([("plan_id", "=", plan.id)])
        with self.assertRaisesRegex(ValidationError, "too far away"), self.cr.savepoint():
            assignment.date_to_on = "9999-12-31"
        prize = FLAT | {"kind": "spif", "first_on": "2026-01-01"}
        with self.assertRaisesRegex(ValidationError, "too far away"), self.cr.savepoint():
            self.plan(prize | {"last_on": "9999-12-31"}, approve=False)

    def test_months_of_runs_and_adjustments(self):
        self.far(lambda day: self.env["motivation.run"].create({"first_on": day}))
        given = {"user_id": self.hunter.id, "amount": 5, "reason": "Because"}
        adjustments = self.env["motivation.adjustment"]
        self.far(lambda day: adjustments.create(given | {"month_on": day}))

    def test_a_month_is_a_month(self):
        """Its last day comes from its first, whatever a call says."""
        months = self.env["motivation.run"].with_user(self.head)
        run = months.create({"first_on": "2026-02-10", "last_on": "2026-12-31"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([str(run.first_on), str(run.last_on)], ["2026-02-01", "2026-02-28"])
