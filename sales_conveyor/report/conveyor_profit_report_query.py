from datetime import date

from odoo import api, models
from odoo.tools import SQL

from .attainment_tables import as_table
from .conveyor_profit_report import MEASURES

# Made of totals only.
BLANK = ("profitability", "average_check", "growth")
# No earlier day has a year before it.
DAWN = date(2, 1, 1)
FACTS = SQL("conveyor_fact f")
# Sums by month in the shape of facts.
SUMS = SQL(
    """(SELECT s.id, s.month_on AS happened_on, s.metric_id, s.company_id, s.team_id, s.user_id, s.product_id,
               s.quantity, s.amount, NULL::int4 AS client_id, NULL::int4 AS source_id, NULL::varchar AS reference,
               NULL::int4 AS origin_id, NULL::int4 AS line_id, NULL::int4 AS part_id
          FROM conveyor_fact_sum s) f"""
)


class ConveyorProfitReport(models.Model):
    """The query: facts of sales, and those of the year before a year later.

    Of the ledger no more is read than the measures need, by the index of metric and day; where nothing finer
    than a month is asked for, its sums by month. Joins that a screen does not ask for are to keys, so that
    PostgreSQL leaves them out.
    """

    _inherit = "conveyor.profit.report"

    @property
    def _table_query(self):
        scope = self._get_scope()
        pieces = [self._get_year_sql(scope)]
        if "last_year" in scope.measures:
            pieces.append(self._get_before_sql(scope))
            if scope.is_monthly:
                pieces.append(self._get_months_before_sql(scope))
        return SQL(" UNION ALL ").join(pieces)

    @api.model
    def _get_metrics(self):
        """The ids of the metrics of sales by their codes."""
        codes = {code for code, _column in MEASURES.values()}
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return {code: find(f"sales_conveyor.metric_{code}") for code in codes}

    # === PIECES === #

    @api.model
    def _get_year_sql(self, scope):
        """Facts as they are."""
        metrics = self._get_metrics()
        asked = sorted({metrics[MEASURES[name][0]] for name in scope.measures})
        columns = {
            name: SQL(
                "CASE f.metric_id WHEN %s THEN f.%s END", metrics[code], SQL.identifier(column)
            )
            for name, (code, column) in MEASURES.items()
            if name != "last_year"
        }
        return self._get_rows_sql(
            scope,
            number=0,
            table=SUMS if scope.is_monthly else FACTS,
            day=SQL("f.happened_on"),
            where=SQL("f.metric_id = ANY(%s)", asked),
            columns=columns,
        )

    @api.model
    def _get_before_sql(self, scope):
        """Revenue of the year before day by day, up to what is today a year later."""
        day = SQL("(f.happened_on + interval '1 year')::date")
        # Of whole months the sums tell.
        start = SQL("w.month_on") if scope.is_monthly else SQL("%s::date", DAWN)
        first = max(scope.days[0], DAWN)
        if scope.is_monthly:
            first = max(first, min(row[2] for row in self._get_days()))
        where = SQL(
            """f.metric_id = %s AND f.happened_on >= (%s::date - interval '1 year')::date
               AND f.happened_on <= (%s::date - interval '1 year')::date + 1 AND %s >= %s AND %s <= w.today""",
            self._get_metrics()["contract_amount"],
            first,
            scope.days[1],
            day,
            start,
            day,
        )
        return self._get_rows_sql(
            scope, 1, self._join_days(FACTS), day, where, {"last_year": SQL("f.amount")}
        )

    @api.model
    def _get_months_before_sql(self, scope):
        """The same by month, up to the present one."""
        day = SQL("(f.happened_on + interval '1 year')::date")
        where = SQL(
            """f.metric_id = %s AND f.happened_on >= (%s::date - interval '1 year')::date
               AND f.happened_on <= (%s::date - interval '1 year')::date AND %s < w.month_on""",
            self._get_metrics()["contract_amount"],
            max(scope.days[0], DAWN),
            scope.days[1],
            day,
        )
        return self._get_rows_sql(
            scope, 1, self._join_days(SUMS), day, where, {"last_year": SQL("f.amount")}
        )

    @api.model
    def _get_days(self):
        """Today and the present month of each company that the reader sees."""
        companies = self.env.companies.sudo()  # which day it is there is no secret
        if self.env.su:
            companies = companies.with_context(active_test=False).search([("id", ">", 0)])
        days = {company.id: company._get_business_day() for company in companies}
        return [(company, today, today.replace(day=1)) for company, today in days.items()]

    @api.model
    def _join_days(self, table):
        days = as_table(self._get_days(), SQL("w(company_id, today, month_on)"))
        return SQL("%s JOIN %s ON w.company_id = f.company_id", table, days)

    # === ROWS === #

    @api.model
    def _get_rows_sql(self, scope, number, table, day, where, columns):
        """The rows of a piece with the columns of all."""
        if scope.ids is not None:
            origins = [row // 2 for row in scope.ids if row % 2 == number]
            where = SQL("%s AND f.id = ANY(%s)", where, origins)
        nothing = SQL("NULL")
        return SQL(
            """SELECT f.id::int8 * 2 + %(number)s AS id, %(kind)s::varchar AS kind, %(day)s AS happened_on, f.metric_id,
                      f.company_id, co.currency_id, f.team_id, tm.user_id AS manager_id, f.user_id, cl.partner_id,
                      f.product_id, k.categ_id, f.source_id, f.reference, f.origin_id, f.line_id, f.part_id, %(columns)s
                 FROM %(table)s
                 LEFT JOIN crm_team tm ON tm.id = f.team_id
                 LEFT JOIN res_company co ON co.id = f.company_id
                 LEFT JOIN conveyor_client cl ON cl.id = f.client_id
                 LEFT JOIN (SELECT pp.id AS product_id, min(pt.categ_id) AS categ_id FROM product_product pp
                              JOIN product_template pt ON pt.id = pp.product_tmpl_id GROUP BY pp.id
                           ) k ON k.product_id = f.product_id
                WHERE %(where)s""",
            number=number,
            kind="before" if number else "year",
            day=day,
            columns=SQL(", ").join(
                SQL("(%s)::numeric AS %s", columns.get(name, nothing), SQL.identifier(name))
                for name in (*MEASURES, *BLANK)
            ),
            table=table,
            where=where,
        )
