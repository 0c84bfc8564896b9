from odoo import fields, models
from odoo.exceptions import UserError

from ..const import LINE_KINDS

EXACT = {"digits": (16, 6), "readonly": True, "aggregator": None}


class MotivationStatementLine(models.Model):
    """One amount of a statement, with what it stands on: the fact, the component, its place on the curve."""

    _name = "motivation.statement.line"
    _inherit = "motivation.computed.mixin"
    _description = "Line of a Pay Statement"
    _order = "statement_id, id"
    _rec_name = "component_id"
    _log_access = False

    # Only what differs from line to line is kept here; the rest is read from the statement and the component.
    statement_id = fields.Many2one(
        "motivation.statement", required=True, readonly=True, ondelete="cascade"
    )
    run_id = fields.Many2one(related="statement_id.run_id")
    simulation_id = fields.Many2one(related="statement_id.simulation_id")
    first_on = fields.Date(related="statement_id.first_on", string="Month")
    company_id = fields.Many2one(related="statement_id.company_id")
    user_id = fields.Many2one(related="statement_id.user_id", string="Person")
    currency_id = fields.Many2one(related="statement_id.currency_id")
    component_id = fields.Many2one("motivation.pay.component", readonly=True, ondelete="restrict")
    plan_id = fields.Many2one(related="component_id.plan_id")
    kind = fields.Selection(LINE_KINDS, required=True, readonly=True)
    fact_id = fields.Many2one("conveyor.fact", readonly=True, ondelete="restrict")
    original_id = fields.Many2one(
        "conveyor.fact",
        string="Changes",
        readonly=True,
        ondelete="restrict",
        help="The sale that a later fact changes or takes back.",
    )
    adjustment_id = fields.Many2one("motivation.adjustment", readonly=True, ondelete="restrict")
    happened_on = fields.Date(string="Day", readonly=True)
    window_on = fields.Date(string="Window", readonly=True)
    base = fields.Float(**EXACT)
    before = fields.Float(help="Of the window, before this line.", **EXACT)
    after = fields.Float(help="Of the window, with this line.", **EXACT)
    target = fields.Float(help="Of the window, where the tiers are shares of it.", **EXACT)
    amount = fields.Monetary(readonly=True)
    held = fields.Monetary(readonly=True, help="Earned, and waiting for a gate to be reached.")
    trouble = fields.Selection(
        [("target", "No target"), ("rate", "No rate of exchange")], readonly=True
    )

    # What a window has come to is read from this index alone.
    _window_idx = models.Index("(statement_id, component_id, window_on) INCLUDE (base)")
    _unique_fact = models.UniqueIndex(
        "(fact_id, component_id, statement_id, kind) WHERE fact_id IS NOT NULL"
    )
    _original_idx = models.Index("(original_id) WHERE original_id IS NOT NULL")
    # What was drawn in advance, or is held, is looked for in all months.
    _draw_idx = models.Index("(statement_id) WHERE kind = 'draw'")
    _held_idx = models.Index("(statement_id) WHERE held != 0")
    _unique_adjustment = models.UniqueIndex("(adjustment_id) WHERE adjustment_id IS NOT NULL")

    # === CRUD METHODS === #

    def _refuse(self):
        raise UserError(self.env._("Lines of a statement are computed by pay runs, never by hand."))
