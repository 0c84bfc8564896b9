from odoo import api, fields, models

from odoo.addons.sales_conveyor.const import NOTE_LENGTH


class MotivationRefundChoice(models.TransientModel):
    """What a refund without a sale takes back: a sale of the same client, or nothing that anybody is paid for."""

    _name = "motivation.refund.choice"
    _description = "Choice of a Sale"

    fact_id = fields.Many2one("conveyor.fact", string="Refund", required=True, readonly=True)
    client_id = fields.Many2one(related="fact_id.client_id")
    partner_id = fields.Many2one(related="fact_id.partner_id")
    happened_on = fields.Date(related="fact_id.happened_on")
    amount = fields.Monetary(related="fact_id.amount")
    currency_id = fields.Many2one(related="fact_id.currency_id")
    state = fields.Selection(
        [("matched", "It takes back a sale"), ("ignored", "It concerns nobody's pay")],
        string="Decision",
        required=True,
        default="matched",
    )
    candidate_ids = fields.Many2many("conveyor.fact", compute="_compute_candidate_ids")
    original_id = fields.Many2one("conveyor.fact", string="Sale")
    left = fields.Monetary(
        compute="_compute_left", help="What is left of the sale after what was taken back already."
    )
    is_more = fields.Boolean(compute="_compute_left")
    reason = fields.Char(size=NOTE_LENGTH)

    # === COMPUTE METHODS === #

    @api.depends("fact_id")
    def _compute_candidate_ids(self):
        """Sales of the same client, or of the same person where the client is not known; the latest first."""
        for form in self:
            fact = form.fact_id
            whose = (
                ("client_id", "=", fact.client_id.id)
                if fact.client_id
                else ("user_id", "=", fact.user_id.id)
            )
            form.candidate_ids = self.env["conveyor.fact"].search(
                [
                    whose,
                    ("metric_id", "=", fact.metric_id.id),
                    ("company_id", "=", fact.company_id.id),
                    ("reversal_of_id", "=", False),
                    ("amount", ">", 0),
                    ("happened_on", "<=", fact.happened_on),
                ],
                limit=80,
            )

    @api.depends("original_id")
    def _compute_left(self):
        for form in self:
            original = form.original_id
            changes = self.env["conveyor.fact"].search([("reversal_of_id", "=", original.id)])
            matched = self.env["motivation.refund"].search([("original_id", "=", original.id)])
            form.left = original.amount + sum((changes | matched.fact_id).mapped("amount"))
            form.is_more = bool(original) and form.left + form.amount < 0

    # === ACTION METHODS === #

    def action_decide(self):
        """Decide; who may do so, and which sale it can be, is judged by the refund."""
        self.ensure_one()
        self.env["motivation.refund"]._decide(
            self.fact_id, self.state, self.original_id, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
