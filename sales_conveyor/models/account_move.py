from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """A posted invoice without an order is a first sale too, and offers the client to a farmer."""
        posted = super()._post(soft=soft)
        for move in posted.filtered(lambda move: move.move_type == "out_invoice" and move.team_id.use_conveyor):
            client = move.commercial_partner_id
            self.env["conveyor.handover"]._offer_client(
                client, move.company_id, move.team_id, move.invoice_user_id
            )
        return posted
