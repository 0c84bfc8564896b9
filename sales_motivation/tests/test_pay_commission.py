from odoo.tests import tagged

from .pay_words import FLAT, TWO_RATES, PayWords, day


@tagged("post_install", "-at_install")
class TestPayCommission(PayWords):
    """A commission pays each fact by the curve of its window, to the kopeck."""

    def test_each_contract_pays_its_money(self):
        """3 contracts × 500 = 1,500."""
        self.put(self.hunter, {"metric": "contract", "unit": "each", "tiers": [(0, 500)]})
        self.count("contract", self.hunter, day(1, 5), day(1, 6), day(1, 7))
        self.assert_amounts(self.compute(1), self.hunter, 500, 500, 500)

    def test_number_of_sales_has_tiers_too(self):
        """2 × 500 + 2 × 800 = 2,600."""
        tiers = [(0, 500), (2, 800)]
        self.put(self.hunter, {"metric": "contract", "unit": "each", "tiers": tiers})
        self.count("contract", self.hunter, *[day(1, number) for number in (5, 6, 7, 8)])
        self.assert_amounts(self.compute(1), self.hunter, 500, 500, 800, 800)

    def test_one_sale_over_a_border_is_paid_in_parts(self):
        """250,000: 100,000 × 3 % + 150,000 × 5 % = 3,000 + 7,500."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1), 250000)
        self.assert_amounts(self.compute(1), self.hunter, 10500)

    def test_lines_are_rounded_so_that_they_make_the_whole(self):
        """3 × 33.33 at 3.33 %: F = 1.1099, 2.2198, 3.3297, rounded 1.11, 2.22, 3.33."""
        self.put(self.hunter, FLAT | {"tiers": [(0, 0.0333)]})
        for number in (5, 6, 7):
            self.sell(day(1, number), 33.33)
        self.assert_amounts(self.compute(1), self.hunter, 1.11, 1.11, 1.11)

    def test_a_kopeck_is_neither_lost_nor_made(self):
        """7 × 0.10 at 5 %: F grows by 0.005; half a kopeck rounds up: 0.01, 0, 0.01, 0, 0.01, 0, 0.01."""
        self.put(self.hunter, FLAT)
        for number in range(5, 12):
            self.sell(day(1, number), 0.10)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 0.01, 0, 0.01, 0, 0.01, 0, 0.01)
        self.assert_payable(run, self.hunter, 0.04)

    def test_a_lower_last_rate_is_a_soft_cap(self):
        """150,000 × 5 % + 50,000 × 1 % = 7,500 + 500."""
        self.put(self.hunter, FLAT | {"tiers": [(0, 0.05), (150000, 0.01)]})
        self.sell(day(1), 200000)
        self.assert_amounts(self.compute(1), self.hunter, 8000)

    # === WINDOWS === #

    def test_a_window_of_a_month_begins_anew_each_month(self):
        """90,000 × 3 % twice: the second month knows nothing of the first."""
        self.put(self.hunter, TWO_RATES | {"window": "month"})
        self.sell(day(1), 90000)
        self.sell(day(2), 90000)
        self.assert_amounts(self.settle(1), self.hunter, 2700)
        self.assert_amounts(self.compute(2), self.hunter, 2700)

    def test_a_window_of_a_year_goes_on_through_its_quarters(self):
        """90,000 × 3 % = 2,700; April: 10,000 × 3 % + 80,000 × 5 % = 4,300."""
        self.put(self.hunter, TWO_RATES | {"window": "year"})
        self.sell(day(1), 90000)
        self.sell(day(4), 90000)
        self.assert_amounts(self.settle_until(3), self.hunter)
        self.assert_amounts(self.compute(4), self.hunter, 4300)

    # === WHOSE FACTS === #

    def test_scout_hunter_and_farmer_share_one_amount(self):
        """100,000 × 10 % = 10,000, of which 20 %, 50 % and 30 %: 2,000 + 5,000 + 3,000."""
        pool = self.env["motivation.pay.pool"].create({"name": "Sale"})
        shares = {self.scout: ("scout", 0.2), self.hunter: ("hunter", 0.5)}
        plans = {}
        for user, (credit, share) in {**shares, self.farmer: ("farmer", 0.3)}.items():
            values = {"credit": credit, "share": share, "pool_id": pool.id, "tiers": [(0, 0.1)]}
            plans[user] = self.plan(FLAT | values, approve=False)
        for user, plan in plans.items():
            plan._approve()
            self.pay_by(user, plan)
        people = {f"{role}_id": getattr(self, role).id for role in ("scout", "hunter", "farmer")}
        self.sell(day(1), 100000, self.farmer2, **people)
        run = self.compute(1)
        for user, amount in zip(plans, (2000, 5000, 3000), strict=True):
            self.assert_amounts(run, user, amount)
        self.assertFalse(self.statement(run, self.farmer2))

    def test_a_person_who_is_scout_and_hunter_of_a_card_has_both_shares(self):
        """100,000 × 20 % × 10 % + 100,000 × 50 % × 10 % = 2,000 + 5,000."""
        parts = (("scout", 0.2), ("hunter", 0.5))
        self.put(
            self.hunter,
            *(FLAT | {"credit": c, "share": s, "tiers": [(0, 0.1)]} for c, s in parts),
        )
        people = {"scout_id": self.hunter.id, "hunter_id": self.hunter.id}
        self.sell(day(1), 100000, self.farmer, **people)
        self.assert_amounts(self.compute(1), self.hunter, 2000, 5000)

    def test_an_override_pays_on_the_team_and_not_on_own_sales(self):
        """(100,000 + 50,000) × 1 %; what the leader sold himself, 70,000, is not his team's."""
        self.put(self.leader, _override(), teams=self.team)
        self.sell(day(1, 5), 100000)
        self.sell(day(1, 6), 70000, self.leader)
        self.sell(day(1, 7), 50000, self.hunter2)
        self.sell(day(1, 8), 900000, self.stranger, team_id=self.stock_team.id)
        self.assert_amounts(self.compute(1), self.leader, 1000, 500)

    def test_an_override_of_all_teams_where_none_is_named(self):
        """(100,000 + 900,000) × 1 %."""
        self.put(self.head, _override())
        self.sell(day(1, 5), 100000)
        self.sell(day(1, 8), 900000, self.stranger, team_id=self.stock_team.id)
        self.sell(day(1, 9), 10000, self.stranger, team_id=None)
        self.assert_amounts(self.compute(1), self.head, 1000, 9000, 100)

    def test_a_person_who_moves_takes_no_sale_along(self):
        """Before the move 100,000 × 1 % for the team left, after it 60,000 × 1 % for the team entered."""
        self.put(self.leader, _override(), teams=self.team)
        self.put(self.head, _override(), teams=self.stock_team)
        self.sell(day(1, 5), 100000)
        self.sell(day(1, 20), 60000, team_id=self.stock_team.id)
        run = self.compute(1)
        self.assert_amounts(run, self.leader, 1000)
        self.assert_amounts(run, self.head, 600)

    # === ATTAINMENT === #

    def test_tiers_by_attainment_begin_at_shares_of_the_target(self):
        """Target of the quarter 300,000: up to 240,000 3 %, above 6 %: 7,200 + 60,000 × 6 % = 3,600."""
        self.put(self.hunter, _by_attainment())
        self.aim("money_in", self.hunter, 100000, 100000, 100000)
        self.sell(day(1, 5), 240000)
        self.sell(day(1, 6), 60000)
        self.assert_amounts(self.compute(1), self.hunter, 7200, 3600)

    def test_a_joiner_has_the_target_of_his_days(self):
        """From 16 February: 13 of 28 days of 140,000 and March 100,000: 165,000, 80 % of it is 132,000.

        150,000: 132,000 × 3 % + 18,000 × 6 % = 3,960 + 1,080 = 5,040.
        """
        self.put(self.hunter, _by_attainment(), since=day(2, 16))
        self.aim("money_in", self.hunter, 100000, 140000, 100000)
        self.sell(day(2, 20), 150000)
        run = self.compute(2)
        self.assert_amounts(run, self.hunter, 5040)
        self.assertEqual(self.statement(run, self.hunter).line_ids.target, 165000)

    def test_a_ramp_makes_the_target_lighter(self):
        """January on the ramp counts by half: 50,000 + 100,000 + 100,000 = 250,000, 80 % of it is 200,000."""
        self.company.conveyor_ramp_share = 0.5
        self.hunter.crm_team_member_ids.ramp_until_on = day(1, 31)
        self.put(self.hunter, _by_attainment())
        self.aim("money_in", self.hunter, 100000, 100000, 100000)
        self.sell(day(1, 5), 210000)
        self.assert_amounts(self.compute(1), self.hunter, 6600)

    def test_a_ramp_that_ends_within_a_month_counts_by_its_days(self):
        """10 of 31 days by half: 310,000 − 10 × 10,000 × 50 % = 260,000 of a month."""
        self.company.conveyor_ramp_share = 0.5
        self.hunter.crm_team_member_ids.ramp_until_on = day(1, 10)
        self.put(self.hunter, _by_attainment() | {"window": "month"})
        self.aim("money_in", self.hunter, 310000)
        self.sell(day(1, 5), 1000)
        run = self.compute(1)
        self.assertEqual(self.statement(run, self.hunter).line_ids.target, 260000)

    def test_no_target_is_told_and_not_approved(self):
        """Money of the first rate is nobody's guess: somebody sets the target, or the statement waits."""
        self.put(self.hunter, _by_attainment())
        self.sell(day(1, 5), 1000)
        run = self.compute(1)
        self.assertIn("has no target", self.statement(run, self.hunter).problem)
        with self.assertRaisesRegex(Exception, "has no target"):
            run.statement_ids.with_user(self.owner)._approve()


def _override():
    return {"kind": "override", "credit": "team", "metric": "money_in", "tiers": [(0, 0.01)]}


def _by_attainment():
    return FLAT | {"tier_on": "attainment", "tiers": [(0, 0.03), (0.8, 0.06)]}
