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
SUMS = SQL("(SELECT s.*, s.month_on AS happened_on FROM conveyor_fact_sum s) f")
# What sums by month tell apart.
BY_MONTH = {"team_id", "user_id", "product_id"}
COLUMNS = ("team_id", "user_id", "product_id", "client_id", "source_id")
YEAR_LATER = SQL("(f.happened_on + interval '1 year')::date")


class ConveyorProfitReport(models.Model):
    """The query: facts of sales, and those of the year before a year later.

    Of the ledger no more is read than the measures need, by the index of metric and day; where nothing finer
    than a month is asked for, its sums by month. What is read is summed up before anything is joined to it.
    """

    _inherit = "conveyor.profit.report"

    @property
    def _table_query(self):
        scope = self._get_scope()
        by_month = scope.is_monthly and scope.columns <= BY_MONTH
        pieces = [self._get_year_sql(scope, SUMS if by_month else FACTS)]
        if "last_year" in scope.measures:
            pieces.append(self._get_before_sql(scope, by_month))
            if by_month:
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
    def _get_year_sql(self, scope, table):
        """Facts as they are."""
        metrics = self._get_metrics()
        asked = sorted({metrics[MEASURES[name][0]] for name in scope.measures})
        where = SQL("f.metric_id = ANY(%s) AND f.happened_on BETWEEN %s AND %s", asked, *scope.days)
        columns = {
            name: SQL(
                "CASE f.metric_id WHEN %s THEN f.%s END", metrics[code], SQL.identifier(column)
            )
            for name, (code, column) in MEASURES.items()
            if name != "last_year"
        }
        source = self._get_source_sql(scope, 0, table, SQL("f.happened_on"), where, table is SUMS)
        return self._get_rows_sql(0, source, columns)

    @api.model
    def _get_before_sql(self, scope, by_month):
        """Revenue of the year before day by day, up to what is today a year later; of months that are over the
        sums by month may tell."""
        days = self._get_days()
        first, start = max(scope.days[0], DAWN), SQL("%s::date", DAWN)
        if by_month:
            first, start = (
                max(first, *(month for _company, _today, month in days)),
                SQL("w.month_on"),
            )
        where = SQL(
            """f.metric_id = %s AND f.happened_on >= (%s::date - interval '1 year')::date
               AND f.happened_on <= (%s::date - interval '1 year')::date + 1 AND %s BETWEEN %s AND w.today""",
            self._get_metrics()["contract_amount"],
            first,
            scope.days[1],
            YEAR_LATER,
            start,
        )
        source = self._get_source_sql(scope, 1, self._join_days(FACTS), YEAR_LATER, where)
        return self._get_rows_sql(1, source, {"last_year": SQL("f.amount")})

    @api.model
    def _get_months_before_sql(self, scope):
        """The same by month, up to the present one."""
        where = SQL(
            """f.metric_id = %s AND f.month_on BETWEEN (%s::date - interval '1 year')::date
               AND (%s::date - interval '1 year')::date AND %s < w.month_on""",
            self._get_metrics()["contract_amount"],
            max(scope.days[0], DAWN),
            scope.days[1],
            YEAR_LATER,
        )
        source = self._get_source_sql(scope, 1, self._join_days(SUMS), YEAR_LATER, where, True)
        return self._get_rows_sql(1, source, {"last_year": SQL("f.amount")})

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
    def _get_source_sql(self, scope, number, table, day, where, is_month=False):
        """Facts as a table ``f``, summed up by the columns of a scope, or row by row.

        :param bool is_month: the day is the first of its month anyway
        """
        if scope.ids is not None:
            origins = [row // 2 for row in scope.ids if row % 2 == number]
            where = SQL("%s AND f.id = ANY(%s)", where, origins)
        if scope.columns is None:
            rows = SQL(", ").join(SQL("f.%s", SQL.identifier(name)) for name in COLUMNS)
            return SQL(
                "(SELECT f.id, %s AS happened_on, f.metric_id, f.company_id, %s, f.reference, f.quantity, f.amount "
                "FROM %s WHERE %s) f",
                day,
                rows,
                table,
                where,
            )
        if scope.is_monthly and not is_month:
            day = SQL("date_trunc('month', %s)::date", day)
        groups = [day, SQL("f.metric_id"), SQL("f.company_id")]
        groups += [SQL("f.%s", SQL.identifier(name)) for name in COLUMNS if name in scope.columns]
        rows = SQL(", ").join(
            SQL("f.%s", SQL.identifier(name))
            if name in scope.columns
            else SQL("NULL::int4 AS %s", SQL.identifier(name))
            for name in COLUMNS
        )
        return SQL(
            """(SELECT NULL::int4 AS id, %s AS happened_on, f.metric_id, f.company_id, %s, NULL::varchar AS reference,
                       sum(f.quantity) AS quantity, sum(f.amount) AS amount
                  FROM %s WHERE %s GROUP BY %s) f""",
            day,
            rows,
            table,
            where,
            SQL(", ").join(groups),
        )

    @api.model
    def _get_rows_sql(self, number, source, columns):
        """The rows of a piece with the columns of all."""
        nothing = SQL("NULL")
        return SQL(
            """SELECT f.id::int8 * 2 + %(number)s AS id, %(kind)s::varchar AS kind, f.happened_on, f.metric_id,
                      f.company_id, co.currency_id, f.team_id, tm.user_id AS manager_id, f.user_id, cl.partner_id,
                      f.product_id, k.categ_id, f.source_id, f.reference, %(columns)s
                 FROM %(source)s
                 LEFT JOIN crm_team tm ON tm.id = f.team_id
                 LEFT JOIN res_company co ON co.id = f.company_id
                 LEFT JOIN conveyor_client cl ON cl.id = f.client_id
                 LEFT JOIN (SELECT pp.id AS product_id, min(pt.categ_id) AS categ_id FROM product_product pp
                              JOIN product_template pt ON pt.id = pp.product_tmpl_id GROUP BY pp.id
                           ) k ON k.product_id = f.product_id""",
            number=number,
            kind="before" if number else "year",
            columns=SQL(", ").join(
                SQL("(%s)::numeric AS %s", columns.get(name, nothing), SQL.identifier(name))
                for name in (*MEASURES, *BLANK)
            ),
            source=source,
        )
