from datetime import date, datetime, timedelta

from odoo.tests import new_test_user

from ..tools.clock import at_instant
from .common import SELLER, department
from .ledger import LedgerCommon

EARLIER = datetime(2026, 3, 2, 8, 0)


@department
class TestFactDays(LedgerCommon):
    """A fact belongs to the business day of its company, and no seller chooses that day."""

    def won_at(self, instant, tz):
        """A deal that is won at an instant in a company of a time zone."""
        self.env.company.conveyor_tz = tz
        with at_instant(self.env, instant - timedelta(hours=1)):
            deal = self.card(owner=self.hunter, stage=self.stage_talk)
        with at_instant(self.env, instant):
            self.drag(deal, self.stage_won)
        [won] = self.facts("deal_won", deal)
        self.assertEqual((won.happened_at, won.booked_at), (instant, instant))
        return won.happened_on

    # === WHICH DAY (T12) === #

    def test_the_evening_of_greenwich_is_tomorrow_in_novosibirsk(self):
        # 20:30 UTC + 7 h = 03:30
        self.assertEqual(
            self.won_at(datetime(2026, 3, 10, 20, 30), "Asia/Novosibirsk"), date(2026, 3, 11)
        )

    def test_midnight_begins_the_day(self):
        # Berlin is one hour ahead in winter: 22:59:59 UTC is 23:59:59, a second later it is tomorrow
        before, after = datetime(2026, 3, 10, 22, 59, 59), datetime(2026, 3, 10, 23, 0)
        self.assertEqual(self.won_at(before, "Europe/Berlin"), date(2026, 3, 10))
        self.assertEqual(self.won_at(after, "Europe/Berlin"), date(2026, 3, 11))

    def test_nights_when_clocks_change(self):
        # From 29 March Berlin is two hours ahead, from 25 October one: 22:30 UTC is 00:30, then 23:30
        self.assertEqual(
            self.won_at(datetime(2026, 3, 28, 22, 30), "Europe/Berlin"), date(2026, 3, 28)
        )
        self.assertEqual(
            self.won_at(datetime(2026, 3, 29, 22, 30), "Europe/Berlin"), date(2026, 3, 30)
        )
        self.assertEqual(
            self.won_at(datetime(2026, 10, 24, 22, 30), "Europe/Berlin"), date(2026, 10, 25)
        )
        self.assertEqual(
            self.won_at(datetime(2026, 10, 25, 22, 30), "Europe/Berlin"), date(2026, 10, 25)
        )

    def test_ends_of_the_world(self):
        noon = datetime(2026, 3, 10, 12, 0)  # + 14 h = 02:00 tomorrow, − 12 h = 00:00 today
        self.assertEqual(self.won_at(noon, "Pacific/Kiritimati"), date(2026, 3, 11))
        self.assertEqual(self.won_at(noon, "Etc/GMT+12"), date(2026, 3, 10))

    def test_every_zone_that_can_be_chosen_is_known_to_the_database(self):
        zones = set(self.env["res.company"]._fields["conveyor_tz"].get_values(self.env))
        self.env.cr.execute("SELECT name FROM pg_timezone_names")
        self.assertFalse(zones - {name for (name,) in self.env.cr.fetchall()})

    def test_a_company_without_a_zone_lives_in_greenwich(self):
        self.assertEqual(self.won_at(datetime(2026, 3, 10, 23, 59), False), date(2026, 3, 10))
        self.assertFalse(self.check())

    def test_a_later_change_of_the_zone_moves_no_day(self):
        self.won_at(datetime(2026, 3, 10, 20, 30), "UTC")
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        self.assertEqual(self.facts("deal_won")[-1].happened_on, date(2026, 3, 10))
        self.assertFalse(self.check())

    # === FORGED DATES (T18, T21) === #

    def test_forged_day_of_closing_moves_nothing(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk)
        mine = deal.with_user(self.hunter)
        mine.write({"date_closed": EARLIER, "create_date": EARLIER, "write_date": EARLIER})
        mine.action_set_won()
        mine.write(
            {"date_closed": EARLIER, "date_last_stage_update": EARLIER, "write_date": EARLIER}
        )
        [won] = self.facts("deal_won", deal)
        self.assertEqual(won.happened_at, self.env.cr.now())
        self.assertEqual(won.days_open, 0)
        self.assertFalse(self.check())

    def test_forged_day_of_an_order_moves_nothing(self):
        order = self.order(user_id=self.hunter.id, date_order=EARLIER).with_user(self.hunter)
        order.action_confirm()
        [contract] = self.facts("contract", order)
        self.assertEqual(contract.happened_on, self.env.cr.now().date())
        order.write({"date_order": EARLIER, "create_date": EARLIER})
        self.assertEqual(self.facts("contract", order), contract)
        self.assertFalse(self.check())

    def test_a_message_of_another_author_and_day_is_no_deed(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk)
        kind = self.env.ref("mail.mail_activity_data_call")
        deal.with_user(self.hunter).message_post(
            body="Talked", author_id=self.hunter2.partner_id.id, mail_activity_type_id=kind.id
        )
        message = deal.message_ids[0]
        message.sudo().date = EARLIER
        self.assertFalse(self.facts("call", deal))
        self.assertFalse(self.check())

    def test_rewritten_day_of_an_activity_moves_nothing(self):
        deal = self.card(owner=self.hunter, stage=self.stage_talk)
        call = self.activity(deal)
        call.with_user(self.hunter).action_feedback("Talked")
        [fact] = self.facts("call", deal)
        call.with_user(self.hunter).write({"date_done": EARLIER.date(), "user_id": self.hunter2.id})
        self.assertEqual(self.facts("call", deal), fact)
        self.assertEqual((fact.user_id, fact.happened_on), (self.hunter, self.env.cr.now().date()))
        self.assertFalse(self.check())

    def test_fifty_calls_in_a_second_carry_the_instant_and_person_of_the_server(self):
        seller = new_test_user(self.env, "t_burst", groups=SELLER, name="Burst")
        deals = self.env["crm.lead"].concat(*(self.card(owner=seller) for _number in range(50)))
        calls = self.env["mail.activity"].concat(
            *(self.activity(deal, user=self.hunter) for deal in deals)
        )
        with self.statements("INSERT INTO conveyor_fact ") as booked:
            calls.with_user(seller).action_feedback("Talked")
            facts = self.facts("call", deals)
        self.assertEqual(len(booked), 1, "the calls with the agreements kept by them")
        self.assertEqual(sum(facts.mapped("quantity")), 50)
        self.assertEqual(facts.user_id, seller)
        self.assertEqual(set(facts.mapped("booked_at")), {self.env.cr.now()})

    def test_instants_given_to_a_new_card_are_not_those_of_the_ledger(self):
        forged = {"create_date": EARLIER, "date_closed": EARLIER, "write_date": EARLIER}
        deal = self.card(owner=self.hunter, stage=self.stage_won, **forged)
        [won] = self.facts("deal_won", deal)
        self.assertEqual((won.happened_on, won.days_open), (self.env.cr.now().date(), 0))
