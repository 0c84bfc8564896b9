from odoo import api, models

# For whoever leads people; leaders have the rights of sellers, so groups cannot tell.
FOR_LEADERS = ("motivation_prompt_menu", "motivation_boundary_report_menu")


class IrUiMenu(models.Model):
    """Menus of leaders are not shown to whoever leads nobody."""

    _inherit = "ir.ui.menu"

    @api.model
    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        if self.env["motivation.prompt"]._is_leading(self.env.user):
            return hidden
        menus = (self.env.ref(f"sales_motivation.{name}", False) for name in FOR_LEADERS)
        return [*hidden, *(menu.id for menu in menus if menu)]
