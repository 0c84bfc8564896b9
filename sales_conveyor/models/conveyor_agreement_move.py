from odoo import fields, models
from odoo.exceptions import UserError


class ConveyorAgreementMove(models.Model):
    """An agreement moved to another day: Odoo itself keeps no trace of it. Only the server writes here."""

    _name = "conveyor.agreement.move"
    _description = "Moved Agreement"
    _inherit = ["conveyor.ledger.mixin"]
    _order = "moved_at desc, id desc"
    _rec_name = "agreement_id"
    _log_access = False
    _ADDED = ()

    agreement_id = fields.Many2one(
        "conveyor.agreement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    old_on = fields.Date(string="Old Day", required=True, readonly=True)
    new_on = fields.Date(string="New Day", required=True, readonly=True)
    moved_at = fields.Datetime(string="Moved", required=True, readonly=True)
    moved_on = fields.Date(
        string="Day of the Move",
        required=True,
        readonly=True,
        help="The business day in the company's time zone.",
    )
    user_id = fields.Many2one(
        "res.users", string="Moved By", required=True, readonly=True, ondelete="restrict"
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Whose agreement it was then.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    is_late = fields.Boolean(
        string="After Its Day", readonly=True, help="The day it was due was over already."
    )

    # === BUSINESS METHODS === #

    def _refuse(self):
        raise UserError(
            self.env._(
                "Moves of agreements are written by the server alone, and nobody changes them."
            )
        )
