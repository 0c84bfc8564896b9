from odoo import fields, models
from odoo.exceptions import UserError


class MotivationStatementGate(models.Model):
    """What a gate measured when a statement was computed: why money is held, or that it is not."""

    _name = "motivation.statement.gate"
    _inherit = "motivation.computed.mixin"
    _description = "Gate of a Pay Statement"
    _order = "statement_id, gate_id"
    _rec_name = "gate_id"
    _log_access = False

    statement_id = fields.Many2one(
        "motivation.statement", required=True, readonly=True, ondelete="cascade"
    )
    gate_id = fields.Many2one(
        "motivation.pay.gate", required=True, readonly=True, index=True, ondelete="cascade"
    )
    value = fields.Float(digits=(16, 6), readonly=True, aggregator=None)
    is_measured = fields.Boolean(readonly=True, help="There was something to measure.")
    is_reached = fields.Boolean(readonly=True)

    _unique_gate = models.UniqueIndex("(statement_id, gate_id)")

    # === CRUD METHODS === #

    def _refuse(self):
        raise UserError(self.env._("What a gate measured is noted by pay runs, never by hand."))
