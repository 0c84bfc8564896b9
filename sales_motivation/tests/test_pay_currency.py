from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.sales_conveyor.tests.ledger import LedgerCommon

from .pay_words import FLAT, PayWords, day

EACH = {"metric": "contract", "unit": "each", "tiers": [(0, 100)]}


@tagged("post_install", "-at_install")
class TestPayCurrency(PayWords, LedgerCommon):
    """Sales count in the currency of the company; pay is in the one of the plan, at the rate of the last day."""

    def setUp(self):
        super().setUp()
        self.coin = self.currency("TST", ("2026-01-01", 2), ("2026-01-31", 4), ("2026-02-10", 5))

    def test_pay_in_another_currency_takes_the_rate_of_the_last_day(self):
        """5 % of 1,000 is 50, × 4 = 200 in January; the second 1,000 at 5: 500 − 250 = 250."""
        self.put(self.hunter, FLAT, currency_id=self.coin.id)
        self.sell(day(1), 1000)
        run = self.settle(1)
        self.assert_amounts(run, self.hunter, 200)
        self.assertEqual(self.statement(run, self.hunter).rate, 4)
        self.sell(day(2), 1000)
        self.assert_amounts(self.compute(2), self.hunter, 250)

    def test_amounts_of_a_plan_are_in_its_own_currency(self):
        """Salary 900, bonus 300, draw 5,000 and 2 × 100 for each: none of them is exchanged."""
        bonus = {"kind": "bonus", "amount": 300, "window": "month"}
        draw = {"kind": "draw", "amount": 5000}
        plan = self.put(
            self.hunter, EACH, bonus, {"kind": "salary"}, draw, salary=900, currency_id=self.coin.id
        )
        self.assertEqual(plan.component_ids.currency_id, self.coin)
        self.count("contract", self.hunter, day(1, 5), day(1, 6))
        run = self.compute(1)
        self.assertEqual(
            self.told(run, self.hunter),
            [
                ("commission", 100),
                ("commission", 100),
                ("salary", 900),
                ("bonus", 300),
                ("draw", 4500),
            ],
        )
        self.assert_payable(run, self.hunter, 5900)

    def test_what_was_paid_goes_back_as_it_was_paid(self):
        """200 at the rate of January, whatever the rate is now."""
        self.put(
            self.hunter, FLAT | {"window": "month"}, currency_id=self.coin.id, clawback_floor=0
        )
        sale = self.sell(day(1), 1000)
        self.settle(1)
        self.reverse(sale, day(2))
        self.sell(day(2), 4000)
        self.assert_amounts(self.compute(2), self.hunter, 1000, -200)

    def test_no_rate_is_told_and_not_approved(self):
        """Nothing is guessed, and once the rate is there the same month is computed anew."""
        dark = self.env["res.currency"].create({"name": "DRK", "symbol": "D", "rounding": 0.01})
        self.put(self.hunter, FLAT, {"kind": "salary"}, salary=900, currency_id=dark.id)
        self.sell(day(1), 1000)
        run = self.compute(1)
        statement = self.statement(run, self.hunter)
        self.assertIn("no rate", statement.problem)
        self.assert_amounts(run, self.hunter, 0, 900)
        with self.assertRaisesRegex(Exception, "no rate"):
            statement.with_user(self.owner)._approve()
        self.rate(dark, "2026-01-01", 3)
        self.settle(1)
        self.assertFalse(statement.problem)
        self.assert_amounts(run, self.hunter, 150, 900)

    def test_pay_is_rounded_to_the_coin_of_its_currency(self):
        """A currency without small coins: 5 % of 33.33 × 100 = 166.65 → 167, then 333.3 → 333 − 167."""
        yen = self.currency("YYY", ("2026-01-01", 100))
        yen.rounding = 1
        self.put(self.hunter, FLAT, currency_id=yen.id)
        self.sell(day(1, 5), 33.33)
        self.sell(day(1, 6), 33.33)
        self.assert_amounts(self.compute(1), self.hunter, 167, 166)

    def test_a_person_paid_in_two_currencies_has_two_statements(self):
        """Until the 10th in the currency of the company, then in the other one: nothing is added up across."""
        self.put(self.hunter, FLAT, {"kind": "salary"}, salary=310, until=day(1, 10))
        self.put(
            self.hunter,
            FLAT,
            {"kind": "salary"},
            salary=620,
            since=day(1, 11),
            currency_id=self.coin.id,
        )
        self.sell(day(1, 5), 1000)
        self.sell(day(1, 20), 1000)
        run = self.compute(1)
        self.assertEqual(
            {
                statement.currency_id: statement.payable
                for statement in self.statement(run, self.hunter)
            },
            {self.company.currency_id: 150, self.coin: 620},
        )

    def test_a_deduction_lowers_the_bonus_of_its_own_currency(self):
        """The bonus of the second plan is no matter of the fines of the first."""
        fine = {"kind": "deduction", "metric": "breach_confirmed", "unit": "fixed", "amount": 50}
        bonus = {"kind": "bonus", "amount": 310, "window": "month"}
        self.put(self.hunter, fine | {"window": "month"}, until=day(1, 10))
        self.put(self.hunter, bonus, since=day(1, 11), currency_id=self.coin.id)
        self.count("breach_confirmed", self.hunter, day(1, 5))
        self.assertEqual(self.told(self.compute(1), self.hunter), [("bonus", 210)])


@tagged("post_install", "-at_install")
class TestPayCompanies(PayWords):
    """Two companies are two worlds, whoever works for both."""

    def setUp(self):
        super().setUp()
        self.away = self.env["res.company"].create({"name": "Away", "conveyor_tz": "UTC"})
        self.both = new_test_user(
            self.env,
            "t_both",
            groups="sales_team.group_sale_salesman",
            company_id=self.company.id,
            company_ids=[Command.set((self.company | self.away).ids)],
        )

    def test_facts_plans_and_statements_are_never_mixed(self):
        """5 % of 1,000 here, 10 % of 500 there; each window counts its own sales."""
        self.put(self.both, FLAT)
        self.put(self.both, FLAT | {"tiers": [(0, 0.1)]}, company_id=self.away.id)
        self.sell(day(1), 1000, self.both)
        self.sell(day(1), 500, self.both, company_id=self.away.id, team_id=None)
        here = self.compute(1)
        there = self.env["motivation.run"].create(
            {"first_on": day(1, 1), "company_id": self.away.id}
        )
        there.action_compute()
        self.assert_amounts(here, self.both, 50)
        self.assert_amounts(there, self.both, 50)
        self.assertEqual(there.statement_ids.company_id, self.away)
        self.assertEqual(there.statement_ids.line_ids.mapped("base"), [500])

    def test_a_month_of_one_company_waits_for_no_other(self):
        self.put(self.both, FLAT, company_id=self.away.id)
        there = self.env["motivation.run"].create(
            {"first_on": day(1, 1), "company_id": self.away.id}
        )
        there.action_compute()
        self.put(self.hunter, FLAT)
        self.assertFalse(self.compute(2).statement_ids.filtered("problem"))

    def test_seals_are_a_chain_of_each_company(self):
        self.put(self.both, FLAT)
        self.put(self.both, FLAT, company_id=self.away.id)
        here = self.settle(1)
        there = self.env["motivation.run"].create(
            {"first_on": day(1, 1), "company_id": self.away.id}
        )
        there.action_compute()
        there.statement_ids.with_user(self.owner).sudo()._approve()
        self.assertEqual((here.statement_ids.number, there.statement_ids.number), (1, 1))
        for company in (self.company, self.away):
            self.assertFalse(self.env["motivation.statement"]._find_broken(company))

    def test_a_ramp_of_another_company_makes_no_target_lighter_here(self):
        """He begins there and has been here for long: the target here is whole."""
        self.company.conveyor_ramp_share = 0.5
        there = self.env["crm.team"].create({"name": "Away", "company_id": self.away.id})
        self.env["crm.team.member"].create(
            {"user_id": self.both.id, "crm_team_id": there.id, "ramp_until_on": day(12, 31)}
        )
        self.put(self.both, FLAT | {"tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.06)]})
        self.aim("money_in", self.both, 100, 100, 100)
        self.sell(day(1), 1, self.both)
        run = self.compute(1)
        self.assertEqual(self.statement(run, self.both).line_ids.target, 300)
