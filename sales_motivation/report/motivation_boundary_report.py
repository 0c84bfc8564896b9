from odoo import api, fields, models
from odoo.tools import SQL, format_amount, format_date
from odoo.tools.misc import formatLang

PERIODS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
PART = {"digits": (16, 4), "readonly": True, "aggregator": None}
FLAGS = ("is_bunched", "is_held", "is_discounted", "is_moved")


class MotivationBoundaryReport(models.Model):
    """The border of a period: what a person sold just before and just after it, beside his own year.

    ==============  ====================================================================================
    sign            what it says
    ==============  ====================================================================================
    bunched         the last days hold a share of the month that is so many times his usual one
    held back       the first days after the border hold so many times what they usually do
    discounted      so much more discount in the last days than in his own year
    moved           dates of his deals were moved over the border
    ==============  ====================================================================================

    A sign is a reason to look and to ask, not a verdict. The own year is the twelve months before, of which at
    least three must be known.
    """

    _name = "motivation.boundary.report"
    _description = "Border of a Period"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "signs desc, month_on desc, amount desc, id"
    _rec_name = "user_id"
    _depends = {
        "res.company": [
            "currency_id", "motivation_border_days", "motivation_last_days", "motivation_border_ratio",
            "motivation_border_discount",
        ],
        "sale.order.line": ["discount", "price_unit", "product_uom_qty"],
        "crm.lead": ["name"],
    }  # fmt: skip

    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    month_on = fields.Date(string="Month That Ends", readonly=True)
    border_on = fields.Date(string="Border", readonly=True, help="The first day after the period.")
    period = fields.Selection(
        PERIODS, string="Ends", readonly=True, help="The longest period that ends there."
    )
    amount = fields.Monetary(string="Sold in the Month", readonly=True)
    last_amount = fields.Monetary(string="In the Last Days", readonly=True)
    share = fields.Float(
        string="Share of the Last Days", readonly=True, digits=(16, 4), aggregator="avg"
    )
    own_share = fields.Float(
        string="Usual Share", help="Of the last days, over the twelve months before.", **PART
    )
    ratio = fields.Float(string="Times Usual", help="Share ÷ usual share.", **PART)
    before_amount = fields.Monetary(string="Days Before", readonly=True)
    after_amount = fields.Monetary(string="Days After", readonly=True)
    before_count = fields.Integer(string="Sales Before", readonly=True)
    after_count = fields.Integer(string="Sales After", readonly=True)
    after_ratio = fields.Float(
        string="After, Times Usual",
        help="The first days of the next month ÷ what they usually hold.",
        **PART,
    )
    discount = fields.Float(string="Discount at the End", **PART)
    own_discount = fields.Float(string="Usual Discount", **PART)
    extra_discount = fields.Float(
        help="Discount of the last days − discount of the twelve months before.", **PART
    )
    moves = fields.Integer(string="Dates Moved", readonly=True)
    is_bunched = fields.Boolean(string="Bunched", readonly=True)
    is_held = fields.Boolean(string="Held Back", readonly=True)
    is_discounted = fields.Boolean(string="Discounted", readonly=True)
    is_moved = fields.Boolean(string="Moved", readonly=True)
    signs = fields.Integer(readonly=True)
    month = fields.Char(compute="_compute_why")
    why = fields.Text(compute="_compute_why", help="What is unusual, in words.")

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    @api.depends(*FLAGS)
    def _compute_why(self):
        for row in self:
            row.month = format_date(self.env, row.month_on, date_format="LLLL y")
            row.why = "\n".join(row._tell_signs())

    def _tell_signs(self):
        """What is unusual at this border, a sentence each."""
        number = {
            name: formatLang(self.env, self[name], digits=1) for name in ("ratio", "after_ratio")
        }
        if self.is_bunched:
            yield self.env._(
                "%(share)s %% of %(month)s in its last days: %(times)s times the usual share.",
                share=round(self.share * 100),
                month=self.month,
                times=number["ratio"],
            )
        if self.is_held:
            yield self.env._(
                "%(amount)s in the first days after the border: %(times)s times the usual.",
                amount=format_amount(self.env, self.after_amount, self.currency_id),
                times=number["after_ratio"],
            )
        if self.is_discounted:
            yield self.env._(
                "Discount of %(discount)s %% at the end, usually %(usual)s %%.",
                discount=formatLang(self.env, self.discount * 100, digits=1),
                usual=formatLang(self.env, self.own_discount * 100, digits=1),
            )
        if self.is_moved:
            yield self.env._("Dates moved over the border: %s.", self.moves)

    # === ACTION METHODS === #

    def action_open_facts(self):
        """The sales around this border."""
        self.ensure_one()
        days = self.company_id.sudo().motivation_border_days  # a setting is no secret
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_fact_action"
        )
        domain = [
            ("metric_id", "=", self._get_metric_id("contract_amount")),
            ("company_id", "=", self.company_id.id),
            ("user_id", "=", self.user_id.id),
            ("happened_on", ">=", fields.Date.subtract(self.border_on, days=days)),
            ("happened_on", "<", fields.Date.add(self.border_on, days=days)),
        ]
        return {**action, "domain": domain, "context": {}, "display_name": self.user_id.name}

    def action_open_moves(self):
        """The dates moved over this border."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_conveyor.conveyor_shift_report_action"
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("owner_id", "=", self.user_id.id),
            ("moved_on", ">=", self.month_on),
            ("moved_on", "<", self.border_on),
        ]
        return {**action, "domain": domain, "context": {}}

    # === GROUPING === #

    @api.model
    def _get_measure_sql(self, name, column):
        """The share of the last days comes from the sums of its parts."""
        if name == "share":
            return SQL(
                "(SUM(%s) / NULLIF(SUM(%s), 0))::float8", column("last_amount"), column("amount")
            )
        return None
