from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.spreading import SpreadError, spread, spread_table

BY_MONTH = [
    ("history", "Seasons of earlier years"),
    ("days", "Working days"),
    ("even", "Evenly"),
    ("typed", "Weights that I type"),
]
BY_PERSON = [
    ("equal", "Equally"),
    ("history", "What they brought the year before"),
    ("capacity", "Capacity"),
    ("typed", "Weights that I type"),
]


class ConveyorPlanSpread(models.TransientModel):
    """Share the amount of a year out: over its months, then over people.

    Beside each proposal stands what was there before, so that a high goal stays a realistic one.
    """

    _name = "conveyor.plan.spread"
    _description = "Spread a Year"

    plan_id = fields.Many2one(
        "conveyor.plan", required=True, readonly=True, domain=[("state", "=", "draft")]
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    metric_id = fields.Many2one(
        "conveyor.metric",
        required=True,
        domain=[("aggregation", "=", "sum")],
        default=lambda self: self.env.company._get_main_metric(),
    )
    categ_id = fields.Many2one("product.category", string="Product Category")
    amount = fields.Float(string="Amount of the Year", digits=(16, 4))
    is_whole = fields.Boolean(
        string="Whole Units",
        compute="_compute_is_whole",
        store=True,
        readonly=False,
        help="Nobody gets a part of a unit. Without it money goes down to the smallest coin, numbers to four digits.",
    )
    whom = fields.Selection(
        [("people", "People of teams"), ("company", "The company as a whole")],
        string="For Whom",
        required=True,
        default="people",
    )
    team_ids = fields.Many2many(
        "crm.team",
        string="Sales Teams",
        compute="_compute_team_ids",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    by_month = fields.Selection(BY_MONTH, string="Months", required=True, default="history")
    by_person = fields.Selection(BY_PERSON, string="People", required=True, default="equal")
    month_ids = fields.One2many(
        "conveyor.plan.spread.month",
        "spread_id",
        compute="_compute_month_ids",
        store=True,
        readonly=False,
    )
    person_ids = fields.One2many(
        "conveyor.plan.spread.person",
        "spread_id",
        compute="_compute_person_ids",
        store=True,
        readonly=False,
    )
    basis = fields.Char(string="How", compute="_compute_basis")
    warning = fields.Char(compute="_compute_warning")
    problem = fields.Char(compute="_compute_problem")

    # === COMPUTE METHODS === #

    @api.depends("amount")
    def _compute_is_whole(self):
        for wizard in self:
            wizard.is_whole = wizard.amount == round(wizard.amount)

    @api.depends("plan_id")
    def _compute_team_ids(self):
        """The teams of the conveyor, or all of them where it runs in none."""
        for wizard in self:
            domain = [("company_id", "in", (False, wizard.company_id.id))]
            teams = self.env["crm.team"].search(domain).filtered("crm_team_member_ids")
            wizard.team_ids = teams.filtered("use_conveyor") or teams

    @api.depends("plan_id", "metric_id", "categ_id", "whom", "team_ids", "by_month")
    def _compute_month_ids(self):
        for wizard in self.filtered("plan_id"):
            typed = {line.month_on: line.weight for line in wizard.month_ids}
            weights, _basis = wizard._get_month_weights(typed)
            wizard.month_ids = [
                Command.clear(),
                *(
                    Command.create({"month_on": month, "weight": weight})
                    for month, weight in weights.items()
                ),
            ]

    @api.depends("plan_id", "metric_id", "categ_id", "whom", "team_ids", "by_person")
    def _compute_person_ids(self):
        for wizard in self.filtered("plan_id"):
            typed = {(line.team_id.id, line.user_id.id): line.weight for line in wizard.person_ids}
            weights, _basis = wizard._get_person_weights(typed)
            wizard.person_ids = [
                Command.clear(),
                *(
                    Command.create({"team_id": team, "user_id": user, "weight": weight})
                    for (team, user), weight in weights.items()
                ),
            ]

    @api.depends("plan_id", "metric_id", "categ_id", "whom", "team_ids", "by_month", "by_person")
    def _compute_basis(self):
        for wizard in self:
            wizard.basis = wizard.plan_id and wizard._describe()

    @api.depends("plan_id", "metric_id", "categ_id", "whom", "team_ids", "person_ids.user_id")
    def _compute_warning(self):
        for wizard in self:
            targets = self.env["conveyor.target"]
            replaced = targets.search_count(wizard._get_replaced_domain())
            beside = targets.search_count(wizard._get_metric_domain()) - replaced
            words = []
            if replaced:
                words.append(self.env._("%s targets of this plan are replaced.", replaced))
            if beside:
                words.append(
                    self.env._("%s other targets of this metric stay: they add up.", beside)
                )
            wizard.warning = " ".join(words)

    @api.depends("amount", "is_whole", "metric_id", "whom", "month_ids.weight", "person_ids.weight")
    def _compute_problem(self):
        for wizard in self:
            try:
                wizard._propose_table()
                wizard.problem = False
            except SpreadError as fault:
                wizard.problem = wizard._tell(str(fault))

    def _tell(self, reason):
        """Why nothing can be spread, in a sentence."""
        return {
            "amount": self.env._("Type the amount of the year."),
            "empty": self.env._("There is nobody in these teams to spread it over."),
            "zero": self.env._("At least one month and one person need a weight above zero."),
            "fine": self.env._("The amount has a fraction that is smaller than the unit."),
            "huge": self.env._("A target is a number from 0 to 1,000,000,000,000."),
        }.get(reason, self.env._("The amount and the weights are numbers of zero or more."))

    # === ACTION METHODS === #

    def action_apply(self):
        """Write the proposal into the plan, in the place of what it had for the same people."""
        self.ensure_one()
        try:
            table = self._propose_table()
        except SpreadError as fault:
            raise UserError(self._tell(str(fault)))
        targets = self.env["conveyor.target"]
        replaced = targets.search(self._get_replaced_domain())
        written, gone = targets._set_leaves(self.plan_id, self._get_leaves(table), replaced)
        told = f"{targets._tell_written(self.metric_id.name, written, gone)} {self._describe()}"
        self.plan_id._message_log(body=told)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": told,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # === BUSINESS METHODS === #

    def _propose_months(self):
        """The share of each month, in the order of the lines."""
        if not self.amount:
            raise SpreadError("amount")
        return spread(self.amount, self.month_ids.mapped("weight"), self._get_decimals())

    def _propose_table(self):
        """A list of shares for each month, in the order of the lines: one for each person, or for the company."""
        weights = self.person_ids.mapped("weight") if self.whom == "people" else [1]
        return spread_table(self._propose_months(), weights, self._get_decimals())

    def _get_decimals(self):
        if self.is_whole or not self.metric_id:
            return 0
        return self.env["conveyor.target"]._get_decimals(self.metric_id, self.company_id)

    def _get_leaves(self, table):
        """The proposal by leaf, as targets are kept."""
        metric, categ = self.metric_id.id, self.categ_id.id or None
        people = [(None, None)]
        if self.whom == "people":
            people = [(line.team_id.id or None, line.user_id.id) for line in self.person_ids]
        leaves = {}
        for line, shares in zip(self.month_ids, table, strict=True):
            for (team, user), share in zip(people, shares, strict=True):
                leaf = (line.month_on, metric, team, user, categ)
                leaves[leaf] = leaves.get(leaf, Decimal(0)) + share
        return leaves

    def _get_metric_domain(self):
        return (
            Domain("plan_id", "=", self.plan_id.id)
            & Domain("metric_id", "=", self.metric_id.id)
            & Domain("categ_id", "=", self.categ_id.id)
        )

    def _get_replaced_domain(self):
        """What the proposal takes the place of: targets of these teams and people, or of the company as such."""
        if self.whom == "people":
            whose = Domain("team_id", "in", self.team_ids.ids)
            whose |= Domain("user_id", "in", self.person_ids.user_id.ids)
        else:
            whose = Domain("team_id", "=", False) & Domain("user_id", "=", False)
        return self._get_metric_domain() & whose
