from odoo import api, fields, models

from odoo.addons.sales_conveyor.const import NAME_LENGTH

from ..const import CREDITS, FACT_KINDS, KINDS, WINDOWS


class MotivationPayComponent(models.Model):
    """A part of pay: what counts, of whom, over which window, and what it earns.

    ==========  =====================================================================================
    kind        what it pays
    ==========  =====================================================================================
    salary      the salary of the assignment, by its days in the month
    commission  each fact of the metric by the curve of its tiers over the window
    override    the same over the facts of the person's teams
    spif        the same between two days: a prize per sale
    bonus       an amount at the end of its window, whole or by the curve of attainment
    deduction   an amount for each fact, out of the bonus and out of nothing else
    draw        variable pay is made up to an amount
    ==========  =====================================================================================
    """

    _name = "motivation.pay.component"
    _description = "Pay Component"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one("motivation.pay.plan", required=True, ondelete="cascade", index=True)
    origin_id = fields.Many2one(
        "motivation.pay.component",
        string="In the Version Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    plan_state = fields.Selection(related="plan_id.state")
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10, aggregator=None)
    name = fields.Char(required=True, size=NAME_LENGTH, translate=True)
    kind = fields.Selection(KINDS, required=True, default="commission")
    # what counts
    metric_id = fields.Many2one(
        "conveyor.metric",
        ondelete="restrict",
        help="What is paid for, as the ledger of facts counts it.",
    )
    measure = fields.Selection(related="metric_id.measure")
    credit = fields.Selection(CREDITS, string="Whose Facts", required=True, default="doer")
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Only these and the categories below them; empty: all products.",
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Clients", help="Only these clients; empty: all of them."
    )
    sale = fields.Selection(
        [("all", "All Sales"), ("first", "First Sale to a Client"), ("repeat", "Later Sales")],
        string="Which Sales",
        required=True,
        default="all",
    )
    first_on = fields.Date(string="From Day", help="The first day of a prize.")
    last_on = fields.Date(string="To Day", help="The last day of a prize.")
    is_exclusive = fields.Boolean(
        string="Ends Here",
        help="A fact that is paid here is not paid by the components below.",
    )
    share = fields.Float(
        string="Share of the Base",
        digits=(7, 6),
        default=1.0,
        required=True,
        aggregator=None,
        help="The part of each fact that counts here: 0.4 where scout, hunter and farmer share one pool.",
    )
    pool_id = fields.Many2one(
        "motivation.pay.pool", ondelete="restrict", help="Components that share one amount."
    )
    # what it earns
    window = fields.Selection(WINDOWS, required=True, default="quarter")
    unit = fields.Selection(
        [("percent", "Share of the Money"), ("each", "Money for Each"), ("fixed", "Fixed Amount")],
        string="Pays",
        required=True,
        default="percent",
    )
    tier_on = fields.Selection(
        [("amount", "What Was Reached"), ("attainment", "Share of the Target")],
        string="Tiers by",
        required=True,
        default="amount",
    )
    tier_ids = fields.One2many("motivation.pay.tier", "component_id", string="Tiers", copy=True)
    gate_ids = fields.One2many("motivation.pay.gate", "component_id", string="Gates", copy=True)
    amount = fields.Monetary(
        help="Of a bonus when its window ends; of a deduction for each fact; of a guaranteed minimum by month."
    )
    is_recoverable = fields.Boolean(
        string="An Advance",
        default=True,
        help="What was made up is taken back out of later variable pay above the minimum.",
    )

    _check_share = models.Constraint(
        "CHECK (share > 0 AND share <= 1)", "The share of the base is above 0 and at most 100 %."
    )
    _check_amount = models.Constraint(
        "CHECK (amount >= 0 AND amount < 1e12)", "The amount of a component is 0 or above."
    )
    _check_days = models.Constraint(
        "CHECK (first_on <= last_on)", "The last day of a prize is not before its first."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        components = super().create(vals_list)
        components.plan_id._hold_draft()
        return components

    def write(self, vals):
        self.check_access("write")
        self.plan_id._hold_draft()
        res = super().write(vals)
        self.plan_id._hold_draft()
        return res

    def update_field_translations(self, field_name, translations, source_lang=""):
        """A component of an approved plan is called the same in every language for good."""
        self.plan_id._hold_draft()
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self.plan_id._hold_draft()

    def copy_data(self, default=None):
        """A copy knows what it was copied from, so that versions can be compared."""
        rows = super().copy_data(default)
        return [{**row, "origin_id": one.id} for one, row in zip(self, rows, strict=True)]

    # === BUSINESS METHODS === #

    def _tell_changes(self, old):
        """How this component differs from what it was before, as a list of sentences."""
        told = []
        if self.name != old.name:
            told.append(
                self.env._("“%(before)s” is called “%(now)s” now.", before=old.name, now=self.name)
            )
        return told + self.plan_id._tell_difference(self.name, old._tell(), self._tell())

    def _is_paid_by_fact(self):
        self.ensure_one()
        return self.kind in FACT_KINDS

    def _get_ledger_metric(self):
        """The metric whose facts are read: its basis where it is another column of the same facts."""
        return self.metric_id.basis_id or self.metric_id
