from odoo import api, models


class MotivationPayPlan(models.Model):
    """A draft that is thrown away takes with it what it was tried on."""

    _inherit = "motivation.pay.plan"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_from_simulations(self):
        self._hold_draft()
        simulations = self.env["motivation.simulation"].sudo()  # whoever deletes the plan decides
        simulations.search(
            [
                ("compared_in_id", "=", False),
                "|",
                ("plan_id", "in", self.ids),
                ("base_plan_id", "in", self.ids),
            ]
        ).unlink()
