from odoo import api, models


class ConveyorFact(models.Model):
    """Dates moved over a month border are written down together with the facts of a transaction."""

    _inherit = "conveyor.fact"

    # === BUSINESS METHODS === #

    @api.model
    def _book_expected(self):
        res = super()._book_expected()
        # These rows have no writer of their own.
        self.env["conveyor.deadline.move"].sudo()._book_moves()
        return res
