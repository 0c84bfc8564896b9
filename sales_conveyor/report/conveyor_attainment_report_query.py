from odoo import api, models
from odoo.tools import SQL

from ..const import PLANS_IN_FORCE

# Room for the number of a part and of a month in the id of a row.
PARTS, MONTHS, PIECES = 1024, 16, 8
BY_MONTH = SQL("conveyor_fact_sum s ON s.metric_id = p.booked_id")
# The ledger from a day on: few rows, since it ends about today.
BY_DAY = SQL(
    "conveyor_fact s ON s.metric_id = p.booked_id AND s.company_id = c.company_id AND s.happened_on < c.next_on"
)
VALUE = SQL("CASE WHEN p.is_amount THEN s.amount ELSE s.quantity END")
# What the pace tells of a month, beside what the open deals tell.
PACE = SQL(
    "%s * m.days_left * CASE WHEN p.is_fed THEN 1 - c.weight ELSE 1 END / c.pace_days", VALUE
)
COLUMNS = ("fact", "plan", "plan_to_date", "last_year", "forecast")
BLANK = ("attainment", "pace", "to_go", "growth", "forecast_attainment")


class ConveyorAttainmentReport(models.Model):
    """The query: a piece for each kind of row.

    Every piece starts from the parts of metrics and reaches its rows by their index of metric and month, so
    the conditions that a screen puts on metric and month are conditions on that index. Joins that a screen does
    not ask for are to keys, so that PostgreSQL leaves them out.
    """

    _inherit = "conveyor.attainment.report"

    @property
    def _table_query(self):
        horizons = self._get_horizons()
        parts = self._get_parts_table()
        clock = self._get_clock_table(horizons)
        months = self._get_months_table(horizons)
        pieces = (
            self._get_fact_sql(parts, clock),
            self._get_last_year_sql(parts),
            self._get_plan_sql(parts, clock),
            self._get_pace_sql(parts, clock, months),
            self._get_unfinished_pace_sql(parts, clock, months),
            self._get_ahead_sql(parts, clock),
            self._get_deals_sql(parts, clock, months),
        )
        return SQL(" UNION ALL ").join(
            self._get_select_sql(number, piece) for number, piece in enumerate(pieces)
        )

    # === PIECES === #

    @api.model
    def _get_fact_sql(self, parts, clock):
        """Facts, which are the forecast of what is over."""
        return {
            "kind": "fact",
            "tables": SQL(
                "%s JOIN %s JOIN %s ON c.company_id = s.company_id", parts, BY_MONTH, clock
            ),
            "fact": VALUE,
            "forecast": SQL("CASE WHEN s.month_on <= c.month_on THEN %s END", VALUE),
        }

    @api.model
    def _get_last_year_sql(self, parts):
        """Facts of the year before; the months stand on the other side, so that the index is of use."""
        months = SQL(
            "(SELECT generate_series(date '2000-01-01', '2101-12-01', '1 month')::date AS month_on) y"
        )
        return {
            "kind": "last_year",
            "tables": SQL(
                "%s CROSS JOIN %s JOIN %s AND s.month_on = (y.month_on - interval '1 year')::date",
                parts,
                months,
                BY_MONTH,
            ),
            "month_on": SQL("y.month_on"),
            "last_year": VALUE,
        }

    @api.model
    def _get_plan_sql(self, parts, clock):
        """Targets of plans in force, due by the working days that are over."""
        tables = SQL(
            """%s JOIN conveyor_target s ON s.metric_id = p.planned_id
               JOIN conveyor_plan pl ON pl.id = s.plan_id AND pl.state IN %s
               JOIN %s ON c.company_id = s.company_id""",
            parts,
            PLANS_IN_FORCE,
            clock,
        )
        due = SQL(
            """s.value * CASE WHEN s.month_on < c.month_on THEN 1 WHEN s.month_on > c.month_on OR c.month_days = 0
                         THEN 0 ELSE c.days_over::numeric / c.month_days END"""
        )
        return {
            "kind": "plan",
            "tables": tables,
            "product_id": SQL("NULL::int4"),
            "categ_id": SQL("s.categ_id"),
            "plan": SQL("s.value"),
            "plan_to_date": due,
            "forecast": SQL("CASE WHEN s.month_on <= c.last_on THEN 0 END"),
        }

    @api.model
    def _get_pace_sql(self, parts, clock, months):
        """What the facts of the last months promise for each month to come."""
        return {
            "kind": "pace",
            "tables": SQL(
                """%s CROSS JOIN %s JOIN %s ON m.company_id = c.company_id
                   JOIN %s AND s.company_id = c.company_id AND s.month_on BETWEEN c.pace_on AND c.month_on""",
                parts,
                clock,
                months,
                BY_MONTH,
            ),
            "where": SQL("c.pace_days > 0"),
            "month_on": SQL("m.month_on"),
            "forecast": PACE,
        }

    @api.model
    def _get_unfinished_pace_sql(self, parts, clock, months):
        """Less what is dated today or later in this month: a day that is not over tells no pace."""
        return {
            "kind": "pace",
            "tables": SQL(
                """%s CROSS JOIN %s JOIN %s ON m.company_id = c.company_id
                   JOIN %s AND s.happened_on >= c.today""",
                parts,
                clock,
                months,
                BY_DAY,
            ),
            "where": SQL("c.pace_days > 0"),
            "month_on": SQL("m.month_on"),
            "forecast": SQL("-%s", PACE),
        }

    @api.model
    def _get_ahead_sql(self, parts, clock):
        """Less the facts of this month that are dated after today, a payment of tomorrow for one."""
        return {
            "kind": "ahead",
            "tables": SQL(
                "%s CROSS JOIN %s JOIN %s AND s.happened_on > c.today", parts, clock, BY_DAY
            ),
            "month_on": SQL("c.month_on"),
            "forecast": SQL("-%s", VALUE),
        }

    @api.model
    def _get_deals_sql(self, parts, clock, months):
        """Open deals by their chances in the month they are expected in; what is overdue belongs to the present one."""
        deals = SQL(
            """(SELECT l.id, l.team_id, l.user_id, l.date_deadline, l.probability::numeric / 100 AS chance,
                       CASE WHEN abs(l.expected_revenue) < 1e12 THEN l.expected_revenue END AS revenue,
                       COALESCE(l.company_id, lt.company_id, lu.company_id) AS company_id
                  FROM crm_lead l
                  LEFT JOIN crm_team lt ON lt.id = l.team_id
                  LEFT JOIN res_users lu ON lu.id = l.user_id
                 WHERE l.won_status = 'pending' AND l.active AND l.type = 'opportunity') s"""
        )
        return {
            "kind": "deals",
            "tables": SQL(
                """%s CROSS JOIN %s JOIN %s ON m.company_id = c.company_id
                   JOIN %s ON s.company_id = c.company_id AND s.date_deadline >= m.from_on AND s.date_deadline < m.to_on""",
                parts,
                clock,
                months,
                deals,
            ),
            "where": SQL("p.is_fed"),
            "month_on": SQL("m.month_on"),
            "product_id": SQL("NULL::int4"),
            "categ_id": SQL("NULL::int4"),
            "forecast": SQL(
                "c.weight * s.chance * CASE WHEN p.is_amount THEN s.revenue ELSE 1 END"
            ),
        }

    # === ROWS === #

    @api.model
    def _get_select_sql(self, number, piece):
        """The rows of a piece with the columns of all; the joins to keys cost nothing where nobody looks at them.

        :param dict piece: its kind and tables, and what it tells of the columns
        """
        month = piece.get("month_on", SQL("s.month_on"))
        return SQL(
            """SELECT ((s.id::int8 * %(parts)s + p.number) * %(months)s + EXTRACT(MONTH FROM %(month)s)::int)
                      * %(pieces)s + %(number)s AS id,
                      %(kind)s::varchar AS kind, %(month)s AS month_on, p.metric_id, s.company_id, co.currency_id,
                      s.team_id, tm.user_id AS manager_id, s.user_id, %(product)s AS product_id, %(categ)s AS categ_id,
                      p.place, %(columns)s
                 FROM %(tables)s
                 LEFT JOIN crm_team tm ON tm.id = s.team_id
                 LEFT JOIN res_company co ON co.id = s.company_id
                 %(products)s
                WHERE %(where)s""",
            parts=PARTS,
            months=MONTHS,
            pieces=PIECES,
            number=number,
            kind=piece["kind"],
            month=month,
            product=piece.get("product_id", SQL("s.product_id")),
            categ=piece.get("categ_id", SQL("COALESCE(n.planned_id, pt.categ_id)")),
            columns=self._get_columns_sql(piece),
            tables=piece["tables"],
            products=SQL() if "categ_id" in piece else self._get_products_sql(),
            where=piece.get("where", SQL("TRUE")),
        )

    @api.model
    def _get_columns_sql(self, piece):
        nothing = SQL("NULL")
        columns = [
            SQL("(%s)::numeric AS %s", piece.get(name, nothing), SQL.identifier(name))
            for name in (*COLUMNS, *BLANK)
        ]
        return SQL(", ").join(columns)

    @api.model
    def _get_products_sql(self):
        """The category of a product, or the nearest one above it that has targets in that company."""
        return SQL(
            """LEFT JOIN product_product pp ON pp.id = s.product_id
               LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
               LEFT JOIN (
                    SELECT DISTINCT ON (t.company_id, below.id) t.company_id, below.id AS categ_id,
                           t.categ_id AS planned_id
                      FROM (SELECT DISTINCT ct.company_id, ct.categ_id FROM conveyor_target ct
                              JOIN conveyor_plan cp ON cp.id = ct.plan_id AND cp.state IN %s
                             WHERE ct.categ_id IS NOT NULL) t
                      JOIN product_category above ON above.id = t.categ_id
                      JOIN product_category below ON starts_with(below.parent_path, above.parent_path)
                     ORDER BY t.company_id, below.id, length(above.parent_path) DESC
                    ) n ON n.company_id = s.company_id AND n.categ_id = pt.categ_id""",
            PLANS_IN_FORCE,
        )
