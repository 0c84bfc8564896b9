from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import LINE_KINDS

EXACT = {"digits": (16, 6), "readonly": True, "aggregator": None}


class MotivationStatementLine(models.Model):
    """One amount of a statement, with what it stands on: the fact, the component, its place on the curve."""

    _name = "motivation.statement.line"
    _description = "Line of a Pay Statement"
    _order = "statement_id, id"
    _rec_name = "component_id"
    _log_access = False

    statement_id = fields.Many2one(
        "motivation.statement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    run_id = fields.Many2one(
        "motivation.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    simulation_id = fields.Many2one("motivation.simulation", readonly=True, ondelete="cascade")
    month_on = fields.Date(string="Month", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    plan_id = fields.Many2one("motivation.pay.plan", readonly=True, ondelete="restrict")
    component_id = fields.Many2one("motivation.pay.component", readonly=True, ondelete="restrict")
    kind = fields.Selection(LINE_KINDS, required=True, readonly=True)
    fact_id = fields.Many2one("conveyor.fact", readonly=True, ondelete="restrict")
    root_id = fields.Many2one("conveyor.fact", string="Sale", readonly=True, ondelete="restrict")
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
    _window_idx = models.Index(
        "(component_id, user_id, window_on) INCLUDE (month_on, simulation_id, company_id, base)"
    )
    _root_idx = models.Index("(root_id) WHERE root_id IS NOT NULL")
    _unique_fact = models.UniqueIndex(
        "(statement_id, component_id, fact_id, kind) WHERE fact_id IS NOT NULL"
    )
    _unique_adjustment = models.UniqueIndex("(adjustment_id) WHERE adjustment_id IS NOT NULL")

    # === CRUD METHODS === #

    # pylint: disable=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse()

    def write(self, vals):
        self._refuse()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _refuse(self):
        raise UserError(self.env._("Lines of a statement are computed by pay runs, never by hand."))
