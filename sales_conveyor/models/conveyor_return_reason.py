from odoo import fields, models


class ConveyorReturnReason(models.Model):
    """Why a receiver gives a card back: what the sender is to learn from."""

    _name = "conveyor.return.reason"
    _description = "Return Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, size=200)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _unique_name = models.Constraint("UNIQUE (name)", "This reason is already in the list.")
