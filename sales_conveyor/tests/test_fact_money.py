from datetime import date, datetime

from ..tools.clock import at_instant
from .common import department
from .ledger import LedgerCommon

NOON = datetime(2026, 3, 10, 12, 0)
A_MONTH_LATER = datetime(2026, 4, 14, 9, 0)


@department
class TestFactMoney(LedgerCommon):
    """Money in: what clients have really paid, without taxes, to the cent."""

    def money(self, invoice):
        """What stands of an invoice."""
        return self.standing("money_in", invoice)[1]

    # === INSTALMENTS === #

    def test_three_instalments_of_three_lines_with_tax_add_up_to_the_cent(self):
        """Lines 33.33, 33.33, 33.34 make 100 untaxed, 120 with 20 % of tax."""
        invoice = self.invoice(33.33, 33.33, 33.34, tax=self.tax(20))
        with at_instant(self.env, NOON):
            self.pay(invoice, 40)
        # 100 × 40 ÷ 120 = 33.33: to the lines 11.1089, 11.1089, 11.1122 → 11.11, 11.11, 11.11
        first = self.amounts(invoice)
        self.assertEqual(first, [11.11, 11.11, 11.11])
        with at_instant(self.env, A_MONTH_LATER):
            self.pay(invoice, 50)
        # 100 × 90 ÷ 120 = 75.00, less 33.33 = 41.67: 13.8886, 13.8886, 13.8928 → 13.89, 13.89, 13.89
        second = self.amounts(invoice)[3:]
        self.assertEqual(second, [13.89, 13.89, 13.89])
        self.pay(invoice)
        # the rest: 100 − 75 = 25: 8.3325, 8.3325, 8.335 → 8.33, 8.33, 8.34
        third = self.amounts(invoice)[6:]
        self.assertEqual(third, [8.33, 8.33, 8.34])
        self.assertEqual(self.money(invoice), 100)
        days = {NOON.date(), A_MONTH_LATER.date(), self.env.cr.now().date()}
        self.assertEqual(set(self.facts("money_in", invoice).mapped("happened_on")), days)
        self.assertFalse(self.check())

    def test_a_cent_is_never_lost_between_two_equal_lines(self):
        invoice = self.invoice(0.05, 0.05)
        self.pay(invoice, 0.05)
        # 0.05 over two lines: 0.025 each → 0.03 and 0.02
        self.assertEqual(self.amounts(invoice), [0.03, 0.02])
        self.pay(invoice)
        self.assertEqual(self.money(invoice), 0.1)

    def test_discount_line_takes_its_share_away(self):
        invoice = self.invoice(100, -10)  # 90, of which half is paid: 50 − 5
        self.pay(invoice, 45)
        self.assertEqual(self.amounts(invoice), [50, -5])

    def test_what_is_written_off_at_the_payment_is_no_money(self):
        """Of 120 with tax 114 are paid, 6 are given as a discount for paying early: 100 × 114 ÷ 120 = 95."""
        invoice = self.invoice(100, tax=self.tax(20))
        loss = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        self.pay(invoice, 114, payment_difference_handling="reconcile", writeoff_account_id=loss.id)
        self.assertEqual((invoice.amount_residual, self.money(invoice)), (0, 95))
        self.assertFalse(self.check())

    def test_one_payment_over_two_invoices_of_two_salespeople(self):
        one, two = self.invoice(100), self.invoice(300, user=self.hunter2)
        self.pay(one | two, 250)  # Odoo pays the older one first: 100, then 150 of 300
        people = {fact.user_id: fact.amount for fact in self.facts("money_in", one | two)}
        self.assertEqual(people, {self.hunter: 100, self.hunter2: 150})
        self.assertFalse(self.check())

    # === TAKEN BACK === #

    def test_unmatched_payment_is_taken_back_on_its_day(self):
        with at_instant(self.env, NOON):
            invoice = self.invoice(100)
            self.pay(invoice)
        with at_instant(self.env, A_MONTH_LATER):
            invoice.line_ids.remove_move_reconcile()
        paid, back = self.facts("money_in", invoice)
        self.assertEqual((back.amount, back.reason, back.reversal_of_id), (-100, "cancelled", paid))
        self.assertEqual((back.happened_on, back.cohort_on), (date(2026, 4, 14), paid.cohort_on))
        self.assertFalse(self.check())

    def test_first_instalment_unmatched_leaves_the_second_to_the_cent(self):
        invoice = self.invoice(10, tax=self.tax(20))  # 10 untaxed, 12 with tax
        first = self.pay(invoice, 5)  # 10 × 5 ÷ 12 = 4.17
        self.pay(invoice, 5)  # 10 × 10 ÷ 12 = 8.33, less 4.17 = 4.16
        self.assertEqual(self.amounts(invoice), [4.17, 4.16])
        first.move_id.line_ids.remove_move_reconcile()
        # now the other one is the first: 4.17
        self.assertEqual(self.money(invoice), 4.17)
        self.assertFalse(self.check())

    def test_money_paid_back_on_a_credit_note_counts_negative(self):
        invoice = self.invoice(100, tax=self.tax(20))
        self.pay(invoice)
        note = self.invoice(40, tax=invoice.invoice_line_ids.tax_ids, kind="out_refund")
        self.assertEqual(self.money(note), 0, "a note is no money yet")
        self.pay(note)
        self.assertEqual(self.money(note), -40)
        self.assertEqual(self.standing("money_in")[1], 60)
        self.assertFalse(self.check())

    def test_credit_note_set_against_its_invoice_is_no_money(self):
        invoice = self.invoice(100)
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}], cancel=True)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(self.facts("money_in"))

    def test_part_by_credit_note_and_the_rest_by_money(self):
        invoice = self.invoice(100)
        note = self.invoice(40, kind="out_refund")
        receivable = (invoice | note).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        receivable.reconcile()
        self.pay(invoice)
        self.assertEqual(self.money(invoice), 60)
        self.assertFalse(self.check())

    def test_invoice_reset_to_draft_takes_money_and_first_sale_back(self):
        invoice = self.invoice(100)
        self.pay(invoice)
        self.assertEqual(self.standing("first_sale", invoice), (1, 0))
        invoice.button_draft()
        self.assertEqual(self.money(invoice), 0)
        self.assertEqual(self.standing("first_sale", invoice), (0, 0))
        invoice.action_post()
        self.assertEqual(self.standing("first_sale", invoice), (1, 0))
        self.assertFalse(self.check())

    # === PEOPLE === #

    def test_salesperson_named_after_the_payment_gets_it(self):
        invoice = self.invoice(100, invoice_user_id=False)
        invoice.invoice_user_id = False
        self.pay(invoice)
        self.assertFalse(self.facts("money_in", invoice))
        invoice.invoice_user_id = self.hunter
        self.assertEqual(self.facts("money_in", invoice).user_id, self.hunter)
        self.assertFalse(self.check())

    def test_other_salesperson_later_takes_nothing_over(self):
        invoice = self.invoice(100)
        self.pay(invoice, 40)
        self.env["conveyor.fact"]._book_expected()
        invoice.invoice_user_id = self.hunter2
        self.pay(invoice)
        people = {fact.user_id: fact.amount for fact in self.facts("money_in", invoice)}
        self.assertEqual(people, {self.hunter: 40, self.hunter2: 60})
        self.assertFalse(self.check())
