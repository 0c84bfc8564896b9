from odoo import fields, models

from odoo.addons.sales_conveyor.const import NOTE_LENGTH


class MotivationAdjustment(models.Model):
    """An amount that no rule gives: for a reason, agreed upon by two people, paid with its month."""

    _name = "motivation.adjustment"
    _description = "Adjustment of Pay"
    _order = "month_on desc, id desc"
    _rec_name = "reason"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict"
    )
    month_on = fields.Date(string="Month", required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    reason = fields.Char(required=True, size=NOTE_LENGTH)
    state = fields.Selection(
        [("draft", "Proposed"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
