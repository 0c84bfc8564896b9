from odoo import fields, models


class ConveyorFactImportError(models.Model):
    """One thing in a file of history that cannot be booked, told by line and column."""

    _name = "conveyor.fact.import.error"
    _description = "Error in a File of History"
    _order = "line, id"
    _rec_name = "message"
    _log_access = False

    import_id = fields.Many2one(
        "conveyor.fact.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    line = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    message = fields.Char(string="What Is Wrong", required=True, readonly=True)
