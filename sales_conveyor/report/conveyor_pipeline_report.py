from odoo import fields, models
from odoo.exceptions import UserError

KINDS = [
    ("open", "In Work"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("level", "In Work at the End of a Month"),
]
# A row is a fact, a card or a level: its id tells which, so that the card is found without a search.
FACT, CARD, LEVEL = range(3)
NUMBERS = 3


class ConveyorPipelineReport(models.Model):
    """The four figures of a pipeline: deals in work, average deal, share won, days to close.

    Won and lost deals are facts of the ledger, reversals included, so that a reopened deal counts no more.
    Deals in work are the open cards of this moment; for past months the ledger's levels of the last day.
    """

    _name = "conveyor.pipeline.report"
    _description = "Pipeline"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "happened_on desc, id desc"

    name = fields.Char(string="Deal", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    happened_on = fields.Date(
        string="Day",
        readonly=True,
        help="The day a deal was closed by the clock of the company; today for deals in work.",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    product_id = fields.Many2one(
        "product.product",
        string="Main Product",
        readonly=True,
        help="The product that brings most of the money in the orders of the deal.",
    )
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Card", readonly=True)
    in_work = fields.Integer(
        string="Deals in Work",
        readonly=True,
        help="Now; in a past month, at its end. Never summed over months: a quarter has what its last month has.",
    )
    pipeline = fields.Monetary(
        readonly=True, help="Expected revenue of the deals in work, as they add up."
    )
    won = fields.Integer(readonly=True)
    lost = fields.Integer(readonly=True)
    won_amount = fields.Monetary(readonly=True)
    lost_amount = fields.Monetary(readonly=True)
    average_deal = fields.Monetary(
        readonly=True, aggregator="avg", help="Won amount ÷ number of won deals."
    )
    win_rate = fields.Float(readonly=True, aggregator="avg", help="Won ÷ (won + lost).")
    win_rate_amount = fields.Float(
        string="Win Rate by Money",
        readonly=True,
        aggregator="avg",
        help="Won amount ÷ (won amount + lost amount).",
    )
    days_open = fields.Integer(
        string="Days to Close",
        readonly=True,
        aggregator="avg",
        help="The middle value of the days from the birth of the card until it was won.",
    )
    days_held = fields.Integer(
        string="Days to Close since Acceptance",
        readonly=True,
        aggregator="avg",
        help="The middle value of the days from the acceptance of the card by a hunter until it was won.",
    )

    # === ACTION METHODS === #

    def action_open_deal(self):
        """Open the card of a row, or the document of an imported deal."""
        self.ensure_one()
        origin, kind = divmod(self.id, NUMBERS)
        if kind == FACT:
            return self.env["conveyor.fact"].browse(origin).action_open_document()
        if kind == LEVEL:
            raise UserError(
                self.env._("This is what somebody had in work when a month ended, not one deal.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": origin,
            "views": [(False, "form")],
        }
