from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pay_words import FLAT, TWO_RATES, PayWords, at, day


@tagged("post_install", "-at_install")
class TestPayLate(PayWords):
    """What comes to light late is paid in the open month, by the plan and on the curve of its own day."""

    def test_a_late_sale_is_paid_by_the_plan_of_its_day(self):
        """Sold in January at 5 %; since February the rate is 1 %: 50 for the late 1,000 and 10 for the new."""
        plan = self.put(self.hunter, FLAT)
        self.sell(day(1, 5), 1000)
        self.settle(1)
        version = self.replace(plan, day(2, 1))
        self.assertEqual(version.component_ids.tier_ids.mapped("rate"), [0.05])
        self.sell(day(1, 20), 1000, booked=at(2, 5))
        self.sell(day(2), 1000)
        run = self.compute(2)
        lines = self.statement(run, self.hunter).line_ids.sorted("id")
        self.assertEqual(lines.mapped("amount"), [50, 50])
        self.assertEqual(lines.plan_id.sorted("version"), plan | version)

    def test_a_late_sale_stands_where_its_window_ended(self):
        """The quarter ended at 90,000: 10,000 × 3 % + 10,000 × 5 %; the new quarter knows nothing of it."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1), 90000)
        self.settle_until(3)
        self.sell(day(3, 30), 20000, booked=at(4, 5))
        self.sell(day(4), 50000)
        self.assert_amounts(self.settle(4), self.hunter, 800, 1500)
        self.sell(day(3, 31), 1000, booked=at(5, 5))
        self.assert_amounts(self.compute(5), self.hunter, 50)

    def test_a_late_sale_of_an_open_window_is_paid_once(self):
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1), 90000)
        self.settle(1)
        self.sell(day(1, 20), 20000, booked=at(2, 5))
        self.assert_amounts(self.settle(2), self.hunter, 800)
        self.assert_amounts(self.compute(3), self.hunter)

    def test_a_late_sale_of_whoever_left_is_paid(self):
        """He left in January; the payment of his last day is booked in March."""
        self.put(self.hunter, TWO_RATES, until=day(1, 31))
        self.settle_until(2)
        self.hunter.active = False
        self.sell(day(1, 31), 20000, booked=at(3, 5))
        self.assert_amounts(self.compute(3), self.hunter, 600)

    def test_a_sale_after_the_last_day_is_not_his(self):
        self.put(self.hunter, TWO_RATES, until=day(1, 10))
        self.sell(day(1, 10), 1000)
        self.sell(day(1, 11), 1000)
        self.assert_amounts(self.compute(1), self.hunter, 30)

    def test_whoever_was_approved_first_loses_nothing_that_came_in_between(self):
        """His January is approved on the 1st, a sale is booked on the 3rd, the others are computed again on the 5th."""
        self.put(self.hunter, FLAT)
        self.put(self.hunter2, FLAT)
        run = self.compute(1, at=at(2, 1))
        self.statement(run, self.hunter).with_user(self.owner)._approve()
        for user in (self.hunter, self.hunter2):
            self.sell(day(1, 31), 1000, user, booked=at(2, 3))
        self.compute(1, at=at(2, 5))
        run.statement_ids.with_user(self.owner)._approve()
        self.assert_amounts(run, self.hunter)
        self.assert_amounts(run, self.hunter2, 50)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, 50)
        self.assert_amounts(run, self.hunter2)

    def test_a_sale_booked_while_the_month_was_computed_is_not_lost(self):
        """Its transaction began before the month was computed and ended afterwards."""
        self.put(self.hunter, FLAT)
        self.settle(1, at=at(2, 1))
        self.sell(day(1, 31), 1000, booked=at(2, 1, 11))
        self.assert_amounts(self.compute(2), self.hunter, 50)


@tagged("post_install", "-at_install")
class TestPayChange(PayWords):
    """Plans change from a day on; what was before that day is paid by the version before."""

    def test_a_plan_that_changes_within_a_month_pays_each_sale_by_its_day(self):
        """1,000 on the 15th by 5 %, 1,000 on the 16th by 10 %."""
        plan = self.put(self.hunter, FLAT)
        self.change(plan, day(1, 16), 0.1)
        self.sell(day(1, 15), 1000)
        self.sell(day(1, 16), 1000)
        self.assert_amounts(self.compute(1), self.hunter, 50, 100)

    def test_a_window_that_is_cut_by_a_new_version_begins_anew(self):
        """90,000 by the first version; the second counts from 0 on: that is why versions begin with a quarter."""
        plan = self.put(self.hunter, TWO_RATES)
        self.sell(day(1), 90000)
        self.assert_amounts(self.settle(1), self.hunter, 2700)
        self.replace(plan, day(2, 1))
        self.sell(day(2), 20000)
        self.assert_amounts(self.compute(2), self.hunter, 600)

    def test_a_refund_goes_back_by_the_version_that_paid(self):
        """Paid 50 at 5 % in the open quarter; the rate is 10 % now: 50 go back."""
        plan = self.put(self.hunter, FLAT)
        sale = self.sell(day(1), 1000)
        self.settle(1)
        self.change(plan, day(2, 1), 0.1)
        self.sell(day(2, 5), 1000)
        self.reverse(sale, day(2))
        self.assert_amounts(self.compute(2), self.hunter, -50, 100)

    def test_a_person_who_changes_his_plan_takes_no_window_along(self):
        """A scout by the number of contacts until the 10th, a hunter by money from the 11th."""
        contacts = {"metric": "contact_accepted", "unit": "each", "tiers": [(0, 100)]}
        self.put(self.hunter, contacts, until=day(1, 10), role="scout")
        self.put(self.hunter, FLAT, since=day(1, 11))
        self.count("contact_accepted", self.hunter, day(1, 5), day(1, 20))
        self.sell(day(1, 5), 1000)
        self.sell(day(1, 20), 1000)
        self.assert_amounts(self.compute(1), self.hunter, 100, 50)

    def change(self, plan, since, rate):
        """A new version with another rate."""
        version = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        version.valid_from_on = since
        version.component_ids.tier_ids.rate = rate
        version._approve()


@tagged("post_install", "-at_install")
class TestPayAgain(PayWords):
    """A month is computed as often as one likes until it is approved; then never again."""

    def test_what_nobody_is_owed_any_more_has_no_statement(self):
        """The assignment was a mistake and is gone when the month is computed anew."""
        self.put(self.hunter, FLAT)
        self.put(self.hunter2, FLAT)
        self.sell(day(1), 1000)
        run = self.compute(1, at=at(2, 1))
        self.assertEqual(run.statement_ids.user_id, self.hunter | self.hunter2)
        assignments = self.env["motivation.pay.assignment"]
        assignments.search([("user_id", "=", self.hunter.id)]).unlink()
        self.compute(1, at=at(2, 2))
        self.assertEqual(run.statement_ids.user_id, self.hunter2)

    def test_whoever_agreed_to_another_amount_is_asked_again(self):
        """He accepted 50; one more sale is booked, and it is 100."""
        self.put(self.hunter, FLAT)
        self.put(self.hunter2, FLAT)
        self.sell(day(1), 1000)
        run = self.compute(1, at=at(2, 1))
        run.statement_ids.with_user(self.owner).action_send()
        for statement in run.statement_ids:
            statement.with_user(statement.user_id).action_accept()
        self.sell(day(1, 20), 1000, booked=at(2, 2))
        self.compute(1, at=at(2, 3))
        self.assertEqual(self.statement(run, self.hunter).state, "sent")
        self.assertEqual(self.statement(run, self.hunter2).state, "accepted")

    def test_an_approved_statement_is_computed_no_more(self):
        self.put(self.hunter, FLAT)
        self.sell(day(1), 1000)
        run = self.settle(1)
        before = self.statement(run, self.hunter).line_ids.ids
        self.sell(day(1, 20), 1000, booked=at(2, 2))
        self.compute(1, at=at(2, 3))
        self.assertEqual(self.statement(run, self.hunter).line_ids.ids, before)
        self.assert_amounts(self.compute(2), self.hunter, 50)

    def test_a_month_before_one_that_is_settled_is_not_computed(self):
        """Its windows went on without it."""
        self.put(self.hunter, FLAT)
        self.settle(2)
        with self.assertRaisesRegex(UserError, "is settled"):
            self.compute(1)

    def test_a_month_waits_for_the_one_before(self):
        self.put(self.hunter, FLAT)
        self.compute(1)
        with self.assertRaisesRegex(UserError, "comes first"):
            self.compute(2)

    def test_a_month_that_has_not_begun_is_not_computed(self):
        self.put(self.hunter, FLAT)
        with self.assertRaisesRegex(UserError, "has not begun"):
            self.compute(2, at=at(1, 31))

    def test_a_month_is_there_once(self):
        self.env["motivation.run"].create({"first_on": day(1, 1)})
        refused = self.assertRaises(UniqueViolation)
        with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
            self.env["motivation.run"].create({"first_on": day(1, 1)})
