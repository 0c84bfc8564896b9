from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_conveyor.const import NOTE_LENGTH


class MotivationRefundChoice(models.TransientModel):
    """What a refund without a sale takes back: a sale of the same client, or nothing that anybody is paid for."""

    _name = "motivation.refund.choice"
    _description = "Choice of a Sale"

    fact_id = fields.Many2one("conveyor.fact", string="Refund", required=True, readonly=True)
    # Whoever may not read the refund reads it in no dialog either.
    client_id = fields.Many2one(related="fact_id.client_id", related_sudo=False)
    partner_id = fields.Many2one(related="fact_id.partner_id", related_sudo=False)
    happened_on = fields.Date(related="fact_id.happened_on", related_sudo=False)
    amount = fields.Monetary(related="fact_id.amount", related_sudo=False)
    currency_id = fields.Many2one(related="fact_id.currency_id", related_sudo=False)
    state = fields.Selection(
        [("matched", "It takes back a sale"), ("ignored", "It concerns nobody's pay")],
        string="Decision",
        required=True,
        default="matched",
    )
    candidate_ids = fields.Many2many("conveyor.fact", compute="_compute_candidate_ids")
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

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        forms = super().create(vals_list)
        forms.fact_id.check_access("read")
        return forms

    # === ACTION METHODS === #

    def action_decide(self):
        """It concerns nobody's pay; who may say so is judged by the refund. A sale is chosen in its row."""
        self.ensure_one()
        if self.state == "matched":
            raise UserError(self.env._("Choose the sale that it takes back."))
        self.env["motivation.refund"]._decide(self.fact_id, self.state, reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
