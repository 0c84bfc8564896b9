from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import day
from .test_my_pay import SALARY, TWO_RATES, MyPayCommon


@tagged("post_install", "-at_install")
class TestMyPayLooks(MyPayCommon):
    """Looking at pay changes nothing, and is for those whom it concerns."""

    # === NOTHING IS WRITTEN === #

    def test_looking_writes_nothing(self):
        self.put(self.hunter, SALARY, TWO_RATES, salary=60000)
        self.sell(day(1, 5), 90000)
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT looking; SET LOCAL transaction_read_only = on")
        self.assertEqual(self.look(day(1, 10))["totals"]["payable"], 62700)
        self.env.cr.execute("ROLLBACK TO SAVEPOINT looking")

    def test_a_look_asks_few_questions(self):
        """As many with a thousand facts as with one, plans and gates included."""
        gate = {"metric_id": "meeting_held", "goal": 3}
        self.put(self.hunter, SALARY, TWO_RATES | {"gates": [gate]}, salary=60000)
        counts = []
        for number in (1, 60):
            for place in range(number):
                self.sell(day(1, 5), 100, reference=f"INV/{number}/{place}")
            self.look(day(1, 10))  # what Odoo keeps for everybody is read once
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.look(day(1, 10))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 30)

    # === WHO LOOKS === #

    def test_whose_business_it_is(self):
        self.put(self.hunter, TWO_RATES)
        for user in (self.leader, self.head, self.owner):
            with self.subTest(user=user.name):
                pay = self.look(day(1, 10), by=user)
                self.assertEqual((pay["name"], pay["is_self"]), ("Hunter", False))
        for user in (self.hunter2, self.scout, self.stranger):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.look(day(1, 10), by=user)
        pays = self.env["motivation.my.pay"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            pays.get_my_lines(1, False, self.hunter.id)
        with self.assertRaises(AccessError):
            pays.open_document(1, self.hunter.id)

    def test_outsiders_have_no_pay(self):
        clerk = new_test_user(self.env, "t_clerk", groups="base.group_user")
        portal = new_test_user(self.env, "t_portal", groups="base.group_portal")
        for user in (clerk, portal):
            for who in (False, user.id, self.hunter.id):
                with self.assertRaises(UserError):
                    self.env["motivation.my.pay"].with_user(user).get_my_pay(user_id=who)

    def test_what_is_asked_for_is_a_person(self):
        pays = self.env["motivation.my.pay"].with_user(self.head)
        for user_id in (True, "1", [1], 2**31, -1, 10**6):
            with self.subTest(user_id), self.assertRaises(UserError):
                pays.get_my_pay(user_id=user_id)

    def test_a_document_opens_for_whoever_may_read_it(self):
        self.put(self.hunter, TWO_RATES)
        order = self.order(user_id=self.hunter.id)
        mine = self.sell(day(1, 5), 100, res_id=order.id, reference=order.name)
        theirs = self.sell(day(1, 5), 100, self.scout)
        pay = self.env["motivation.my.pay"].with_user(self.hunter)
        with at_instant(self.env, datetime(2026, 1, 10, 12)):
            self.assertEqual(pay.open_document(mine.id)["res_id"], order.id)
            with self.assertRaises(UserError):
                pay.open_document(theirs.id)
