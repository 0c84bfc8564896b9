from psycopg2 import DatabaseError
from psycopg2.errors import (
    ExclusionViolation,
    ForeignKeyViolation,
    NotNullViolation,
    UniqueViolation,
)

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .pay_words import FLAT, PayWords, day


@tagged("post_install", "-at_install")
class TestPayInput(PayWords):
    """A broken rule is refused when it is saved or approved, in words, and never on payday."""

    def refused(self, words, *components, by=(ValidationError, UserError)):
        """A plan of these components is not accepted."""
        refused = self.assertRaisesRegex(by, words)
        with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
            self.plan(*components)
            self.env.flush_all()

    # === CURVES === #

    def test_tiers_have_no_gap(self):
        """From 100 on 5 %: and below?"""
        self.refused("begins at 0", FLAT | {"tiers": [(100, 0.05)]})
        self.refused("has no rate", FLAT | {"tiers": []})

    def test_tiers_do_not_overlap(self):
        self.refused("unique_start", FLAT | {"tiers": [(0, 0.05), (0, 0.07)]}, by=UniqueViolation)

    def test_a_gap_that_comes_later_is_found_too(self):
        """The first tier is deleted, moved, or its rate changed, by its own form."""
        for words, deed in (
            ("begins at 0", lambda tier: tier.unlink()),
            ("begins at 0", lambda tier: setattr(tier, "start", 5)),
            ("at most 100", lambda tier: setattr(tier, "rate", 10)),
        ):
            plan = self.plan(FLAT | {"tiers": [(0, 0.03), (100, 0.05)]}, approve=False)
            with self.assertRaisesRegex((ValidationError, UserError), words), self.cr.savepoint():
                deed(plan.component_ids.tier_ids[0])
                plan._approve()

    def test_a_rate_of_a_thousand_percent_is_refused(self):
        self.refused("at most 100", FLAT | {"tiers": [(0, 10)]})

    def test_numbers_that_are_none_are_refused(self):
        """NaN and infinity pass many a comparison; nothing of pay is below 0."""
        odd = (ValidationError, UserError, ValueError, OverflowError, DatabaseError)
        for number in (float("nan"), float("inf"), -0.01):
            self.refused("", FLAT | {"tiers": [(0, number)]}, by=odd)
            self.refused("", FLAT | {"tiers": [(0, 0.1), (number, 0.2)]}, by=odd)
            self.refused("", FLAT | {"share": number}, by=odd)
            self.refused("", {"kind": "bonus", "amount": number}, by=odd)

    def test_a_last_rate_of_nothing_is_a_wall(self):
        self.refused("wall", FLAT | {"tiers": [(0, 0.05), (1000, 0)]})

    # === METRICS === #

    def test_a_component_has_a_metric(self):
        self.refused("needs a metric", {"kind": "commission", "tiers": [(0, 0.05)]})
        self.refused("needs a metric", {"kind": "deduction", "amount": 5})

    def test_a_metric_that_does_not_exist_is_refused(self):
        refused = self.assertRaises(ForeignKeyViolation)
        with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
            self.plan({"kind": "commission", "metric_id": 10**8, "tiers": [(0, 0.05)]})
            self.env.flush_all()

    def test_a_metric_that_does_not_add_up_pays_nothing_fact_by_fact(self):
        """A ratio, a level, a middle: there is no fact to be paid for."""
        for metric in ("win_rate", "deals_in_work", "days_to_close"):
            self.refused("no sum of facts", {"metric": metric, "unit": "each", "tiers": [(0, 5)]})

    def test_a_share_is_paid_of_money_and_money_for_each_of_numbers(self):
        self.refused("a share of it", FLAT | {"metric": "contract"})
        self.refused("a share of it", FLAT | {"unit": "each"})

    def test_a_gate_waits_for_nothing_that_has_no_sum(self):
        gate = {"metric_id": "days_to_close", "goal": 1}
        self.refused("cannot wait", FLAT | {"gates": [gate]})
        self.refused(
            "has no target",
            FLAT | {"gates": [gate | {"metric_id": "win_rate", "kind": "attainment"}]},
        )

    def test_a_pool_makes_the_whole(self):
        """20 % and 50 % are not all of it; with 30 % more they are."""
        pool = self.env["motivation.pay.pool"].create({"name": "Sale"})
        parts = [FLAT | {"share": share, "pool_id": pool.id} for share in (0.2, 0.5, 0.3)]
        self.refused("make 70", *parts[:2])
        self.assertEqual(self.plan(*parts).state, "approved")

    # === PEOPLE === #

    def test_a_person_has_one_plan_at_a_time(self):
        """Nor on one day only; the day after is free."""
        plan = self.put(self.hunter, FLAT, until=day(3, 31))
        for since, until in ((day(3, 31), None), (day(1, 5), day(1, 5)), (day(1, 1), None)):
            refused = self.assertRaises(ExclusionViolation)
            with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
                self.pay_by(self.hunter, plan, since=since, date_to_on=until)
                self.env.flush_all()
        self.pay_by(self.hunter, plan, since=day(4, 1))
        self.pay_by(self.hunter2, plan, since=day(1, 1))

    def test_settled_days_are_not_assigned_anew(self):
        """Neither by a new assignment, nor by moving, ending or deleting the old one."""
        plan = self.put(self.hunter, FLAT)
        self.sell(day(1), 1000)
        self.settle(1)
        assignment = self.env["motivation.pay.assignment"].search(
            [("user_id", "=", self.hunter.id)]
        )
        for deed in (
            lambda: self.pay_by(self.hunter2, plan, since=day(1, 31)),
            lambda: assignment.write({"date_from_on": day(2, 1)}),
            lambda: assignment.write({"date_to_on": day(1, 30)}),
            lambda: assignment.write({"salary": 5}),
            lambda: assignment.write({"team_ids": [Command.set(self.team.ids)]}),
            assignment.unlink,
        ):
            with self.assertRaisesRegex(UserError, "settled"), self.cr.savepoint():
                deed()
        assignment.date_to_on = day(1, 31)
        assignment.flush_recordset()  # one after the other
        self.pay_by(self.hunter, plan, since=day(2, 1))

    def test_an_approved_plan_is_read_only(self):
        """What somebody is paid by is what was approved."""
        plan = self.plan(FLAT | {"gates": [{"metric_id": "call", "goal": 1}]})
        component = plan.component_ids
        for deed in (
            lambda: plan.write({"clawback_days": 5}),
            lambda: component.write({"share": 0.5}),
            component.unlink,
            lambda: component.copy({"plan_id": plan.id}),
            lambda: component.tier_ids.write({"rate": 0.5}),
            component.gate_ids.unlink,
        ):
            with self.assertRaisesRegex(UserError, "stays as it is|version"), self.cr.savepoint():
                deed()

    def test_a_fact_without_a_person_does_not_exist(self):
        """The ledger itself refuses it, so nobody has to guess whom it pays."""
        sale = self.sell(day(1), 1000)
        query = SQL("UPDATE conveyor_fact SET user_id = NULL WHERE id = %s", sale.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation), self.cr.savepoint():
            self.cr.execute(query)

    def test_a_sale_of_nobody_in_the_part_pays_nobody(self):
        """No scout, no farmer: their components find nothing, and nobody else gets it."""
        self.put(self.scout, FLAT | {"credit": "scout"})
        self.put(self.farmer, FLAT | {"credit": "farmer"})
        self.sell(day(1), 1000)
        run = self.compute(1)
        self.assert_amounts(run, self.scout)
        self.assert_amounts(run, self.farmer)
