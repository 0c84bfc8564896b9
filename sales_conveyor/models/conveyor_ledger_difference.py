from odoo import api, fields, models


class ConveyorLedgerDifference(models.Model):
    """One thing that a check of the ledger found."""

    _name = "conveyor.ledger.difference"
    _description = "Difference in the Ledger"
    _order = "id"
    _rec_name = "metric_id"

    run_id = fields.Many2one(
        "conveyor.ledger.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("missing", "The document says it, the ledger does not"),
            ("changed", "Document and ledger say different things"),
            ("orphan", "The ledger says it, no document does"),
            ("tampered", "The row was changed after it was booked"),
            ("sum", "The sums by month differ from the facts"),
        ],
        string="What Is Wrong",
        required=True,
        readonly=True,
    )
    source = fields.Char(readonly=True)
    origin_id = fields.Integer(readonly=True, aggregator=None)
    metric_id = fields.Many2one("conveyor.metric", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="cascade")
    month_on = fields.Date(string="Month", readonly=True)
    res_model = fields.Char(string="Document Type", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)
    reference = fields.Char(readonly=True)
    quantity = fields.Float(
        string="Missing Quantity",
        digits=(16, 4),
        readonly=True,
        help="What the ledger lacks; negative: has too much.",
    )
    amount = fields.Monetary(
        string="Missing Amount",
        readonly=True,
        help="What the ledger lacks; negative: has too much.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "reference")
    def _compute_display_name(self):
        for difference in self:
            difference.display_name = (
                difference.reference or f"{difference.metric_id.name} {difference.res_id or ''}"
            )

    # === ACTION METHODS === #

    def action_open_document(self):
        """Open what this is about."""
        self.ensure_one()
        record = (
            self.env[self.res_model].browse(self.res_id).exists()
            if self.res_model in self.env
            else None
        )
        if not record:
            return self.run_id._notify(self.env._("The document no longer exists."))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
