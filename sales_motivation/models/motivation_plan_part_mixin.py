from odoo import api, models


class MotivationPlanPartMixin(models.AbstractModel):
    """A part of a component (``component_id``): it changes while its plan is a draft, and never after."""

    _name = "motivation.plan.part.mixin"
    _description = "Part of a Component"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.component_id.plan_id._hold_draft()
        return parts

    def write(self, vals):
        self.check_access("write")
        self.component_id.plan_id._hold_draft()
        res = super().write(vals)
        self.component_id.plan_id._hold_draft()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.component_id.plan_id._hold_draft()
