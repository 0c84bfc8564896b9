from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import ROLES

HEAVIEST = 100


class CrmStage(models.Model):
    _inherit = "crm.stage"

    conveyor_role = fields.Selection(
        selection=ROLES,
        string="Section",
        help="Whose turn it is in this stage, in teams that use the conveyor. "
        "Empty: the card stays with the section it came from.",
    )
    load_weight = fields.Float(
        string="Weight of a Card",
        default=1.0,
        help="How much a card in this stage loads its owner, beside the other stages.",
    )

    # In PostgreSQL NaN is greater than every number: the upper bound refuses it.
    _check_load_weight = models.Constraint(
        "CHECK (load_weight BETWEEN 0 AND 100)", "The weight of a card is a number from 0 to 100."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("load_weight")
    def _check_load_weight_in_words(self):
        """Tell it in words before PostgreSQL refuses it."""
        if any(not 0 <= stage.load_weight <= HEAVIEST for stage in self):
            raise ValidationError(self.env._("The weight of a card is a number from 0 to 100."))

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
