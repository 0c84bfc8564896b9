"""What comes after a sale: the invoice, and the client's money, at once or in two parts."""

from .calendar import DAY


class Money:
    """The deeds of the accountant, who is nobody of the department; a part of the replay."""

    BILLED = 0.9
    IN_TWO_PARTS = 0.4

    def plan_bill(self, order):
        """Most orders are invoiced within days, where the company has journals for it."""
        if self._has_journals() and self.chance(self.BILLED):
            self.plan(order.user_id, "bill", order.id, DAY, 3 * DAY)

    def _has_journals(self):
        domain = [("company_id", "=", self.env.company.id), ("type", "in", ("sale", "bank"))]
        kinds = self.env["account.journal"].search(domain).mapped("type")
        return {"sale", "bank"} <= set(kinds)

    def do_bill(self, _user, ids):
        """Invoice orders; the money comes in the weeks after."""
        invoices = self.env["sale.order"].browse(ids)._create_invoices()
        invoices.invoice_date = self.env.cr.now().date()
        invoices.action_post()
        for invoice in invoices:
            parts = 2 if self.chance(self.IN_TWO_PARTS) else 1
            for part in range(parts):
                soonest = (1 + 5 * part) * DAY
                self.plan(
                    invoice.invoice_user_id, "collect", invoice.id, soonest, soonest + 6 * DAY
                )

    def do_collect(self, _user, ids):
        """Receive a client's money: half of an invoice, or what is left of it."""
        for invoice in self.env["account.move"].browse(ids):
            half = invoice.amount_residual == invoice.amount_total and self.chance(
                self.IN_TWO_PARTS
            )
            amount = invoice.amount_residual * (0.5 if half else 1)
            if amount:
                self._pay(invoice, invoice.currency_id.round(amount))

    def _pay(self, invoice, amount):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        day = self.env.cr.now().date()
        register.create({"amount": amount, "payment_date": day})._create_payments()
