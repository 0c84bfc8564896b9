from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    conveyor_tz = fields.Selection(related="company_id.conveyor_tz", readonly=False)
    conveyor_metric_id = fields.Many2one(related="company_id.conveyor_metric_id", readonly=False)
    conveyor_pipeline_weight = fields.Float(
        related="company_id.conveyor_pipeline_weight", readonly=False
    )
    ledger_state = fields.Html(compute="_compute_ledger_state", sanitize=True)

    # === COMPUTE METHODS === #

    def _compute_ledger_state(self):
        state = self.env["conveyor.ledger.run"]._describe_ledger()
        for settings in self:
            settings.ledger_state = state

    # === ACTION METHODS === #

    def action_check_ledger(self):
        """Compare the ledger with its documents."""
        return self.env["conveyor.ledger.run"].action_start_check()

    def action_backfill_ledger(self):
        """Take over what Odoo knows of the time before the ledger."""
        return self.env["conveyor.ledger.run"].action_start_backfill()
