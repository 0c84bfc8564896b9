from odoo import api, fields, models

from ..const import ROLES


class ConveyorStageRole(models.Model):
    """Whose turn it is in a stage of one team, where that differs from the stage's own section."""

    _name = "conveyor.stage.role"
    _description = "Section of a Stage in a Team"
    _order = "team_id, sequence, id"
    _rec_name = "stage_id"

    team_id = fields.Many2one("crm.team", string="Sales Team", required=True, ondelete="cascade")
    stage_id = fields.Many2one("crm.stage", required=True, ondelete="cascade")
    sequence = fields.Integer(related="stage_id.sequence", store=True)
    role = fields.Selection(selection=ROLES, string="Section", required=True)

    _unique_team_stage = models.Constraint(
        "UNIQUE (team_id, stage_id)", "This stage already has a section in this team."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        roles = super().create(vals_list)
        roles._refresh_sections()
        return roles

    def write(self, vals):
        res = super().write(vals)
        self._refresh_sections()
        return res

    def unlink(self):
        domain = self._get_lead_domain()
        res = super().unlink()
        self._refresh_sections(domain)
        return res

    # === BUSINESS METHODS === #

    def _get_lead_domain(self):
        return [("team_id", "in", self.team_id.ids), ("stage_id", "in", self.stage_id.ids)]

    def _refresh_sections(self, domain=None):
        self.env.registry.clear_cache()
        self.env["crm.lead"]._refresh_sections(domain or self._get_lead_domain())
