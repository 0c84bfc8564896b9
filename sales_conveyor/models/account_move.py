from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    # === CRUD METHODS === #

    def write(self, vals):
        """Money that came in before anybody was named as salesperson is booked when one is."""
        res = super().write(vals)
        if "invoice_user_id" in vals:
            self.filtered(lambda move: move.state == "posted")._expect_first_sales()
        return res

    # === BUSINESS METHODS === #

    def _post(self, soft=True):
        """A posted invoice without an order is a first sale too, and offers the client to a farmer."""
        posted = super()._post(soft=soft)
        sales = posted.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.amount_total > 0
                and move.team_id.use_conveyor
            )
        )
        self.env["conveyor.handover"]._offer_clients([move._prepare_first_sale() for move in sales])
        posted._expect_first_sales()
        return posted

    def button_draft(self):
        """What is being corrected is no sale until it is posted again."""
        res = super().button_draft()
        self._expect_first_sales()
        return res

    def _expect_first_sales(self):
        """An invoice may be a client's first sale, or cease to be it."""
        sales = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        ledger = self.env["conveyor.fact"]
        ledger._expect("res.partner", sales.partner_id.ids, happened=True)
        ledger._expect("account.move", sales.ids, happened=True)

    def _prepare_first_sale(self):
        """What the relay needs to know of this invoice, should it be the client's first sale."""
        return {
            "client": self.commercial_partner_id,
            "company": self.company_id,
            "team": self.team_id,
            "seller": self.invoice_user_id,
            "lead": self.env["crm.lead"],
        }
