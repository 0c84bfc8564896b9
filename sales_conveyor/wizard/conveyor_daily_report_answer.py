from odoo import api, fields, models


class ConveyorDailyReportAnswer(models.TransientModel):
    """What the head says of evening reports: a comment, accepted with it, or given back."""

    _name = "conveyor.daily.report.answer"
    _description = "Answer to Evening Reports"

    report_ids = fields.Many2many(
        "conveyor.daily.report", string="Reports", required=True, readonly=True
    )
    comment = fields.Text(required=True)
    differences = fields.Text(string="What Differs", compute="_compute_differences")
    can_accept = fields.Boolean(compute="_compute_can_accept")

    # === COMPUTE METHODS === #

    @api.depends("report_ids")
    def _compute_differences(self):
        for answer in self:
            differing = answer.report_ids.filtered("differences")
            answer.differences = "\n".join(
                f"{report.user_id.name}: {report.differences}" for report in differing
            )

    @api.depends("report_ids")
    def _compute_can_accept(self):
        """Only a day that is frozen is accepted; until then it can be commented on or given back."""
        for answer in self:
            answer.can_accept = all(report.frozen_at for report in answer.report_ids)

    # === ACTION METHODS === #

    def action_accept(self):
        """Accept the reports; the comment stays with them."""
        self.ensure_one()
        self.report_ids.comment_report(self.comment)
        self.report_ids.action_accept()

    def action_comment(self):
        """Leave the comment; the reports wait on."""
        self.ensure_one()
        self.report_ids.comment_report(self.comment)

    def action_return(self):
        """Give the reports back, to be put right."""
        self.ensure_one()
        self.report_ids.return_report(self.comment)
