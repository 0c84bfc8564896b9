from datetime import date, datetime

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .motivate import PEOPLE, MotivateCommon


@tagged("post_install", "-at_install")
class TestBoundary(MotivateCommon):
    """What people sell around the end of a month, beside their own year.

    The last three working days: 28–30 October 2026 (Friday the 30th is the last), 27, 30 November and so on.
    """

    def setUp(self):
        super().setUp()
        self.enterContext(at_instant(self.env, datetime(2026, 11, 11, 12)))
        self.Report = self.env["motivation.boundary.report"]
        for month in (6, 7, 8):  # a usual year: a fifth of the month in its last days
            self.sold(date(2026, month, 10), 8000)
            self.sold(date(2026, month, 30), 2000)

    def sold(self, day, amount, user=None, **values):
        return self.fact("contract_amount", day, user or self.hunter, amount=amount, **values)

    def border(self, month, user=None, of=None):
        """The row of the month that ends."""
        report = self.Report.with_user(of or self.env.user)
        return report.search(
            [
                ("month_on", "=", date(2026, month, 1)),
                ("user_id", "=", (user or self.hunter).id),
            ]
        )

    # === SHARES === #

    def test_a_usual_month_has_no_sign(self):
        self.sold(date(2026, 9, 10), 8000)
        self.sold(date(2026, 9, 29), 2500)
        row = self.border(9)
        self.assertAlmostEqual(row.share, 2500 / 10500, 4)
        self.assertAlmostEqual(row.own_share, 0.2)
        self.assertEqual((row.signs, row.why), (0, ""))

    def test_a_month_bunched_at_its_end_is_worth_a_look(self):
        """6,000 of 10,000 in the last three days, three times the usual fifth."""
        self.sold(date(2026, 9, 10), 4000)
        self.sold(date(2026, 9, 28), 6000)
        row = self.border(9)
        self.assertEqual((row.is_bunched, row.signs), (True, 1))
        self.assertAlmostEqual(row.ratio, 3)
        self.assertIn("60 % of September 2026 in its last days: 3.0 times", row.why)

    def test_the_last_days_are_working_days(self):
        """August ends on a Monday: Thursday the 27th is one of its last three days, Wednesday is not."""
        for day, share in ((26, 0), (27, 0.5), (29, 0.5)):
            with self.subTest(day=day), self.env.cr.savepoint(flush=False) as savepoint:
                self.sold(date(2026, 8, day), 1000, self.hunter2)
                self.sold(date(2026, 8, 3), 1000, self.hunter2)
                self.assertAlmostEqual(self.border(8, self.hunter2).share, share)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_fewer_than_three_months_are_no_own_year(self):
        self.sold(date(2026, 9, 28), 5000, self.hunter2)
        row = self.border(9, self.hunter2)
        self.assertEqual((row.share, row.own_share, row.ratio, row.signs), (1, 0, 0, 0))

    def test_sales_held_back_until_after_the_border(self):
        """The first five days of a month usually hold 1,000; after September they hold 7,000."""
        for month in (6, 7, 8, 9):
            self.sold(date(2026, month, 2), 1000)
        self.sold(date(2026, 10, 1), 4000)
        self.sold(date(2026, 10, 5), 3000)
        row = self.border(9)
        self.assertEqual((row.after_amount, row.after_count, row.is_held), (7000, 2, True))
        self.assertAlmostEqual(row.after_ratio, 7)
        self.assertFalse(self.border(8).is_held)

    def test_sales_before_and_after_stand_side_by_side(self):
        """Five days: from the 26th of September to the 5th of October."""
        for month, day in ((9, 25), (9, 26), (9, 30), (10, 1), (10, 5), (10, 6)):
            self.sold(date(2026, month, day), 100)
        row = self.border(9)
        self.assertEqual((row.before_amount, row.after_amount), (200, 200))
        self.assertEqual((row.before_count, row.after_count), (2, 2))
        self.assertEqual(row.period, "quarter")
        facts = self.env["conveyor.fact"].search(row.action_open_facts()["domain"])
        self.assertEqual(sum(facts.mapped("amount")), 400)

    def test_a_sale_taken_back_counts_no_more(self):
        sale = self.sold(date(2026, 9, 28), 6000)
        self.sold(date(2026, 9, 10), 8000)
        self.reverse(sale, date(2026, 9, 30))
        self.assertEqual(self.border(9).last_amount, 0)

    # === DISCOUNTS AND DATES === #

    def order_with(self, day, discount):
        line = {"product_id": self.product.id, "price_unit": 1000, "discount": discount}
        with at_instant(self.env, datetime(2026, *day, 12)):
            order = self.order(user_id=self.hunter.id, order_line=[Command.create(line)])
            order.action_confirm()

    def test_an_extra_discount_in_the_last_days(self):
        """Usually 2 %; in the last days of September 12 %: ten points more."""
        for month in (6, 7, 8):
            self.order_with((month, 10), 2)
        self.order_with((9, 29), 12)
        row = self.border(9)
        self.assertAlmostEqual(row.own_discount, 0.02)
        self.assertAlmostEqual(row.extra_discount, 0.1)
        self.assertTrue(row.is_discounted)
        self.assertIn("12.0 % at the end, usually 2.0 %", row.why)

    def test_dates_moved_over_the_border_are_a_sign(self):
        with at_instant(self.env, datetime(2026, 4, 28, 12)):
            card = self.card(owner=self.hunter, date_deadline="2026-04-29")
            self.env.flush_all()
            card.date_deadline = "2026-05-08"
            self.env.cr.precommit.run()
        row = self.border(4)
        self.assertEqual((row.moves, row.is_moved, row.signs), (1, True, 1))
        self.assertEqual(
            self.env["conveyor.shift.report"].search(row.action_open_moves()["domain"]).lead_id,
            card,
        )

    # === TOTALS, SETTINGS, RIGHTS === #

    def test_a_border_far_ahead_is_not_shown(self):
        """The eleventh of November: five days before the first of December its border comes into sight."""
        self.sold(date(2026, 11, 2), 100)
        self.assertFalse(self.border(11))
        with at_instant(self.env, datetime(2026, 11, 26, 12)):
            self.assertTrue(self.border(11))

    def test_the_share_of_several_months_is_of_their_sums(self):
        [(share,)] = self.Report._read_group([("user_id", "=", self.hunter.id)], [], ["share:avg"])
        self.assertAlmostEqual(share, 0.2)

    def test_flagged_rows_come_first(self):
        self.sold(date(2026, 9, 28), 6000)
        self.sold(date(2026, 10, 8), 6000)
        rows = self.Report.search([("user_id", "=", self.hunter.id)])
        self.assertEqual(rows[:2].mapped("month_on"), [date(2026, 9, 1), date(2026, 10, 1)])

    def test_the_company_says_how_closely_it_looks(self):
        self.company.write({"motivation_last_days": 1, "motivation_border_ratio": 4.0})
        self.sold(date(2026, 9, 10), 4000)
        self.sold(date(2026, 9, 29), 6000)
        self.assertEqual(self.border(9).last_amount, 0)
        for name, value in (
            ("motivation_last_days", 0),
            ("motivation_border_days", 15),
            ("motivation_border_ratio", float("nan")),
            ("motivation_border_discount", 2),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.company.write({name: value})

    def test_who_sees_whose_borders(self):
        """Sellers nothing, the leader his people, head and owner everybody."""
        self.sold(date(2026, 9, 10), 100, self.stranger, team_id=self.stock_team.id)
        for login in PEOPLE:
            months = ((8, self.hunter), (9, self.stranger))
            seen = {
                user for month, user in months if self.border(month, user, getattr(self, login))
            }
            expected = {"leader": {self.hunter}}
            expected |= {boss: {self.hunter, self.stranger} for boss in ("head", "owner")}
            with self.subTest(login=login):
                self.assertEqual(seen, expected.get(login, set()))

    def test_a_leader_does_not_see_his_own(self):
        self.sold(date(2026, 9, 10), 100, self.leader)
        self.assertFalse(self.border(9, self.leader, self.leader))
        self.assertTrue(self.border(9, self.leader, self.head))

    def test_people_do_not_cost_more_questions(self):
        self.Report.search([]).mapped("why")
        one = self.count_queries(lambda: self.Report.search([]).mapped("why"))
        for user in (self.hunter2, self.farmer, self.scout):
            self.sold(date(2026, 9, 10), 100, user)
        self.assertEqual(self.count_queries(lambda: self.Report.search([]).mapped("why")), one)
