from datetime import date, datetime

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

MEASURES = ["quantity:sum", "amount:sum"]


@department
class TestFactAdding(LedgerCommon):
    """Facts add up plainly where no level is among them, and to the same figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([("user_id", "in", cls.hunter.ids)]).unlink()
        with at_instant(cls.env, datetime(2026, 3, 9, 9)):
            cls.card(cls, name="A", owner=cls.hunter, expected_revenue=100).action_set_won()
            cls.card(cls, name="B", owner=cls.hunter, expected_revenue=30)
        cls.env["conveyor.fact"]._book_levels(cls.env.company, date(2026, 3, 30))
        cls.env["conveyor.fact"]._book_levels(cls.env.company, date(2026, 3, 31))
        cls.own = [("user_id", "=", cls.hunter.id), ("happened_on", ">=", "2026-03-01")]
        cls.won, cls.level = map(cls.env["conveyor.metric"]._get, ("deal_won", "deals_in_work"))

    def total(self, *conditions, groupby=(), env=None):
        """Sums of the hunter's facts, and whether PostgreSQL was asked for the last day of levels."""
        facts = (env or self.env)["conveyor.fact"]
        with self.statements("conveyor_last(") as asked:
            groups = facts._read_group([*self.own, *conditions], groupby, MEASURES)
        return groups, bool(asked)

    def test_question_without_levels_is_a_plain_sum(self):
        for condition in (
            ("metric_id", "=", self.won.id),
            ("metric_id.code", "=", "deal_won"),
            ("metric_id", "in", [self.won.id, 0]),
        ):
            self.assertEqual(self.total(condition), ([(1, 100)], False), condition)
        for condition in (("is_level", "=", False), ("is_level", "!=", True)):
            groups, asked = self.total(condition, groupby=["metric_id"])
            self.assertIn((self.won, 1, 100), groups)
            self.assertFalse(asked)

    def test_levels_are_of_the_last_day_whatever_stands_beside_them(self):
        for condition in (
            ("metric_id", "=", self.level.id),
            ("metric_id", "!=", self.won.id),
            ("is_level", "=", True),
            ("id", "!=", 0),
        ):
            groups, asked = self.total(condition, groupby=["metric_id"])
            self.assertIn((self.level, 1, False), groups, condition)
            self.assertTrue(asked)
        either = ["|", ("metric_id", "=", self.level.id), ("metric_id", "=", self.won.id)]
        groups, asked = self.total(*either, groupby=["metric_id"])
        self.assertEqual(groups, [(self.won, 1, 100), (self.level, 1, False)])
        self.assertTrue(asked)

    def test_records_of_a_plain_sum_ask_for_levels_again(self):
        [(person, *_sums)] = self.total(("metric_id", "=", self.won.id), groupby=["user_id"])[0]
        groups, asked = self.total(("metric_id", "=", self.level.id), env=person.env)
        self.assertEqual((groups, asked), ([(1, False)], True))

    def test_nobody_asks_for_plain_sums_of_levels_over_rpc(self):
        forged = self.env(context={**self.env.context, "conveyor_levels": True})
        groups, asked = self.total(("metric_id", "=", self.level.id), env=forged)
        self.assertEqual((groups, asked), ([(1, False)], True))

    def test_pivot_adds_up_both_in_every_corner(self):
        levels = [[], ["metric_id"], ["metric_id", "happened_on:month"]]
        facts = self.env["conveyor.fact"]
        total, metrics, months = facts._read_grouping_sets(self.own, levels, MEASURES)
        self.assertEqual(total, [(False, False)])
        self.assertIn((self.level, 1, False), metrics)
        self.assertIn((self.won, date(2026, 3, 1), 1, 100), months)
        plain = facts._read_grouping_sets([*self.own, ("is_level", "=", False)], levels, MEASURES)
        self.assertEqual(plain[1], [row for row in metrics if row[0].aggregation != "last"])
