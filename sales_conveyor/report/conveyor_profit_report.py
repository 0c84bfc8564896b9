from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COUNTED = {"digits": (16, 2), "readonly": True}
SHARED = {"digits": (16, 3), "readonly": True, "aggregator": "avg"}
# What adds up, by the metric whose facts tell it, and in which of its columns.
MEASURES = {
    "revenue": ("contract_amount", "amount"),
    "margin": ("margin", "amount"),
    "contracts": ("contract", "quantity"),
    "money_in": ("money_in", "amount"),
    "last_year": ("contract_amount", "amount"),
}
# A ratio of two totals.
SHARES = {
    "profitability": ("margin", "revenue"),
    "average_check": ("revenue", "contracts"),
    "growth": ("revenue", "last_year"),
}


class ConveyorProfitReport(models.Model):
    """Growth and profit: contracts, their money and their margin by client, product, source and seller.

    A row is a fact of the ledger, changes and reversals included on their own days; or revenue of the year
    before, shown a year later. Ratios are of the sums of what they are asked for; companies are never mixed.
    """

    _name = "conveyor.profit.report"
    _description = "Growth and Profit"
    _auto = False
    _order = "happened_on desc, id desc"
    _rec_name = "reference"
    _depends = {
        "conveyor.client": ["partner_id"],
        "crm.team": ["user_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["currency_id"],
    }

    kind = fields.Selection(
        [("year", "This Year"), ("before", "A Year Before")], string="What", readonly=True
    )
    happened_on = fields.Date(string="Day", readonly=True)
    metric_id = fields.Many2one("conveyor.metric", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Client", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    reference = fields.Char(string="Document", readonly=True)
    revenue = fields.Float(help="Contracts, untaxed.", **COUNTED)
    margin = fields.Float(help="Price minus cost of the lines of contracts.", **COUNTED)
    contracts = fields.Float(
        help="Each counts once, whatever its products: asked for by product it stays blank.",
        **COUNTED,
    )
    money_in = fields.Float(help="Payments of clients, untaxed.", **COUNTED)
    last_year = fields.Float(
        string="Same Time Last Year",
        help="Revenue of the same days a year before; of the present period no more than up to today.",
        **COUNTED,
    )
    profitability = fields.Float(help="Margin ÷ revenue.", **SHARED)
    average_check = fields.Float(
        help="Revenue ÷ contracts.",
        **{**COUNTED, "aggregator": "avg"},
    )
    growth = fields.Float(help="Revenue ÷ the same time last year − 1.", **SHARED)
    is_loss = fields.Boolean(
        string="Sold at a Loss",
        compute="_compute_is_loss",
        search="_search_is_loss",
        help="Lines of contracts that cost more than they brought: their revenue and their margin. "
        "A product or a client may earn with other lines what it loses with these.",
    )

    # === COMPUTE METHODS === #

    @api.depends("metric_id")
    def _compute_is_loss(self):
        losses = self.search([("id", "in", self.ids), ("is_loss", "=", True)])
        for row in self:
            row.is_loss = row in losses

    def _search_is_loss(self, operator, value):
        if operator != "in":
            return NotImplemented
        losses = Domain("id", "in", self._get_loss_rows())
        return Domain.OR([losses if is_loss else ~losses for is_loss in set(value)])

    @api.model
    def _get_loss_rows(self):
        """The rows of the lines whose margin stands below zero, whoever may see them."""
        metrics = self._get_metrics()
        facts = self.env.execute_query(
            SQL(
                """
                SELECT f.id FROM conveyor_fact f
                  JOIN (SELECT m.origin_id, m.line_id, m.part_id
                          FROM (SELECT DISTINCT origin_id, line_id, part_id FROM conveyor_fact
                                 WHERE metric_id = %(margin)s AND amount < 0) n
                          JOIN conveyor_fact m USING (origin_id, line_id, part_id)
                         WHERE m.metric_id = %(margin)s
                         GROUP BY m.origin_id, m.line_id, m.part_id HAVING sum(m.amount) < 0
                       ) l USING (origin_id, line_id, part_id)
                 WHERE f.metric_id IN %(sales)s
                """,
                margin=metrics["margin"],
                sales=(metrics["contract_amount"], metrics["margin"]),
            )
        )
        return [row for [fact] in facts for row in (fact * 2, fact * 2 + 1)]

    # === ACTION METHODS === #

    def action_open_facts(self):
        """Open the facts of these rows."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Facts"),
            "res_model": "conveyor.fact",
            "domain": [("id", "in", sorted({row // 2 for row in self.ids}))],
            "views": [(False, "list"), (False, "pivot"), (False, "graph"), (False, "form")],
        }

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if name not in (*SHARES, *MEASURES):
            return super()._read_group_select(aggregate_spec, query)
        if function not in ("sum", "avg"):
            return SQL("NULL::float8")  # the largest row tells nothing
        if name in SHARES:
            part, whole = (self._get_total(column, query) for column in SHARES[name])
            if name == "growth":
                # Nothing where there was something is a fall to nothing.
                part = SQL("COALESCE(%s, 0) - %s", part, whole)
            value = SQL("%s / NULLIF(%s, 0)", SQL("(%s)", part), whole)
        else:
            value = self._get_total(name, query)
        return SQL(
            "(CASE WHEN MIN(%(company)s) = MAX(%(company)s) THEN %(value)s END)::float8",
            company=self._field_to_sql(self._table, "company_id", query),
            value=value,
        )

    @api.model
    def _get_total(self, name, query):
        return SQL("SUM(%s)", self._field_to_sql(self._table, name, query))
