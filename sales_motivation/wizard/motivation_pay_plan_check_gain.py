from odoo import fields, models


class MotivationPayPlanCheckGain(models.TransientModel):
    """What one person would have gained at one end of a month, quarter or year."""

    _name = "motivation.pay.plan.check.gain"
    _description = "Gain from Moving Deals"
    _order = "gain desc, id"

    check_id = fields.Many2one("motivation.pay.plan.check", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="check_id.currency_id")
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True)
    component_id = fields.Many2one("motivation.pay.component", required=True, readonly=True)
    last_on = fields.Date(string="End", readonly=True)
    movable = fields.Char(string="In the Last Days", readonly=True)
    moved = fields.Char(readonly=True)
    paid = fields.Monetary(
        string="Pays as It Was", readonly=True, help="Before and after that end together."
    )
    gain = fields.Monetary(readonly=True)
