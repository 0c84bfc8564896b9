from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.spreading import SpreadError

COUNT = {"digits": (16, 4)}


class ConveyorPlanSpreadMonth(models.TransientModel):
    """A month of the year that is spread: what it counts, what it gets, and what it was before."""

    _name = "conveyor.plan.spread.month"
    _description = "Month of a Year to Spread"
    _order = "month_on, id"

    spread_id = fields.Many2one("conveyor.plan.spread", required=True, ondelete="cascade")
    month_on = fields.Date(string="Month", required=True)
    name = fields.Char(string="Month of the Year", compute="_compute_name")
    weight = fields.Float(**COUNT)
    value = fields.Float(string="Proposed", compute="_compute_value", **COUNT)
    last_value = fields.Float(string="Year Before", compute="_compute_facts", **COUNT)
    growth = fields.Float(string="Growth Asked", compute="_compute_growth", aggregator=None)
    best_same = fields.Float(
        string="Best Such Month",
        compute="_compute_facts",
        help="The best January for a January, of all years.",
        **COUNT,
    )
    best = fields.Float(string="Best Month Ever", compute="_compute_facts", **COUNT)
    is_above = fields.Boolean(
        compute="_compute_growth", help="More is asked than the best month ever has brought."
    )

    # === COMPUTE METHODS === #

    @api.depends("month_on")
    @api.depends_context("lang")
    def _compute_name(self):
        for line in self:
            line.name = line.month_on and format_date(self.env, line.month_on, date_format="LLLL")

    @api.depends(
        "spread_id.amount",
        "spread_id.is_whole",
        "spread_id.metric_id",
        "spread_id.month_ids.weight",
    )
    def _compute_value(self):
        for wizard, lines in self.grouped("spread_id").items():
            try:
                values = dict(zip(wizard.month_ids, wizard._propose_months(), strict=True))
            except SpreadError:
                values = {}  # the wizard tells why
            for line in lines:
                line.value = values.get(line, 0.0)

    @api.depends(
        "month_on",
        "spread_id.metric_id",
        "spread_id.categ_id",
        "spread_id.whom",
        "spread_id.team_ids",
    )
    def _compute_facts(self):
        for wizard, lines in self.grouped("spread_id").items():
            facts = wizard._read_months()
            best = max(facts.values(), default=0.0)
            for line in lines:
                line.last_value = facts.get(fields.Date.subtract(line.month_on, years=1), 0.0)
                same = [v for month, v in facts.items() if month.month == line.month_on.month]
                line.best_same, line.best = max(same, default=0.0), best

    @api.depends("value", "last_value", "best")
    def _compute_growth(self):
        for line in self:
            line.growth = line.value / line.last_value - 1 if line.last_value else 0.0
            line.is_above = 0 < line.best < line.value
