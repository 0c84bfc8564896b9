from odoo import models


class ResPartner(models.Model):
    """A client is called from his own page, too."""

    _inherit = "res.partner"

    # === ACTION METHODS === #

    def action_log_call(self):
        """Open the small dialog: how it ended, and how long it took."""
        self.ensure_one()
        return self.env["conveyor.call.log"]._open(partner=self)
