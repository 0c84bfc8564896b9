from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import department
from .pipelines import PipelineCommon

PEOPLE = ("scout", "hunter", "hunter2", "farmer", "leader", "head", "owner", "stranger")
LATER, EARLIER = "later", "earlier"


@department
class TestShiftReport(PipelineCommon):
    """What was moved over a month border in its last five working days.

    April 2026 ends with the working days 24, 27, 28, 29, 30; the first of May is a Friday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["conveyor.shift.report"]
        with cls.day(4, 1):
            cls.card = cls.deal(cls.hunter, 1000, date_deadline="2026-04-20")

    def move(self, day, at, card=None):
        with self.day(*at):
            (card or self.card).with_user(self.hunter).date_deadline = day

    def shifts(self, card=None, user=None):
        report = self.Report.with_user(user or self.env.user)
        return report.search([("lead_id", "in", (card or self.card).ids)], order="id")

    # === WHAT COUNTS === #

    def test_the_last_five_working_days_of_a_month(self):
        """Friday the 24th is the fifth last, Thursday the 23rd the sixth; a Sunday lies between the last ones."""
        for day, counts in ((23, False), (24, True), (26, True), (30, True)):
            with self.subTest(day=day):
                with self.day(4, 1):
                    card = self.deal(self.hunter, 1, date_deadline="2026-04-20")
                self.move("2026-05-08", (4, day), card)
                self.assertEqual(bool(self.shifts(card)), counts)

    def test_a_shift_tells_how_near_the_border_was(self):
        self.move("2026-05-08", (4, 28))
        shift = self.shifts()
        self.assertEqual((shift.days_left, shift.direction, shift.amount), (3, LATER, 1000))
        self.assertEqual((shift.old_on, shift.new_on), (date(2026, 4, 20), date(2026, 5, 8)))
        self.assertEqual(
            (shift.owner_id, shift.user_id, shift.shifts), (self.hunter, self.hunter, 1)
        )

    def test_a_deal_drawn_into_the_month_that_ends_counts(self):
        with self.day(4, 1):
            card = self.deal(self.hunter, 1, date_deadline="2026-05-20")
        self.move("2026-04-30", (4, 29), card)
        self.assertEqual(self.shifts(card).direction, EARLIER)

    def test_a_date_taken_away_at_the_end_counts(self):
        self.move(False, (4, 29))
        self.assertEqual(self.shifts().direction, "none")

    def test_moves_between_other_months_are_planning(self):
        """At the end of April a date goes from June to July."""
        with self.day(4, 1):
            card = self.deal(self.hunter, 1, date_deadline="2026-06-20")
        self.move("2026-07-20", (4, 29), card)
        self.assertFalse(self.shifts(card))

    def test_orders_are_shifted_as_well(self):
        with self.day(4, 28):
            order = self.order(user_id=self.hunter.id, opportunity_id=self.card.id)
            order.action_confirm()
            order.date_order = self.env.cr.now()
        with self.day(4, 30):
            order.date_order = "2026-05-01 09:00:00"
        shift = self.shifts()
        self.assertEqual((shift.kind, shift.order_id, shift.days_left), ("order", order, 1))

    # === WON AFTER === #

    def test_won_within_three_days_after_the_border(self):
        """Won on the 1st to the 3rd of May: yes; on the 4th or in April itself: no."""
        for month, day, after in ((5, 1, 1), (5, 3, 1), (5, 4, 0), (4, 30, 0)):
            with self.subTest(day=day):
                with self.day(4, 1):
                    card = self.deal(self.hunter, 1, date_deadline="2026-04-20")
                self.move("2026-05-08", (4, 28), card)
                with self.day(month, day):
                    card.action_set_won()
                shift = self.shifts(card)
                self.assertEqual((shift.won_after, bool(shift.won_on)), (after, bool(after)))

    def test_a_win_taken_back_is_no_win(self):
        self.move("2026-05-08", (4, 28))
        with self.day(5, 2):
            self.card.action_set_won()
        with self.day(5, 5):
            self.card.write({"stage_id": self.stage_offer.id, "probability": 40})
        self.assertEqual(self.shifts().filtered(lambda row: row.kind == "deadline").won_after, 0)

    # === WON AGAIN === #

    def _win_again(self, reopened, won_again):
        with self.day(4, 10):
            self.card.action_set_won()
        with self.day(*reopened):
            self.card.write({"stage_id": self.stage_offer.id, "probability": 40})
        with self.day(*won_again):
            self.card.action_set_won()
        return self.shifts()

    def test_a_deal_won_again_in_a_later_month_is_a_shift(self):
        shift = self._win_again((4, 16), (5, 2))
        self.assertEqual((shift.kind, shift.direction, shift.days_left), ("won", LATER, 0))
        self.assertEqual((shift.old_on, shift.new_on), (date(2026, 4, 10), date(2026, 5, 2)))
        self.assertEqual((shift.moved_on, shift.won_after), (date(2026, 4, 16), 1))
        self.assertEqual(
            (shift.owner_id, shift.amount, shift.user_id.id), (self.hunter, 1000, False)
        )

    def test_won_again_in_the_same_month_is_none(self):
        self.assertFalse(self._win_again((4, 16), (4, 29)))

    def test_a_deal_of_another_client_is_no_deal_won_again(self):
        """The ledger books such a change as a reversal and a new fact."""
        with self.day(4, 10):
            self.card.action_set_won()
        with self.day(5, 2):
            self.card.partner_id = self.client
        self.assertEqual(len(self.facts("deal_won", self.card)), 3)
        self.assertFalse(self.shifts())

    # === SCREENS AND RIGHTS === #

    def test_person_by_month(self):
        self.move("2026-05-08", (4, 28))
        self.move("2026-06-08", (5, 29))
        with self.day(6, 2):
            self.card.action_set_won()
        rows = self.Report._read_group(
            [("lead_id", "=", self.card.id)],
            ["owner_id", "moved_on:month"],
            ["shifts:sum", "won_after:sum", "amount:sum"],
        )
        self.assertEqual(
            rows,
            [
                (self.hunter, date(2026, 4, 1), 1, 0, 1000),
                (self.hunter, date(2026, 5, 1), 1, 1, 1000),
            ],
        )

    def test_recent_shifts_are_those_of_this_month_and_the_last(self):
        for at, day in (((3, 30), "2026-03-20"), ((4, 28), "2026-04-20"), ((5, 29), "2026-05-20")):
            with self.day(4, 1):
                card = self.deal(self.hunter, 1, date_deadline=day)
            self.move("2026-07-01", at, card)
        with self.day(5, 30):
            domain = self.Report._get_recent_shifts_domain()
        found = self.Report.search([*domain, ("owner_id", "=", self.hunter.id)], order="moved_on")
        self.assertEqual(found.mapped("moved_on"), [date(2026, 4, 28), date(2026, 5, 29)])

    def test_who_sees_a_shift(self):
        self.move("2026-05-08", (4, 28))
        seen = {person for person in PEOPLE if self.shifts(user=getattr(self, person))}
        self.assertEqual(seen, {"hunter", "leader", "head", "owner"})
        clerk = new_test_user(self.env, "t_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.shifts(user=clerk)

    def test_the_menu_is_for_head_and_owner(self):
        menu = self.env.ref("sales_conveyor.conveyor_shift_report_menu")
        seen = {
            person
            for person in PEOPLE
            if menu.id
            in self.env["ir.ui.menu"].with_user(getattr(self, person))._visible_menu_ids()
        }
        self.assertEqual(seen, {"head", "owner"})

    def test_another_company_is_unseen_and_mixed_money_is_blank(self):
        rouble = self.currency("RUX", ("2026-01-01", 90))
        branch = self.env["res.company"].create({"name": "Branch", "currency_id": rouble.id})
        team = self.env["crm.team"].create({"name": "Branch", "company_id": branch.id})
        for user in (self.head, self.hunter):
            user.company_ids += branch
        there = {"team_id": team.id, "company_id": branch.id, "date_deadline": "2026-04-20"}
        with self.day(4, 1):
            card = self.deal(self.hunter, 9000, **there)
        self.move("2026-05-08", (4, 28))
        with self.day(4, 28):
            card.date_deadline = "2026-05-08"
        report = self.Report.with_user(self.head)
        mine = [("owner_id", "=", self.hunter.id)]
        for companies, total in ((self.env.company, (1, 1000)), (branch, (1, 9000)), (self.env.company | branch, (2, False))):  # fmt: skip
            some = report.with_context(allowed_company_ids=companies.ids)
            [row] = some._read_group(mine, [], ["shifts:sum", "amount:sum"])
            self.assertEqual(row, total)

    def test_a_row_opens_its_card_or_what_is_left(self):
        self.move("2026-05-08", (4, 28))
        shift = self.shifts()
        action = shift.action_open_deal()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.card.id))
        self.card.unlink()
        self.env.invalidate_all()
        self.assertFalse(shift.action_open_deal())
        self.assertEqual(shift.name, f"Deal of {self.hunter.name} for 1000")
