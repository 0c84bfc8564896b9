from datetime import date, datetime, timedelta

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, 0)


@department
class TestFactLevels(LedgerCommon):
    """Deals in work at the end of each day, per person and team: frozen, and never summed over time."""

    def setUp(self):
        super().setUp()
        self.env["crm.lead"].search([]).active = False
        with at_instant(self.env, NOON - timedelta(days=30)):
            self.deals = self.env["crm.lead"].concat(
                *(
                    self.card(owner=self.hunter, stage=self.stage_talk, expected_revenue=revenue)
                    for revenue in (100.0, 250.0)
                )
            )

    def book(self, day=DAY, company=None):
        return self.env["conveyor.fact"]._book_levels(company or self.env.company, day)

    def level(self, code="deals_in_work", person=None, **period):
        """The levels of a person, by day."""
        domain = [("metric_id.code", "=", code), ("user_id", "=", (person or self.hunter).id)]
        facts = self.env["conveyor.fact"].search(domain, order="happened_on")
        return [fact.amount if code == "pipeline_amount" else fact.quantity for fact in facts]

    def pivot(self, groupby, aggregate="quantity:sum", code="deals_in_work"):
        people = self.hunter | self.hunter2
        domain = [("metric_id.code", "=", code), ("user_id", "in", people.ids)]
        return self.env["conveyor.fact"]._read_group(domain, groupby, [aggregate])

    def test_levels_of_a_person_and_a_team(self):
        self.card(owner=self.hunter, stage=self.stage_talk, team_id=self.stock_team.id)
        self.book()
        facts = self.facts("deals_in_work")
        teams = {fact.team_id: fact.quantity for fact in facts if fact.user_id == self.hunter}
        self.assertEqual(teams, {self.team: 2, self.stock_team: 1})
        # 100 + 250, and the other team's nothing
        self.assertEqual(sorted(self.level("pipeline_amount")), [0, 350])
        self.assertTrue(all(facts.mapped("is_level")))

    def test_twice_is_once_and_the_day_is_frozen(self):
        self.assertGreaterEqual(self.book(), 2)
        self.deals[0].action_set_lost()
        self.assertEqual(self.book(), 0)
        self.assertEqual(self.level(), [2])

    def test_person_whose_last_deal_went_gets_a_zero_once(self):
        self.book()
        self.deals.action_set_lost()
        self.book(DAY + timedelta(days=1))
        self.book(DAY + timedelta(days=2))
        self.assertEqual(self.level(), [2, 0])
        self.assertEqual(self.level("pipeline_amount"), [350, 0])

    def test_closed_archived_and_unowned_cards_and_leads_are_not_in_work(self):
        self.deals[0].action_archive()
        self.card(owner=False, stage=self.stage_talk)
        self.card(owner=self.hunter, type="lead")
        self.card(owner=self.hunter, stage=self.stage_won)
        self.book()
        self.assertEqual(self.level(), [1])

    def test_a_month_shows_its_last_day_and_not_the_sum(self):
        self.card(owner=self.hunter2, stage=self.stage_talk)
        self.book()  # 2 of the one, 1 of the other
        self.deals[0].action_set_lost()
        self.book(DAY + timedelta(days=1))  # 1 and 1
        [(_month, total)] = self.pivot(["happened_on:month"])
        self.assertEqual(total, 2)
        self.assertEqual(dict(self.pivot(["user_id"])), {self.hunter: 1, self.hunter2: 1})
        days = {str(day): total for day, total in self.pivot(["happened_on:day"])}
        self.assertEqual(days, {"2026-03-10": 3, "2026-03-11": 2})

    def test_money_of_a_month_is_that_of_its_last_day_also_when_nothing_is_left(self):
        self.book()
        self.deals.action_set_lost()
        self.book(DAY + timedelta(days=1))
        [(_month, total)] = self.pivot(["happened_on:month"], "amount:sum", "pipeline_amount")
        self.assertEqual(total, 0)

    def test_levels_are_in_no_sum_by_month(self):
        self.book()
        sums = self.env["conveyor.fact.sum"].search([("metric_id.aggregation", "=", "last")])
        self.assertFalse(sums)
        self.assertFalse(self.check())

    def test_person_of_two_companies_has_levels_in_both(self):
        branch = self.env["res.company"].create({"name": "Branch"})
        self.hunter.company_ids += branch
        everywhere = self.env["crm.team"].create({"name": "Everywhere", "company_id": False})
        for company in (self.env.company, branch, branch):
            card = self.card(owner=self.hunter, stage=self.stage_talk, team_id=everywhere.id)
            card.company_id = company
        self.book()
        self.book(company=branch)
        facts = self.facts("deals_in_work").filtered(lambda fact: fact.team_id == everywhere)
        self.assertEqual(
            {fact.company_id: fact.quantity for fact in facts}, {self.env.company: 1, branch: 2}
        )
        self.assertEqual((self.book(), self.book(company=branch)), (0, 0))

    def test_cron_books_the_day_that_is_over_by_the_clock_of_each_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "conveyor_tz": "Pacific/Kiritimati"}
        )
        self.hunter.company_ids += branch
        card = self.card(owner=self.hunter, stage=self.stage_talk, team_id=False)
        card.company_id = branch
        with at_instant(self.env, NOON):  # 12:00 on the 10th here, 02:00 on the 11th there
            self.env["conveyor.fact"]._cron_book_levels()
        days = {fact.company_id: str(fact.happened_on) for fact in self.facts("deals_in_work")}
        self.assertEqual((days[self.env.company], days[branch]), ("2026-03-09", "2026-03-10"))

    def test_sealed_like_every_row(self):
        self.book()
        self.tamper(self.facts("deals_in_work")[0], "quantity", 50)
        self.assertEqual({row[:2] for row in self.check()}, {("tampered", "deals_in_work")})
