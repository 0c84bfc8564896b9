from odoo import api, fields, models

from ..const import ROLES


class CrmStage(models.Model):
    _inherit = "crm.stage"

    conveyor_role = fields.Selection(
        selection=ROLES,
        string="Section",
        help="Whose turn it is in this stage, in teams that use the conveyor. "
        "Empty: the card stays with the section it came from.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        res = super().write(vals)
        if "conveyor_role" in vals:
            self.env.registry.clear_cache()
            self.env["crm.lead"]._refresh_sections([("stage_id", "in", self.ids)])
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waiting(self):
        self.env["conveyor.handover"]._refuse_if_waiting([("to_stage_id", "in", self.ids)])
