from datetime import datetime, timedelta
from itertools import pairwise

from odoo.tests import new_test_user
from odoo.tools import SQL

from ..demo.cast import Cast
from ..tools.clock import at_instant
from .common import ConveyorCommon, department

# On which day a replay of two months ends decides what its few cards came to: tests need the same day always.
ENDS_AT = datetime(2026, 11, 26, 14, 40)


@department
class TestDemo(ConveyorCommon):
    """The demonstration department leaves a history that the conveyor itself could have written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.crm_team_member_ids.user_id.notification_type = "inbox"
        # A database with the demonstration has had its calls of these very days drawn.
        cls.env.cr.execute("DELETE FROM conveyor_call_review")
        cls.env.cr.execute("DELETE FROM conveyor_call_sample")
        with at_instant(cls.env, ENDS_AT):
            cls.env["conveyor.demo"]._replay(cls._make_cast(), months=2)
        cls.cards = (
            cls.env["crm.lead"]
            .with_context(active_test=False)
            .search([("team_id", "=", cls.team.id)])
        )
        cls.handovers = cls.env["conveyor.handover"].search([("from_team_id", "=", cls.team.id)])
        cls.stays = cls.env["conveyor.passage"].search([("team_id", "=", cls.team.id)])

    @classmethod
    def _make_cast(cls):
        env = cls.env
        services = [
            {"name": name, "type": "service", "list_price": price}
            for name, price in (("Audit", 1200), ("Project", 8400), ("Training", 950))
        ]
        return Cast(
            team=cls.team,
            products=env["product.product"].create(services),
            sources=env["utm.source"].create([{"name": "Told by a neighbour"}]),
            lost_reasons=env["crm.lost.reason"].create([{"name": "Too far"}, {"name": "Too late"}]),
            clients=cls.client,
            exchange=new_test_user(
                env, "t_exchange", groups="sales_conveyor.sales_conveyor_group_telephony"
            ),
        )

    def count(self, records, **values):
        return len(
            records.filtered(
                lambda record: all(record[key] == value for key, value in values.items())
            )
        )

    def test_history_has_every_kind_of_end(self):
        """Cards are won, lost by scouts and hunters, returned, and some still are in work."""
        self.assertGreater(len(self.cards), 50)
        self.assertGreater(self.count(self.cards, won_status="won"), 2)
        self.assertGreater(self.count(self.cards, won_status="lost"), 5)
        self.assertGreater(self.count(self.cards, won_status="pending"), 10)
        self.assertGreater(self.count(self.handovers, kind="lead", state="returned"), 2)
        self.assertGreater(self.count(self.handovers, kind="lead", state="accepted"), 20)
        self.assertGreater(self.count(self.handovers, kind="client", state="accepted"), 0)

    def test_something_waits_for_every_hunter_and_farmer(self):
        """Whoever signs in on the demonstration finds something to decide."""
        for user in (self.hunter, self.hunter2, self.farmer, self.farmer2):
            with self.subTest(user=user.name):
                waiting = [("to_user_id", "=", user.id), ("state", "=", "offered")]
                found = self.env["conveyor.handover"].with_user(user).search(waiting)
                self.assertTrue(found)
                self.assertTrue(all(found.mapped("can_decide")))

    def test_open_cards_have_exactly_one_open_passage(self):
        """Closed cards have none."""
        opened = self.stays.filtered(lambda stay: not stay.left_at).lead_id
        self.assertEqual(opened, self.cards.filtered(lambda card: card.won_status == "pending"))
        self.assertEqual(len(opened), self.count(self.stays, left_at=False))

    def test_passages_of_a_card_never_overlap(self):
        """Each begins when the one before it ended."""
        for stays in self.stays.sorted("id").grouped("lead_id").values():
            for earlier, later in pairwise(stays):
                self.assertEqual(earlier.left_at, later.entered_at)

    def test_cards_reach_hunters_by_handover_only(self):
        """Every section a card entered after the first came with an accepted or returned handover."""
        passed = self.stays.filtered(lambda stay: stay.outcome == "passed")
        moved = self.handovers.filtered(
            lambda handover: handover.kind == "lead" and handover.accepted_at
        )
        self.assertEqual(len(passed), len(moved))
        self.assertEqual(set(passed.mapped("left_at")), set(moved.mapped("accepted_at")))

    def test_nothing_happens_in_the_future_nor_at_night(self):
        """Deeds lie between the beginning and now, on working days."""
        instants = self.handovers.mapped("offered_at") + self.stays.mapped("entered_at")
        instants += self.cards.mapped("create_date") + [
            stay.left_at for stay in self.stays if stay.left_at
        ]
        self.assertLessEqual(max(instants), ENDS_AT)
        self.assertGreater(min(instants), ENDS_AT - timedelta(days=64))
        self.assertLess(max(instant.weekday() for instant in instants), 5)
        self.assertLess(max(instant.hour for instant in instants), 16)

    def test_closed_cards_are_dated_by_their_last_passage(self):
        """Odoo dates a closing by the clock on the wall; the replay puts it back."""
        for card in self.cards.filtered(lambda card: card.won_status != "pending"):
            self.assertEqual(card.date_closed, max(card.passage_ids.mapped("left_at")))

    def test_farmers_have_only_clients_who_bought(self):
        """A farmer never searches."""
        sold = self.cards.filtered(lambda card: card.user_id in (self.farmer | self.farmer2))
        for client in sold.partner_id.commercial_partner_id:
            self.assertTrue(client._filter_with_first_sale(self.team.company_id))

    def test_key_farmer_goes_deep_into_one_client(self):
        """His immersion card is filled."""
        domain = [("create_uid", "=", self.farmer.id)]
        immersion = self.env["conveyor.immersion"].search(domain)
        self.assertEqual(len(immersion), 1)
        self.assertGreater(immersion.completeness, 0.5)

    def test_nobody_gets_a_mail(self):
        """People read of their cards inside of Odoo."""
        people = self.team.crm_team_member_ids.user_id.partner_id
        mails = self.env["mail.mail"].search([("recipient_ids", "in", people.ids)])
        self.assertFalse(mails.filtered(lambda mail: mail.state != "cancel"))

    def test_each_night_booked_what_was_asked_and_done(self):
        """Scouts have a norm of contacts on every working day of the replay."""
        rows = self.env["conveyor.norm.day"].search([("team_id", "=", self.team.id)])
        scouts = rows.filtered(lambda row: row.user_id == self.scout)
        self.assertGreater(len(set(scouts.mapped("day_on"))), 35)
        self.assertLess(max(row.day_on.weekday() for row in rows), 5)
        self.assertTrue(any(scouts.mapped("done")))

    def test_calls_are_logged_drawn_and_judged(self):
        calls = self.env["conveyor.call"].search([("team_id", "=", self.team.id)])
        self.assertTrue(calls.filtered("is_conversation"))
        self.assertTrue(calls.filtered(lambda call: call.outcome == "no_answer"))
        reviews = self.env["conveyor.call.review"].search([("call_id", "in", calls.ids)])
        states = set(reviews.mapped("state"))
        self.assertLessEqual({"todo", "published", "acknowledged", "disputed"}, states)
        done = reviews.filtered("is_scored")
        self.assertFalse(done.filtered(lambda review: review.reviewer_id == review.user_id))
        for sample in reviews.sample_id:
            self.assertEqual(sample.action_draw_again()["params"]["type"], "success")

    def test_the_exchange_tells_of_calls_at_every_hour_of_work(self):
        calls = self.env["conveyor.call"].search(
            [("source", "=", "telephony"), ("team_id", "=", self.team.id)]
        )
        self.assertEqual(calls.user_id, self.team.crm_team_member_ids.user_id)
        self.assertGreater(len({call.started_at.hour for call in calls}), 6)
        self.assertLessEqual(max(calls.mapped("started_at")), ENDS_AT)
        self.assertFalse(calls.filtered("is_suspicious"))
        reached = calls.filtered("is_conversation")
        self.assertTrue(0.2 < len(reached) / len(calls) < 0.6, len(reached) / len(calls))

    def test_most_cards_are_in_order_and_some_are_not(self):
        """As in a department that is led: most of what cards must tell is told."""
        with at_instant(self.env, ENDS_AT):
            rows = self.env["conveyor.hygiene.report"].search([("team_id", "=", self.team.id)])
            filled = sum(rows.mapped("filled")) / sum(rows.mapped("required"))
            in_order = sum(rows.mapped("in_order")) / len(rows)
        self.assertTrue(0.9 < filled < 1, filled)
        self.assertTrue(0.5 < in_order < 0.97, in_order)

    def test_the_clock_goes_on_after_the_replay(self):
        """After the replay the cursor tells the instant of the transaction again."""
        self.env.cr.execute(SQL("SELECT now() AT TIME ZONE 'UTC'"))
        self.assertEqual(self.env.cr.now(), self.env.cr.fetchone()[0])

    def test_a_department_with_history_is_left_alone(self):
        """An update of the addon does not write the history twice."""
        self.assertTrue(self.env["conveyor.demo"]._has_history(self.team))
        stock = self.env["crm.team"].create({"name": "New"})
        self.assertFalse(self.env["conveyor.demo"]._has_history(stock))

    def test_what_went_wrong_is_there_in_every_state(self):
        """Complaints reported, confirmed and dismissed, disputes open and decided, breaches booked by rules."""
        incidents = self.env["conveyor.incident"].search([("team_id", "=", self.team.id)])
        complaints = incidents.filtered(lambda one: one.kind == "complaint")
        self.assertEqual(set(complaints.mapped("state")), {"reported", "confirmed", "dismissed"})
        self.assertGreaterEqual(len(complaints), 9)
        self.assertTrue(complaints.filtered("is_disputed"))
        self.assertTrue(complaints.filtered("dispute_decided_at"))
        self.assertTrue(incidents - complaints)

    def test_what_was_agreed_came_to_every_end(self):
        """Proposals were spoken of in time, late or never, put off now and then, or the deal was closed before."""
        rows = self.env["conveyor.agreement"].search([("team_id", "=", self.team.id)])
        states = {"open", "kept", "late", "broken", "cancelled"}
        self.assertEqual(set(rows.mapped("state")), states)
        self.assertTrue(rows.filtered("move_count"))
        self.assertTrue(rows.filtered(lambda row: row.kind == "meeting" and row.state == "kept"))
        opened = self.cards.filtered(lambda card: card.active and card.won_status == "pending")
        self.assertGreater(self.count(opened, next_contact_on=False), 0)
        self.assertGreater(len(opened.filtered("next_contact_on")), 10)
        self.assertGreater(len(opened.filtered("last_contact_at")), 10)
