from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.sales_conveyor.tests.ledger import LedgerCommon
from odoo.addons.sales_conveyor.tools.clock import at_instant

from .pay_words import FLAT, TWO_RATES, PayWords, at, day

OLD_LINES = 20000


@tagged("post_install", "-at_install")
class TestPayFaults(PayWords, LedgerCommon):
    """What other systems were seen to do, and what happens here instead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_books()

    def confirm(self, on, price, user=None):
        """An order confirmed at noon of a day."""
        line = Command.create({"product_id": self.product.id, "price_unit": price})
        with at_instant(self.env, at(on.month, on.day)):
            order = self.order(user_id=(user or self.hunter).id, order_line=[line])
            order.action_confirm()
        return order

    def bill(self, price, on, *payments, kind="out_invoice", user=None):
        """An invoice of a day, paid in parts on days."""
        with at_instant(self.env, at(on.month, on.day)):
            invoice = self.invoice(price, invoice_date=on, kind=kind, user=user or self.hunter)
        for paid_on, amount in payments:
            with at_instant(self.env, at(paid_on.month, paid_on.day)):
                self.pay(invoice, amount, payment_date=paid_on)
        return invoice

    # === TIERS === #

    def test_tiers_are_no_cliffs(self):
        """One more kopeck of sales never changes pay by more than the last rate of it."""
        self.put(self.hunter, TWO_RATES)
        self.put(self.hunter2, TWO_RATES)
        self.sell(day(1), 100000)
        self.sell(day(1), 100000.01, self.hunter2)
        run = self.compute(1)
        self.assert_amounts(run, self.hunter, 3000)
        self.assert_amounts(run, self.hunter2, 3000)

    def test_what_is_above_the_top_tier_is_paid(self):
        """10,000,000: 3,000 + 9,900,000 × 5 %."""
        self.put(self.hunter, TWO_RATES)
        self.sell(day(1), 10000000)
        self.assert_amounts(self.compute(1), self.hunter, 498000)

    # === PERIODS AND PAYMENTS === #

    def test_the_period_is_that_of_the_payment_not_of_the_invoice(self):
        """Invoiced in January, paid in February."""
        self.put(self.hunter, FLAT)
        self.bill(1000, day(1, 20), (day(2, 10), 1000))
        self.assert_amounts(self.settle(1), self.hunter)
        self.assert_amounts(self.compute(2), self.hunter, 50)

    def test_partial_payments_are_paid_as_they_come(self):
        """300 in January, 300 in February, 400 in March."""
        self.put(self.hunter, FLAT)
        self.bill(1000, day(1, 5), (day(1, 20), 300), (day(2, 20), 300), (day(3, 20), 400))
        for month, amount in ((1, 15), (2, 15), (3, 20)):
            self.assert_amounts(self.settle(month), self.hunter, amount)

    def test_margin_is_that_of_the_day_of_the_sale(self):
        """Sold for 1,000 at a cost of 600: 20 % of 400, whatever the product costs afterwards."""
        self.put(self.hunter, {"metric": "margin", "tiers": [(0, 0.2)]})
        self.product.standard_price = 600
        self.confirm(day(1), 1000)
        self.assert_amounts(self.compute(1), self.hunter, 80)
        self.product.standard_price = 900
        self.assert_amounts(self.settle(1), self.hunter, 80)
        self.assert_amounts(self.compute(2), self.hunter)

    # === TAKING BACK === #

    def test_a_change_of_rates_takes_back_no_more_than_was_paid(self):
        """Paid 30 at 3 %; the new version pays 10 %; the refund takes 30."""
        plan = self.put(
            self.hunter, FLAT | {"window": "month", "tiers": [(0, 0.03)]}, clawback_floor=0
        )
        sale = self.sell(day(1), 1000)
        self.settle(1)
        version = self.env["motivation.pay.plan"].browse(plan.action_make_version()["res_id"])
        version.valid_from_on = day(2, 1)
        version.component_ids.tier_ids.rate = 0.1
        version._approve()
        self.sell(day(2, 5), 1000)
        self.reverse(sale, day(2))
        self.assert_amounts(
            self.compute(2), self.hunter, -30, 100, kinds=("commission", "clawback")
        )

    def test_a_credit_note_is_charged_to_whoever_was_paid(self):
        """The bookkeeper's credit note names another seller; nothing happens until somebody says whose sale it is."""
        self.put(self.hunter, FLAT)
        self.put(self.hunter2, FLAT)
        invoice = self.bill(1000, day(1, 5), (day(1, 10), 1000))
        self.settle(1)
        note = self.bill(1000, day(2, 5), (day(2, 10), 1000), kind="out_refund", user=self.hunter2)
        refund = self.facts("money_in", note)
        self.assertEqual((refund.user_id, refund.amount), (self.hunter2, -1000))
        run = self.settle(2)
        self.assert_amounts(run, self.hunter)
        self.assert_amounts(run, self.hunter2)
        self.match(refund, self.facts("money_in", invoice), decided="2026-03-10 12:00:00")
        run = self.compute(3)
        self.assert_amounts(run, self.hunter, -50, 50)
        self.assert_amounts(run, self.hunter2)

    def test_archived_people_are_settled(self):
        """He left on the 10th and was archived: his sales and his salary until then are paid."""
        self.put(self.hunter, FLAT, {"kind": "salary"}, salary=31000, until=day(1, 10))
        self.sell(day(1, 5), 1000)
        self.hunter.active = False
        run = self.settle(1)
        self.assert_amounts(run, self.hunter, 50, 10000)
        self.assertEqual(self.statement(run, self.hunter).state, "approved")

    # === WORDS AND EYES === #

    def test_a_seller_sees_his_own_pay_and_no_other(self):
        """Neither statements nor lines, by search, by group or by name."""
        self.put(self.hunter, FLAT)
        self.put(self.hunter2, FLAT)
        for user in (self.hunter, self.hunter2):
            self.sell(day(1), 1000, user)
        self.settle(1)
        for model in ("motivation.statement", "motivation.statement.line"):
            mine = self.env[model].with_user(self.hunter)
            self.assertEqual(mine.search([]).user_id, self.hunter)
            self.assertEqual(mine.search_count([("user_id", "=", self.hunter2.id)]), 0)
        groups = (
            self.env["motivation.statement"].with_user(self.hunter)._read_group([], ["user_id"])
        )
        self.assertEqual(groups, [(self.hunter,)])

    def test_currencies_are_never_added_up(self):
        """A statement, and whatever is owed from before, is in one currency."""
        other = self.currency("TST", ("2026-01-01", 2))
        self.put(self.hunter, FLAT, until=day(1, 31))
        self.put(self.hunter, FLAT, since=day(2, 1), currency_id=other.id)
        sale = self.sell(day(1), 1000)
        self.settle(1)
        self.reverse(sale, day(2))
        self.sell(day(2), 1000)
        run = self.compute(2)
        by_currency = {one.currency_id: one for one in self.statement(run, self.hunter)}
        self.assertEqual(by_currency[self.company.currency_id].carried, 50)
        self.assertEqual(by_currency[other].payable, 100)

    def test_what_cannot_be_settled_is_told_in_words(self):
        """No rate, no target: the statement is there, and says what is missing and for whom."""
        dark = self.env["res.currency"].create({"name": "DRK", "symbol": "D"})
        self.put(self.hunter, FLAT, currency_id=dark.id)
        self.put(self.hunter2, FLAT | {"tier_on": "attainment", "tiers": [(0, 0.03), (1, 0.05)]})
        for user in (self.hunter, self.hunter2):
            self.sell(day(1), 1000, user)
        run = self.compute(1)
        self.assertRegex(self.statement(run, self.hunter).problem, "DRK has no rate on 2026-01-31")
        self.assertRegex(
            self.statement(run, self.hunter2).problem, "commission.*Hunter2 has no target of.*Money"
        )

    def test_settled_lines_are_not_read_at_every_run(self):
        """20,000 lines of the year before: a month of ten sales reads next to none of them."""
        plan = self.put(self.hunter, FLAT, since=day(1, 1, 2025))
        self._fill(plan.component_ids)
        for number in range(1, 11):
            self.sell(day(1, number), 1000)
        before = self._count_reads()
        run = self.compute(1)
        self.assertEqual(len(self.statement(run, self.hunter).line_ids), 10)
        self.assertLess(self._count_reads() - before, OLD_LINES / 10)

    def _fill(self, component):
        """A settled year of everybody, with many lines."""
        months = [{"first_on": day(month, 1, 2025)} for month in range(1, 13)]
        runs = self.env["motivation.run"].create(months)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_statement (run_id, first_on, company_id, user_id, currency_id, state, rate, payable)
                SELECT r.id, r.first_on, r.company_id, u.id, %(currency)s, 'computed', 1, 0
                  FROM motivation_run r CROSS JOIN res_users u WHERE r.id = ANY(%(runs)s) AND u.active;
                INSERT INTO motivation_statement_line (statement_id, component_id, kind, happened_on, window_on, base, amount)
                SELECT s.id, %(component)s, 'commission', s.first_on, date_trunc('quarter', s.first_on), 100, 5
                  FROM motivation_statement s CROSS JOIN generate_series(1, %(lines)s) WHERE s.run_id = ANY(%(runs)s);
                UPDATE motivation_statement SET state = 'approved' WHERE run_id = ANY(%(runs)s);
                ANALYZE motivation_statement; ANALYZE motivation_statement_line
                """,
                currency=self.company.currency_id.id,
                component=component.id,
                runs=runs.ids,
                lines=OLD_LINES // 12 // self.env["res.users"].search_count([]) + 1,
            )
        )
        self.env.invalidate_all()

    def _count_reads(self):
        """Rows of statements that this transaction has read so far, by tables and by indexes."""
        self.env.cr.execute(
            """
            SELECT sum(seq_tup_read + COALESCE(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
             WHERE relname = 'motivation_statement_line'
            """
        )
        return self.env.cr.fetchone()[0]
