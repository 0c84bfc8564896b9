from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..const import PLANS_IN_FORCE
from ..models.conveyor_metric_parts import OVER, UNDER

KINDS = [
    ("fact", "Facts"),
    ("plan", "Targets"),
    ("last_year", "Facts of Last Year"),
    ("pace", "Pace"),
    ("deals", "Open Deals"),
    ("ahead", "Facts Dated Ahead"),
]
# Columns that add up, and what is made of their totals.
COLUMNS = ("fact", "plan", "plan_to_date", "last_year", "forecast")
SHARES = {
    "attainment": ("fact", "plan"),
    "pace": ("fact", "plan_to_date"),
    "growth": ("fact", "last_year"),
    "forecast_attainment": ("forecast", "plan"),
}
MEASURES = (*COLUMNS, *SHARES, "to_go")
COUNTED = {"digits": (16, 2), "readonly": True}
SHARED = {"digits": (16, 3), "readonly": True, "aggregator": "avg"}
FORECAST = (
    "Months that are over: the fact. The present month and the later ones of this year: the fact so far, and for "
    "the rest of their working days the pace (facts per working day of the last three full months and of this one up "
    "to yesterday). Of what open deals feed, the settings tell how much of the rest comes from the open deals expected "
    "in that month, by their chances, instead of the pace. Overdue deals count in the present month."
)


class ConveyorAttainmentReport(models.Model):
    """Target beside fact: every contribution to a metric in a month, by person, team and product.

    A row is what one leaf adds to one metric: facts, a target, facts of the year before, a piece of the forecast.
    Whatever is asked for is made of sums of these rows, so a team, a quarter and a ratio are of the sums of
    their parts on every level. Of several metrics or companies together there is no total.
    """

    _name = "conveyor.attainment.report"
    _description = "Attainment"
    _auto = False
    _order = "month_on desc, metric_id, id"
    _rec_name = "metric_id"
    _depends = {
        "conveyor.metric": ["aggregation", "basis_id", "numerator_id", "denominator_id"],
        "conveyor.plan": ["state"],
        "conveyor.target": [
            "plan_id", "company_id", "month_on", "metric_id", "team_id", "user_id", "categ_id", "value",
        ],
        "crm.lead": [
            "won_status", "active", "type", "date_deadline", "probability", "expected_revenue", "user_id", "team_id",
            "company_id",
        ],
        "crm.team": ["user_id", "company_id"],
        "res.users": ["company_id"],
        "res.company": ["currency_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "product.category": ["parent_path"],
    }  # fmt: skip

    kind = fields.Selection(KINDS, string="What", readonly=True)
    month_on = fields.Date(string="Month", readonly=True)
    metric_id = fields.Many2one("conveyor.metric", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    manager_id = fields.Many2one("res.users", string="Team Leader", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category",
        string="Product Category",
        readonly=True,
        help="The nearest category, its own or one above, that has targets; its own where none has.",
    )
    place = fields.Integer(readonly=True, aggregator=None, help="Its place in a ratio.")
    fact = fields.Float(**COUNTED)
    plan = fields.Float(**COUNTED)
    plan_to_date = fields.Float(
        help="Of the present month the share of its working days before today.",
        **COUNTED,
    )
    last_year = fields.Float(help="Facts of the same months a year before.", **COUNTED)
    forecast = fields.Float(help=FORECAST, **COUNTED)
    attainment = fields.Float(string="% of Plan", help="Fact ÷ plan.", **SHARED)
    pace = fields.Float(help="Fact ÷ plan to date: 100 % is on time.", **SHARED)
    to_go = fields.Float(help="Plan − fact.", **COUNTED)
    growth = fields.Float(help="Fact ÷ the same months a year before − 1.", **SHARED)
    forecast_attainment = fields.Float(
        string="Forecast % of Plan", help="Forecast ÷ plan.", **SHARED
    )
    is_planned = fields.Boolean(
        string="In Plan",
        compute="_compute_is_planned",
        search="_search_is_planned",
        help="The metric has targets in force.",
    )
    is_main = fields.Boolean(
        string="Main Goal",
        compute="_compute_is_main",
        search="_search_is_main",
        help="The metric by which the company tells its % of plan.",
    )

    # === COMPUTE METHODS === #

    @api.depends("metric_id")
    def _compute_is_planned(self):
        planned = self._get_planned_metrics()
        for row in self:
            row.is_planned = row.metric_id.id in planned

    def _search_is_planned(self, operator, value):
        return self._search_metrics(self._get_planned_metrics(), operator, value)

    @api.depends("metric_id", "company_id")
    def _compute_is_main(self):
        for row in self:
            row.is_main = row.metric_id == row.company_id._get_main_metric()

    def _search_is_main(self, operator, value):
        mains = {company._get_main_metric().id for company in self.env.companies}
        return self._search_metrics(mains, operator, value)

    def _search_metrics(self, metrics, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("metric_id", "in", sorted(metrics))
        return Domain.OR([found if wanted else ~found for wanted in set(value)])

    @api.model
    def _get_planned_metrics(self):
        """The metrics that plans in force tell something of, and the ratios of which both parts are planned.

        :return: set of ids
        """
        self.env["conveyor.target"].flush_model()
        self.env["conveyor.plan"].flush_model()
        # Whose targets they are is seen by the rules of this report; what is planned at all is no secret. Looked up
        # month by month in the index, instead of reading all targets of the department.
        everything = (
            SQL("TRUE") if self.env.su else SQL("p.company_id IN %s", self.env.companies._ids)
        )
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT m.id FROM conveyor_metric m
                 CROSS JOIN conveyor_plan p
                 CROSS JOIN generate_series(1, 12) AS month
                  JOIN LATERAL (
                       SELECT FROM conveyor_target t
                        WHERE t.plan_id = p.id AND t.month_on = make_date(p.year, month, 1) AND t.metric_id = m.id
                        LIMIT 1) t ON TRUE
                 WHERE m.aggregation = 'sum' AND p.state IN %s AND %s
                """,
                PLANS_IN_FORCE,
                everything,
            )
        )
        planned = {metric for [metric] in found}
        parts = self.env["conveyor.metric"]._get_parts()
        missing = {part.metric_id for part in parts if part.planned_id not in planned}
        return {part.metric_id for part in parts} - missing

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if name not in MEASURES:
            return super()._read_group_select(aggregate_spec, query)
        if function not in ("sum", "avg"):
            return SQL("NULL::float8")  # the largest contribution of a leaf tells nothing
        if name in SHARES:
            part, whole = (self._get_total(column, query) for column in SHARES[name])
            value = SQL("%s / NULLIF(%s, 0)", part, whole)
            if name == "growth":
                value = SQL("%s - 1", value)
        elif name == "to_go":
            value = SQL("%s - %s", self._get_total("plan", query), self._get_total("fact", query))
        else:
            value = self._get_total(name, query)
        return SQL(
            "(CASE WHEN MIN(%(metric)s) = MAX(%(metric)s) AND MIN(%(company)s) = MAX(%(company)s) THEN %(value)s END)"
            "::float8",
            metric=self._field_to_sql(self._table, "metric_id", query),
            company=self._field_to_sql(self._table, "company_id", query),
            value=value,
        )

    @api.model
    def _get_total(self, column, query):
        """The total of a column over rows of one metric: a sum, or the ratio of two sums."""
        value = self._field_to_sql(self._table, column, query)
        place = self._field_to_sql(self._table, "place", query)
        total = SQL("SUM(%s)", value)
        over = SQL("SUM(%s) FILTER (WHERE %s = %s)", value, place, OVER)
        under = SQL("SUM(%s) FILTER (WHERE %s >= %s)", value, place, UNDER)
        if column.startswith("plan"):
            # Of a plan nothing may be missing: not even of won + lost, where the won are planned alone.
            lower = SQL("COUNT(%s) FILTER (WHERE %s = %s)", value, place, UNDER)
            under = SQL("CASE WHEN %s > 0 THEN %s END", lower, under)
        else:
            over = SQL("COALESCE(%s, 0)", over)
            if column == "fact":
                total = SQL("COALESCE(%s, %s)", total, self._get_no_fact(query))
        return SQL(
            "CASE WHEN MAX(%s) = 0 THEN %s ELSE %s / NULLIF(%s, 0) END", place, total, over, under
        )

    @api.model
    def _get_no_fact(self, query):
        """Nothing was done of what is planned: that is 0, but of the products that a target does not name."""
        if not self._get_scope().is_by_product:
            return SQL("0")
        product = self._field_to_sql(self._table, "product_id", query)
        return SQL("CASE WHEN GROUPING(%s) = 1 THEN 0 END", product)
