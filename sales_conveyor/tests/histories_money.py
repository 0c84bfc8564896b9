"""What becomes of a client's orders, invoices and payments; a part of his random life."""

from odoo import Command


class MoneyHistory:
    """Deeds with orders and money."""

    # === ORDERS AND MONEY === #

    def order(self):
        """A quotation in one of two currencies, sometimes confirmed at once."""
        lines = [
            {
                "product_id": self._pick(self.test.products).id,
                "price_unit": self.random.choice((33.33, 100, 1999.99)),
                "product_uom_qty": self.random.choice((1, 3)),
                "tax_ids": self.random.choice(([], self.world.tax.ids)),
            }
            for _line in range(self.random.choice((1, 2, 3)))
        ]
        values = {
            "partner_id": self.client.id,
            "user_id": self._pick(self.world.hunters).id,
            "team_id": self.world.team.id,
            "pricelist_id": self._pick(self.world.pricelists).id,
            "opportunity_id": self.random.choice((self.cards[:1].id, False)),
            "order_line": [
                Command.create({**line, "tax_ids": [Command.set(line["tax_ids"])]})
                for line in lines
            ],
        }
        order = self.env["sale.order"].create(values)
        self.orders |= order
        if self.random.random() < 0.8:
            order.action_confirm()

    def can_cancel(self):
        return bool(self.orders)

    def cancel(self):
        """An order is cancelled; a cancelled one comes back."""
        order = self._pick(self.orders)
        if order.state == "cancel":
            order.action_draft()
            order.action_confirm()
        elif not order.invoice_ids:
            order._action_cancel()

    def can_change(self):
        return bool(
            self.orders.filtered(lambda order: order.state == "sale" and not order.invoice_ids)
        )

    def change(self):
        """A contract changes after its confirmation, also its salesperson."""
        order = self._pick(
            self.orders.filtered(lambda order: order.state == "sale" and not order.invoice_ids)
        )
        self._pick(order.order_line).product_uom_qty = self.random.choice((0, 2, 5))
        order.user_id = self._pick(self.world.hunters)

    can_invoice = can_change

    def invoice(self):
        """The order is invoiced."""
        order = self._pick(
            self.orders.filtered(lambda order: order.state == "sale" and not order.invoice_ids)
        )
        if order.amount_total > 0:
            invoice = order._create_invoices()
            invoice.invoice_date = self.clock.date()
            invoice.action_post()
            self.invoices |= invoice

    def _unpaid(self):
        return self.invoices.filtered(
            lambda move: move.state == "posted" and move.amount_residual > 0.01
        )

    def can_pay(self):
        return bool(self._unpaid())

    def pay(self):
        """A payment in full or in part; against a credit note money goes back."""
        invoice = self._pick(self._unpaid())
        share = self.random.choice((1, 0.5, 0.333))
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        values = {
            "amount": invoice.currency_id.round(invoice.amount_residual * share),
            "payment_date": self.clock.date(),
        }
        self.env["account.payment.register"].with_context(**context).create(
            values
        )._create_payments()

    def can_unreconcile(self):
        return bool(self.invoices)

    def unreconcile(self):
        """A payment was matched with the wrong invoice."""
        self._pick(self.invoices).line_ids.remove_move_reconcile()

    def can_refund(self):
        return bool(
            self.invoices.filtered(
                lambda move: move.move_type == "out_invoice" and move.state == "posted"
            )
        )

    def refund(self):
        """A credit note, left open or set against its invoice."""
        invoice = self._pick(self.invoices.filtered(lambda move: move.move_type == "out_invoice"))
        refund = invoice._reverse_moves(
            [{"invoice_date": self.clock.date()}], cancel=self.random.random() < 0.3
        )
        if refund.state == "draft":
            refund.action_post()
        self.invoices |= refund
