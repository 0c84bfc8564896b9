from datetime import date, datetime

from odoo.exceptions import AccessError

from ..tools.clock import at_instant
from .common import department
from .pipelines import ShiftCommon


@department
class TestShiftMoves(ShiftCommon):
    """A date that goes over a month border leaves a trace that nobody can write, change or delete."""

    # === EXPECTED CLOSE === #

    def test_a_move_tells_who_what_when_and_how_much(self):
        """Monday the 27th of April: 27, 28, 29, 30 are the working days left."""
        self.move("2026-05-08", user=self.leader)
        move = self.moves()
        self.assertEqual((move.old_on, move.new_on), (date(2026, 4, 20), date(2026, 5, 8)))
        self.assertEqual(
            (move.moved_at, move.moved_on, move.days_left),
            (datetime(2026, 4, 27, 12), date(2026, 4, 27), 4),
        )
        self.assertEqual((move.user_id, move.owner_id, move.team_id), (self.leader, self.hunter, self.team))  # fmt: skip
        self.assertEqual((move.amount, move.kind, move.lead_id), (1000, "deadline", self.card))
        self.assertEqual((move.name, move.company_id), (self.card.name, self.env.company))

    def test_inside_its_month_a_date_moves_freely(self):
        for day in ("2026-04-01", "2026-04-30"):
            self.move(day)
        self.assertFalse(self.moves())

    def test_back_over_the_border_is_a_move_as_well(self):
        self.move("2026-03-31")
        self.assertEqual(self.moves().new_on, date(2026, 3, 31))

    def test_the_same_month_of_another_year_is_another_month(self):
        self.move("2027-04-20")
        self.assertEqual(len(self.moves()), 1)

    def test_a_date_taken_away_is_told_and_a_first_date_is_not(self):
        self.move(False)
        self.move("2026-06-01", at=(4, 28))
        self.assertEqual(self.moves().mapped("new_on"), [False])

    def test_the_end_of_the_transaction_decides(self):
        """There and back is nothing; there and further is one move, from where it began."""
        with self.day(4, 27):
            self.card.date_deadline = "2026-05-01"
            self.card.date_deadline = "2026-04-02"
        self.assertFalse(self.moves())
        with self.day(4, 27):
            self.card.date_deadline = "2026-05-01"
            self.card.date_deadline = "2026-06-01"
        move = self.moves()
        self.assertEqual((move.old_on, move.new_on), (date(2026, 4, 2), date(2026, 6, 1)))

    def test_what_is_undone_was_never_moved(self):
        with self.day(4, 27), self.assertRaises(AccessError), self.env.cr.savepoint():
            self.card.with_user(self.hunter2).date_deadline = "2026-05-01"
        self.assertFalse(self.moves())

    def test_lost_and_found_again_hides_no_move(self):
        with self.day(4, 27):
            self.card.action_set_lost()
        self.move("2026-05-04", at=(4, 28))
        self.assertEqual(len(self.moves()), 1)

    # === DAYS === #

    def test_holidays_are_no_working_days(self):
        """The 29th and 30th are holidays: on the 27th two working days are left."""
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.env.company.resource_calendar_id.id,
                "company_id": self.env.company.id,
                "date_from": "2026-04-29 00:00:00",
                "date_to": "2026-04-30 23:59:59",
            }
        )
        self.env.registry.clear_cache()
        self.move("2026-05-08")
        self.assertEqual(self.moves().days_left, 2)

    def test_a_day_is_that_of_the_company(self):
        """At 20:00 UTC on the 31st of March it is April in Novosibirsk, with all its working days ahead."""
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        with at_instant(self.env, datetime(2026, 3, 31, 20)):
            self.card.date_deadline = "2026-05-08"
        move = self.moves()
        self.assertEqual((move.moved_on, move.days_left), (date(2026, 4, 1), 22))

    # === ORDERS === #

    def test_the_date_of_a_confirmed_order_leaves_a_trace(self):
        order = self.sold(4, 29)
        with self.day(5, 2):
            order.with_user(self.hunter).date_order = "2026-05-02 10:00:00"
        move = self.moves(order)
        self.assertEqual((move.kind, move.order_id, move.name), ("order", order, order.name))
        self.assertEqual((move.old_on, move.new_on), (date(2026, 4, 29), date(2026, 5, 2)))
        self.assertEqual((move.amount, move.owner_id, move.days_left), (1000, self.hunter, 20))

    def test_confirming_an_order_is_no_move(self):
        """Odoo dates a quotation by its confirmation, whatever month it was written in."""
        with self.day(4, 1):
            order = self.order(user_id=self.hunter.id)
            order.date_order = "2026-04-01 10:00:00"
        with self.day(5, 4):
            order.action_confirm()
            order.date_order = self.env.cr.now()
        self.assertFalse(self.moves(order))

    def test_a_month_of_an_order_is_that_of_the_company(self):
        """From 10:00 to 20:00 UTC on the 30th of April is a move in Novosibirsk, and none in London."""
        for zone, count in (("UTC", 0), ("Asia/Novosibirsk", 1)):
            with self.subTest(zone=zone):
                self.env.company.conveyor_tz = zone
                order = self.sold(4, 30)
                with self.day(4, 30, 13):
                    order.date_order = "2026-04-30 20:00:00"
                self.assertEqual(len(self.moves(order)), count)

    def test_the_ends_of_the_calendar_are_days_like_others(self):
        """A year of four nines is typed by mistake, and put right by the next move."""
        for zone in ("Pacific/Kiritimati", "America/New_York"):
            self.env.company.conveyor_tz = zone
            order = self.sold(4, 29)
            for instant in ("9999-12-31 23:00:00", "0001-01-01 01:00:00", "2026-04-29 12:00:00"):
                with self.subTest(zone=zone, instant=instant), self.day(4, 29):
                    order.date_order = instant
            years = sorted(day.year for day in self.moves(order).mapped("new_on"))
            self.assertEqual(years, [1, 2026, 9999])

    def test_an_order_in_other_money_is_told_in_the_company_s(self):
        dollar = self.currency("DLX", ("2026-01-01", 0.5))
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": dollar.id}
        )
        order = self.sold(4, 29, pricelist_id=pricelist.id)
        self.assertEqual((order.currency_id, order.amount_untaxed), (dollar, 1000))
        with self.day(4, 29):
            order.date_order = "2026-05-02 10:00:00"
        self.assertEqual(self.moves(order).amount, 2000)

    # === CARDS THAT GO === #

    def test_a_deleted_card_leaves_its_moves(self):
        self.move("2026-05-08")
        id_, name = self.card.id, self.card.name
        self.card.unlink()
        move = self.Move.search([("res_id", "=", id_), ("kind", "=", "deadline")])
        self.assertEqual((move.lead_id.id, move.name), (False, name))

    def test_moves_follow_a_merge(self):
        self.move("2026-05-08")
        with self.day(4, 28):
            twin = self.deal(self.hunter, 2000, date_deadline="2026-04-28", probability=90)
            left = (self.card | twin).merge_opportunity()
        gone = (self.card | twin) - left
        self.assertEqual((left, gone), (twin, self.card))
        move = self.Move.search([("kind", "=", "deadline"), ("res_id", "=", gone.id)])
        self.assertEqual((move.lead_id, move.name), (left, f"Deal of {self.hunter.name} for 1000"))
        self.assertFalse(self.moves(left), "merging moves nothing")
