from odoo import fields, models


class ConveyorDailyReportAnswer(models.TransientModel):
    """What the head says of evening reports: accepted with a comment, or given back."""

    _name = "conveyor.daily.report.answer"
    _description = "Answer to Evening Reports"

    report_ids = fields.Many2many(
        "conveyor.daily.report", string="Reports", required=True, readonly=True
    )
    comment = fields.Text(required=True)

    # === ACTION METHODS === #

    def action_accept(self):
        """Accept the reports; the comment stays with them."""
        self.ensure_one()
        self.report_ids.comment_report(self.comment)
        self.report_ids.action_accept()

    def action_return(self):
        """Give the reports back, to be put right."""
        self.ensure_one()
        self.report_ids.return_report(self.comment)
