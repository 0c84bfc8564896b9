from odoo import api, models
from odoo.exceptions import UserError


class MotivationComputedMixin(models.AbstractModel):
    """What pay runs write by SQL, and nobody by hand."""

    _name = "motivation.computed.mixin"
    _description = "Computed by Pay Runs"

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    # pylint: disable=method-required-super
    def write(self, vals):
        self._refuse()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        raise UserError(self.env._("This is computed by pay runs, never by hand."))
