from datetime import date

from odoo.tests import tagged

from .pay import PayCommon

PARTS = (
    {"kind": "commission", "metric": "money_in", "credit": "hunter", "share": 0.7},
    {"kind": "commission", "metric": "money_in", "credit": "scout", "share": 0.3},
)
TIERS = [(0, 0.03), (1000, 0.04), (3000, 0.05), (9000, 0.06)]
BUDGET = 15


@tagged("post_install", "-at_install")
class TestPayPerformance(PayCommon):
    """The number of statements that pay takes is the same for a few people and for many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("sales_team.group_sale_salesman").id
        users = cls.env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
        cls.people = users.create(
            [
                {"name": f"Paid {n}", "login": f"paid_{n}", "group_ids": [(4, group)]}
                for n in range(60)
            ]
        )
        sellers = cls.plan(*({**part, "tiers": TIERS} for part in PARTS))
        cls.sellers = sellers
        leaders = cls.plan(
            {"kind": "override", "metric": "money_in", "credit": "team", "tiers": [(0, 0.01)]}
        )
        cls.pay_by(cls.owner, leaders, team_ids=[(6, 0, cls.team.ids)])

    def join(self, first, last):
        """Some people more are paid, each of them for three sales."""
        people = self.people[first:last]
        for number, user in enumerate(people):
            self.pay_by(user, self.sellers)
            for day in (5, 6, 7):
                self.fact(
                    "money_in", date(2026, 1, day), user, amount=900,
                    hunter_id=user.id, scout_id=people[number - 1].id,
                )  # fmt: skip

    def count(self, deed):
        """Statements of a deed done for the second time: what every worker keeps in mind is there."""
        deed()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        deed()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_run_of_many_takes_the_statements_of_a_run_of_few(self):
        self.join(0, 5)
        run = self.compute(1)
        few = self.count(run._compute)
        self.join(5, 60)
        many = self.count(run._compute)
        self.assertEqual(len(run.statement_ids), 61)
        self.assert_amounts(run, self.people[30], 18.9, 21.5, 25.2, 8.1, 8.1, 8.1)
        self.assertEqual(few, many)
        self.assertLessEqual(many, BUDGET)

    def test_a_look_at_ones_pay_takes_as_many_statements_whoever_else_is_paid(self):
        self.join(0, 5)
        mine = self.env["motivation.my.pay"].with_user(self.people[0])
        few = self.count(mine.get_my_pay)
        self.join(5, 60)
        self.assertEqual(few, self.count(mine.get_my_pay))
