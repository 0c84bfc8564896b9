from odoo import fields, models


class MotivationRefund(models.Model):
    """A negative fact that says of nothing what it takes back: somebody has to say it, nobody guesses."""

    _name = "motivation.refund"
    _description = "Refund Without a Sale"
    _order = "id desc"
    _rec_name = "fact_id"

    fact_id = fields.Many2one("conveyor.fact", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="fact_id.company_id", store=True)
    original_id = fields.Many2one(
        "conveyor.fact", string="Takes Back", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("matched", "Matched"), ("ignored", "Concerns Nobody's Pay")], required=True, readonly=True
    )
    decided_at = fields.Datetime(readonly=True)

    _unique_fact = models.UniqueIndex(
        "(fact_id)", "Somebody has decided about this refund already."
    )
