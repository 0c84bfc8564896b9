from odoo import api, models


class CrmTeam(models.Model):
    """Whoever begins to lead a team sees the menus of leaders at once."""

    _inherit = "crm.team"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_id") for vals in vals_list):
            self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "user_id" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)
