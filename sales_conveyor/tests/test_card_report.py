from datetime import date

from .cards import CardCommon
from .common import department


@department
class TestCardReport(CardCommon):
    """Cards in order by team and person: every share from the sums of its parts; levels of the night."""

    def setUp(self):
        super().setUp()
        self.Report = self.env["conveyor.hygiene.report"]
        self.cards = self.whole()
        self.cards |= self.whole(phone=False)
        self.cards |= self.whole(
            owner=self.scout, stage=self.stage_contact, phone=False, partner_name=False
        )
        self.env.flush_all()

    def read_report(
        self, groupby=(), user=None, measures=("cards:sum", "filled_share:avg", "order_share:avg")
    ):
        report = self.Report.with_user(user) if user else self.Report
        domain = [("lead_id", "in", self.cards.ids)]
        return report._read_group(domain, list(groupby), list(measures))

    def test_shares_come_from_the_sums_of_their_parts(self):
        """The hunter tells 7 of 8, the scout 0 of 2: 7 of 10, not the middle of both."""
        rows = {user: numbers for user, *numbers in self.read_report(["user_id"])}
        self.assertEqual(rows[self.hunter], [2, 7 / 8, 0.5])
        self.assertEqual(rows[self.scout], [1, 0.0, 0.0])
        self.assertEqual(self.read_report(), [(3, 0.7, 1 / 3)])

    def test_faults_are_counted_by_kind(self):
        self.cards[0].write({"date_deadline": "2026-03-01", "expected_revenue": 0})
        measures = ("not_filled:sum", "past_close:sum", "no_amount:sum", "faults:sum")
        self.assertEqual(self.read_report(measures=measures), [(2, 1, 1, 5)])

    def test_each_sees_his_own(self):
        for person, count in (
            (self.hunter, 2),
            (self.scout, 1),
            (self.hunter2, 0),
            (self.leader, 3),
            (self.head, 3),
            (self.owner, 3),
            (self.stranger, 0),
        ):
            self.assertEqual(self.read_report(user=person)[0][0] or 0, count, person.name)

    def test_a_row_tells_and_opens_its_card(self):
        row = self.Report.search([("lead_id", "=", self.cards[1].id)])
        self.assertEqual(row.card_faults, "not filled: phone or e-mail")
        self.assertEqual(row.action_open_lead()["res_id"], self.cards[1].id)

    def test_another_company_is_apart(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.head.company_ids += branch
        there = self.Report.with_user(self.head).with_context(allowed_company_ids=branch.ids)
        self.assertFalse(there.search([("lead_id", "in", self.cards.ids)]))

    # === LEVELS === #

    def level(self, code, user):
        facts = self.facts(code).filtered(lambda fact: fact.user_id == user)
        return facts.sorted("happened_on").mapped("quantity")

    def test_the_night_books_how_many_cards_are_filled(self):
        ledger = self.env["conveyor.fact"]
        with self.statements("WITH levels AS") as found:
            ledger._book_levels(self.env.company, date(2026, 3, 2))
            ledger._book_levels(self.env.company, date(2026, 3, 2))
        self.assertEqual(len(found), 2)
        self.assertEqual(self.level("cards_asked", self.hunter), [2.0])
        self.assertEqual(self.level("cards_complete", self.hunter), [1.0])
        self.cards[:2].write({"user_id": self.hunter2.id})
        ledger._book_levels(self.env.company, date(2026, 3, 3))
        self.assertEqual(self.level("cards_asked", self.hunter), [2.0, 0.0])
        self.assertEqual(self.level("cards_complete", self.hunter2), [1.0])

    def test_the_share_is_that_of_the_last_day(self):
        ledger = self.env["conveyor.fact"]
        ledger._book_levels(self.env.company, date(2026, 3, 2))
        self.cards[1].phone = "+7 900"
        ledger._book_levels(self.env.company, date(2026, 3, 3))
        metric = self.env["conveyor.metric"]._get("card_complete")
        domain = [("id", ">", self.last_before), ("user_id", "in", (self.hunter | self.scout).ids)]
        domain += [("team_id", "=", self.team.id)]
        self.assertEqual(metric._measure(domain)[metric][()], 2 / 3)
