from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_conveyor.const import ROLES

from ..const import LINE_KINDS

SHARES = {"share:avg": ("pay", "revenue"), "base_share:avg": ("base_pay", "revenue")}
SIDES = {"pay": 0, "base_pay": 1}


class MotivationSimulationReport(models.Model):
    """A simulation in its parts: every line that a plan would pay, and the revenue it is measured by.

    Two plans stand side by side; all money is in the currency of the company. A cost is pay ÷ revenue of the same
    people, months and products, from the sums of its parts on every level.
    """

    _name = "motivation.simulation.report"
    _description = "Cost of Plans"
    _auto = False
    _order = "month_on, user_id, id"
    _rec_name = "user_id"
    _depends = {
        "motivation.simulation": ["compared_in_id", "metric_id", "first_on", "last_on", "state"],
        "motivation.simulation.person": ["user_id"],
        "motivation.statement": ["run_id", "user_id", "rate"],
        "motivation.statement.line": ["component_id", "kind", "fact_id", "amount"],
        "crm.team.member": ["user_id", "role", "active"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["currency_id"],
    }

    simulation_id = fields.Many2one("motivation.simulation", readonly=True)
    month_on = fields.Date(string="Month", readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    role = fields.Selection(ROLES, string="Section", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    kind = fields.Selection(LINE_KINDS, string="What For", readonly=True)
    component_id = fields.Many2one("motivation.pay.component", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    pay = fields.Monetary(string="Pay Tried", readonly=True, help="By the plan to try.")
    base_pay = fields.Monetary(
        string="Pay Now", readonly=True, help="By the plan that it is compared with."
    )
    difference = fields.Monetary(readonly=True)
    revenue = fields.Monetary(readonly=True, help="What the person brought himself.")
    share = fields.Float(
        string="Cost Tried",
        readonly=True,
        aggregator="avg",
        help="Pay ÷ revenue, by the plan to try.",
    )
    base_share = fields.Float(
        string="Cost Now",
        readonly=True,
        aggregator="avg",
        help="Pay ÷ revenue, by the plan it is compared with.",
    )

    # === QUERY === #

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._paid_query(), self._brought_query())

    def _paid_query(self):
        """The lines of both chains; what is paid for a fact is paid for its product."""
        return SQL(
            """
            SELECT l.id::int8 * 2 AS id, COALESCE(m.compared_in_id, m.id) AS simulation_id, s.first_on AS month_on,
                   s.user_id, %(role)s AS role, s.company_id, c.currency_id, l.kind, l.component_id, f.product_id,
                   t.categ_id, CASE WHEN m.compared_in_id IS NULL THEN a.amount ELSE 0 END AS pay,
                   CASE WHEN m.compared_in_id IS NOT NULL THEN a.amount ELSE 0 END AS base_pay,
                   CASE WHEN NOT x.is_compared THEN 0 WHEN m.compared_in_id IS NULL THEN a.amount ELSE -a.amount END
                   AS difference, 0::numeric AS revenue, NULL::numeric AS share, NULL::numeric AS base_share
              FROM motivation_simulation m
              JOIN motivation_statement s ON s.simulation_id = m.id
              JOIN motivation_statement_line l ON l.statement_id = s.id
              JOIN res_company c ON c.id = s.company_id
              JOIN res_currency cu ON cu.id = c.currency_id
              LEFT JOIN conveyor_fact f ON f.id = l.fact_id
              LEFT JOIN product_product p ON p.id = f.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
             CROSS JOIN LATERAL (SELECT round(l.amount / s.rate / cu.rounding) * cu.rounding AS amount) a
             CROSS JOIN LATERAL (SELECT m.compared_in_id IS NOT NULL OR m.base_plan_id IS NOT NULL AS is_compared) x
            """,
            role=self._get_role_sql(SQL("s.user_id")),
        )

    def _brought_query(self):
        """The revenue of the people tried on, by month and product."""
        return SQL(
            """
            SELECT ((o.id::int8 << 32) + f.id) * 2 + 1, m.id, f.month_on, f.user_id, %(role)s, f.company_id, c.currency_id, NULL::varchar,
                   NULL::int4, f.product_id, t.categ_id, 0::numeric, 0::numeric, 0::numeric, f.amount,
                   NULL::numeric, NULL::numeric
              FROM motivation_simulation m
              JOIN motivation_simulation_person o ON o.simulation_id = m.id
              JOIN conveyor_fact_sum f ON f.metric_id = m.metric_id AND f.user_id = o.user_id
               AND f.company_id = m.company_id
               AND f.month_on BETWEEN date_trunc('month', m.first_on) AND m.last_on
              JOIN res_company c ON c.id = f.company_id
              LEFT JOIN product_product p ON p.id = f.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE m.compared_in_id IS NULL AND m.state = 'done'
            """,
            role=self._get_role_sql(SQL("f.user_id")),
        )

    @api.model
    def _get_role_sql(self, user):
        """The section in which a person works."""
        return SQL(
            """(SELECT tm.role FROM crm_team_member tm WHERE tm.user_id = %s AND tm.role IS NOT NULL
                 ORDER BY tm.active DESC, tm.id LIMIT 1)""",
            user,
        )

    # === GROUPING === #

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Costs from the sums of their parts."""
        if aggregate_spec not in SHARES:
            return super()._read_group_select(aggregate_spec, query)
        over, under = (self._field_to_sql(self._table, n, query) for n in SHARES[aggregate_spec])
        return SQL("(SUM(%s) / NULLIF(SUM(%s), 0))::float8", over, under)
