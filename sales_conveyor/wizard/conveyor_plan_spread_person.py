from odoo import api, fields, models

from ..tools.spreading import SpreadError

COUNT = {"digits": (16, 4)}


class ConveyorPlanSpreadPerson(models.TransientModel):
    """A person over whom a year is spread: what he counts, what he gets, and what he brought before."""

    _name = "conveyor.plan.spread.person"
    _description = "Person of a Year to Spread"

    spread_id = fields.Many2one("conveyor.plan.spread", required=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", string="Sales Team")
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="cascade")
    weight = fields.Float(**COUNT)
    value = fields.Float(string="Proposed", compute="_compute_value", **COUNT)
    peak = fields.Float(
        string="Largest Month",
        compute="_compute_value",
        help="The most that one month asks of this person.",
        **COUNT,
    )
    last_value = fields.Float(string="Year Before", compute="_compute_facts", **COUNT)
    growth = fields.Float(string="Growth Asked", compute="_compute_growth", aggregator=None)
    best = fields.Float(
        string="Best Month Ever",
        compute="_compute_facts",
        help="The most that this person has brought in one month.",
        **COUNT,
    )
    is_above = fields.Boolean(
        compute="_compute_growth", help="A month asks for more than the best one has brought."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "spread_id.amount",
        "spread_id.is_whole",
        "spread_id.metric_id",
        "spread_id.month_ids.weight",
        "spread_id.person_ids.weight",
    )
    def _compute_value(self):
        for wizard, lines in self.grouped("spread_id").items():
            try:
                columns = zip(*wizard._propose_table(), strict=True)
                shares = dict(zip(wizard.person_ids, columns, strict=True))
            except SpreadError:
                shares = {}  # the wizard tells why
            for line in lines:
                mine = shares.get(line, (0,))
                line.value, line.peak = sum(mine), max(mine)

    @api.depends("team_id", "user_id", "spread_id.metric_id", "spread_id.categ_id")
    def _compute_facts(self):
        for wizard, lines in self.grouped("spread_id").items():
            facts = wizard._read_people([line._get_key() for line in lines])
            year = wizard.plan_id.year - 1
            for line in lines:
                mine = facts[line._get_key()]
                line.last_value = sum(v for month, v in mine.items() if month.year == year)
                line.best = max(mine.values(), default=0.0)

    @api.depends("value", "peak", "last_value", "best")
    def _compute_growth(self):
        for line in self:
            line.growth = line.value / line.last_value - 1 if line.last_value else 0.0
            line.is_above = 0 < line.best < line.peak

    # === BUSINESS METHODS === #

    def _get_key(self):
        return (self.team_id.id, self.user_id.id)
