from datetime import datetime, time

from odoo.tests import tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import PayWords, day

TWO_RATES = {
    "kind": "commission",
    "name": "Commission",
    "metric": "money_in",
    "tiers": [(0, 0.03), (100000, 0.05)],
}
SALARY = {"kind": "salary", "name": "Salary"}


class MyPayCommon(PayWords):
    """Words for the screen of a person: what it shows on a day."""

    def look(self, on, user=None, by=None, **values):
        """My pay on a day at noon."""
        pay = self.env["motivation.my.pay"].with_user(by or user or self.hunter)
        self.env.flush_all()
        with at_instant(self.env, datetime.combine(on, time(12))):
            return pay.get_my_pay(user_id=by and (user or self.hunter).id, **values)

    def lines(self, on, group, user=None):
        pay = self.env["motivation.my.pay"].with_user(user or self.hunter)
        self.env.flush_all()
        with at_instant(self.env, datetime.combine(on, time(12))):
            return pay.get_my_lines(group["component_id"], group["kind"])

    def group(self, pay, name):
        return next(group for group in pay["groups"] if group["name"] == name)


@tagged("post_install", "-at_install")
class TestMyPay(MyPayCommon):
    """What a person sees of the month that is running: exactly what a pay run would find today."""

    # === SO FAR === #

    def test_every_sale_counts_at_once(self):
        self.put(self.hunter, SALARY, TWO_RATES, salary=60000)
        self.sell(day(1, 5), 90000, reference="INV/1")
        self.sell(day(1, 6), 20000, reference="INV/2")
        pay = self.look(day(1, 10))
        self.assertEqual(
            pay["totals"], {"salary": 60000, "earned": 3500, "payable": 63500, "held": 0}
        )
        group = self.group(pay, "Commission")
        self.assertEqual((group["amount"], group["count"]), (3500, 2))
        words = [line["words"].replace("\xa0", " ") for line in self.lines(day(1, 10), group)]
        self.assertRegex(words[1], "10,000.* × 3 % .* 10,000.* × 5 % — Money in, INV/2")

    def test_the_next_tier_tells_what_is_missing(self):
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        progress = self.group(self.look(day(1, 10)), "Commission")["progress"]
        self.assertIn("10,000", progress["next"]["missing"])
        self.assertEqual(progress["next"]["rate"].replace("\xa0", " "), "5 %")
        self.assertAlmostEqual(progress["share"], 0.9)
        self.sell(day(1, 6), 20000)
        self.assertFalse(self.group(self.look(day(1, 10)), "Commission")["progress"]["next"])

    def test_a_window_goes_on_from_settled_months(self):
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        self.settle(1)
        pay = self.look(day(2, 3))
        self.assertEqual(pay["totals"]["payable"], 0)
        self.assertIn("10,000", self.group(pay, "Commission")["progress"]["next"]["missing"])
        self.sell(day(2, 6), 20000)
        self.assertEqual(self.look(day(2, 10))["totals"]["payable"], 800)
        self.assertEqual([one["payable"] for one in pay["statements"]], [2700])

    def test_months_that_nobody_has_computed_yet_count_in_their_window(self):
        """January was never computed; February goes on from it all the same."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1, 5), 90000)
        self.sell(day(2, 6), 20000)
        pay = self.look(day(2, 10))
        self.assertEqual(pay["totals"]["payable"], 800)
        self.assertEqual(pay["earlier"], [{"month": day(1, 1), "amount": 2700}])
        with self.subTest("computed, but not approved"):
            self.compute(1)
            pay = self.look(day(2, 10))
            self.assertEqual((pay["totals"]["payable"], pay["earlier"]), (800, []))

    def test_held_money_tells_its_condition(self):
        gate = {"metric_id": "meeting_held", "goal": 3}
        self.put(self.hunter, TWO_RATES | {"gates": [gate]})
        self.count("meeting_held", self.hunter, day(1, 5))
        self.sell(day(1, 7), 20000)
        pay = self.look(day(1, 10))
        self.assertEqual((pay["totals"]["held"], pay["totals"]["payable"]), (600, 0))
        self.assertEqual(pay["totals"]["earned"], 600)
        [told] = pay["gates"]
        self.assertEqual(told["words"], "“Meetings held” is 1, at least 3 is needed")
        group = self.group(pay, "Commission")
        self.assertEqual(group["note"], told["words"])
        [line] = self.lines(day(1, 10), group)
        self.assertEqual((line["amount"], line["held"]), (0, 600))
        self.count("meeting_held", self.hunter, day(1, 8), day(1, 9))
        self.assertEqual(self.look(day(1, 10))["totals"]["payable"], 600)

    def test_a_person_without_a_plan_sees_so(self):
        pay = self.look(day(1, 10))
        self.assertFalse(pay["has_plan"])
        self.put(self.hunter, TWO_RATES, since=day(2, 1))
        self.assertFalse(self.look(day(1, 10))["has_plan"])

    # === THE SAME AS A RUN === #

    def assert_as_run(self, month, user=None, year=2026):
        """On the last day of a month the screen shows what the run pays."""
        user = user or self.hunter
        last = day(month, {1: 31, 2: 28, 3: 31, 4: 30}[month])
        pay = self.look(last, user)
        statement = self.statement(self.compute(month), user)
        self.assertEqual(pay["totals"]["payable"], round(statement.payable, 2))
        self.assertEqual(pay["totals"]["held"], round(statement.held, 2))
        groups = {}
        for group in statement.get_groups():
            groups[group["kind"], group["name"]] = (group["amount"], group["held"])
        shown = {
            (group["kind"], group["name"]): (group["amount"], group["held"])
            for group in pay["groups"]
            if group["count"]
        }
        self.assertEqual(shown, groups)

    def test_a_month_of_everything_ends_as_its_run(self):
        bonus = {
            "kind": "bonus", "name": "Bonus", "metric": "money_in", "amount": 10000, "unit": "fixed",
            "tier_on": "attainment", "tiers": [(0, 0.5), (1, 2)],
        }  # fmt: skip
        less = {
            "kind": "deduction",
            "name": "Breaches",
            "metric": "breach_confirmed",
            "amount": 500,
        }
        draw = {"kind": "draw", "name": "Draw", "amount": 40000}
        self.put(self.hunter, SALARY, TWO_RATES, bonus, less, draw, salary=60000)
        self.aim("money_in", self.hunter, 50000, 50000, 50000)
        self.count("breach_confirmed", self.hunter, day(1, 9), day(3, 9))
        sale = self.sell(day(1, 5), 90000)
        self.sell(day(1, 6), 20000)
        self.assert_as_run(1)
        self.settle(1)
        self.reverse(sale, day(2, 5), amount=-30000, quantity=0)
        self.adjust(-1200, 2)
        self.assert_as_run(2)
        self.settle(2)
        self.sell(day(3, 5), 777.77)
        self.sell(day(2, 27), 300, booked="2026-03-10 12:00:00")
        self.assert_as_run(3)
        self.settle(3)
        self.reverse(sale, day(4, 5), amount=-60000, quantity=0)
        self.sell(day(4, 7), 1000)
        self.assert_as_run(4)

    def test_gates_release_as_in_a_run(self):
        gate = {"metric_id": "meeting_held", "goal": 2}
        self.put(self.hunter, TWO_RATES | {"gates": [gate]})
        self.sell(day(1, 7), 20000)
        self.assert_as_run(1)
        self.settle(1)
        self.count("meeting_held", self.hunter, day(2, 5), day(2, 6))
        self.sell(day(2, 7), 1000)
        self.assert_as_run(2)

    def test_a_month_in_parts_ends_as_its_run(self):
        self.put(self.hunter, SALARY, TWO_RATES, since=day(1, 1), until=day(1, 20), salary=50000)
        self.put(
            self.hunter, SALARY, TWO_RATES | {"window": "month"}, {"kind": "draw", "amount": 9000},
            since=day(1, 21), salary=61000,
        )  # fmt: skip
        self.sell(day(1, 5), 90000)
        self.sell(day(1, 25), 70000)
        self.assert_as_run(1)

    def test_shares_of_several_people_end_as_their_runs(self):
        self.put(self.scout, TWO_RATES | {"credit": "scout", "share": 0.4})
        self.put(self.farmer, TWO_RATES | {"credit": "farmer", "share": 0.6, "window": "year"})
        self.put(self.leader, TWO_RATES | {"kind": "override", "credit": "team"}, teams=self.team)
        for number in (5, 6, 7):
            self.sell(day(1, number), 33333.33, scout_id=self.scout.id, farmer_id=self.farmer.id)
        for user in (self.scout, self.farmer, self.leader):
            with self.subTest(user=user.name):
                self.assert_as_run(1, user)

    def test_a_refund_matched_by_hand_shows_at_once(self):
        self.put(self.hunter, TWO_RATES | {"window": "month"})
        sale = self.sell(day(1, 5), 1000, partner_id=self.client.id)
        self.settle(1)
        refund = self.sell(day(2, 5), -400, self.farmer, partner_id=self.client.id)
        self.sell(day(2, 6), 5000)
        self.assert_as_run(2)
        self.match(refund, sale, "2026-02-10 12:00:00")
        self.assert_as_run(2)
        self.assertEqual(self.look(day(2, 28))["totals"]["payable"], 138)
