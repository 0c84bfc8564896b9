from odoo import api, fields, models
from odoo.exceptions import UserError

SEALS = frozenset({"motivation_sealed", "motivation_seal"})


class ResCompany(models.Model):
    """Where the chain of seals ends: kept apart from the statements, so that none is cut off its end unseen."""

    _inherit = "res.company"

    motivation_sealed = fields.Integer(string="Pay Statements Sealed", readonly=True, copy=False)
    motivation_seal = fields.Char(string="Last Seal", readonly=True, copy=False)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_seals(vals)
        # No default of a context speaks for a chain.
        return super().create([{**vals, **dict.fromkeys(SEALS, False)} for vals in vals_list])

    def write(self, vals):
        self._refuse_seals(vals)
        return super().write(vals)

    @api.model
    def _refuse_seals(self, vals):
        if any(vals.get(name) for name in SEALS) or SEALS & vals.keys() and self:
            raise UserError(
                self.env._("Seals are given when statements are approved, never by hand.")
            )
