from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Money that comes in, or turns out not to have come in."""

    _inherit = "account.partial.reconcile"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._expect_facts()
        return partials

    def unlink(self):
        self._expect_facts()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _expect_facts(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        sales = moves.filtered(lambda move: move.is_sale_document(include_receipts=True))
        self.env["conveyor.fact"]._expect("account.move", sales.ids, happened=True)
