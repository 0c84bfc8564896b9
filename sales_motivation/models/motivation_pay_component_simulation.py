from odoo import api, models


class MotivationPayComponent(models.Model):
    """A draft that was tried on people may still be changed."""

    _inherit = "motivation.pay.component"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_from_simulations(self):
        """Lines of simulations would hold a component of a draft for ever: their figures go with it."""
        self.plan_id._hold_draft()
        simulations = self.env["motivation.simulation"].sudo()  # whoever changes the plan decides
        simulations.search(
            [
                ("compared_in_id", "=", False),
                "|",
                ("plan_id", "in", self.plan_id.ids),
                ("base_plan_id", "in", self.plan_id.ids),
                ("state", "!=", "draft"),
            ]
        )._discard()
