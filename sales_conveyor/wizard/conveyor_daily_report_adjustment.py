from odoo import api, fields, models


class ConveyorDailyReportAdjustment(models.TransientModel):
    """Something forgotten, or claimed too much: a line that a person adds to his own frozen evening report."""

    _name = "conveyor.daily.report.adjustment"
    _description = "Adjust an Evening Report"

    report_id = fields.Many2one("conveyor.daily.report", required=True, readonly=True)
    metric_ids = fields.Many2many("conveyor.metric", compute="_compute_metric_ids")
    metric_id = fields.Many2one(
        "conveyor.metric", string="Line", required=True, domain="[('id', 'in', metric_ids)]"
    )
    quantity = fields.Float(
        string="Difference", required=True, help="How many more; below zero where it was too much."
    )
    comment = fields.Char(string="Why", required=True)

    # === COMPUTE METHODS === #

    @api.depends("report_id")
    def _compute_metric_ids(self):
        for form in self:
            form.metric_ids = form.report_id.line_ids.metric_id

    # === CONSTRAINT METHODS === #

    @api.constrains("report_id")
    def _check_known(self):
        """A form names no report that the person may not read: Odoo would tell him whose it is."""
        self.sudo(False).report_id.check_access("read")  # Odoo checks beyond rights

    # === ACTION METHODS === #

    def action_adjust(self):
        """Add the line; who may, and what, is decided by the report."""
        self.ensure_one()
        self.report_id.adjust_report(self.metric_id.id, self.quantity, self.comment)
        return {"type": "ir.actions.act_window_close"}
