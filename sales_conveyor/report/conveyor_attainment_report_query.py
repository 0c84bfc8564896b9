from odoo import api, models
from odoo.tools import SQL

from .attainment_tables import MONTHS, PARTS, PIECES

COLUMNS = ("fact", "plan", "plan_to_date", "last_year", "forecast")
# Made of totals only.
BLANK = ("attainment", "pace", "to_go", "growth", "forecast_attainment")
VALUE = SQL("CASE WHEN p.is_amount THEN s.amount ELSE s.quantity END")
# What the pace tells of a month, beside what the open deals tell.
PACE = SQL(
    "%s * m.days_left * CASE WHEN p.is_fed THEN 1 - c.weight ELSE 1 END / c.pace_days", VALUE
)


class ConveyorAttainmentReport(models.Model):
    """The query: a piece for each kind of row.

    A piece is a source, summed up by what the question tells apart, and then spread over the metrics that it
    is part of and over the months that it promises something for.
    """

    _inherit = "conveyor.attainment.report"

    @property
    def _table_query(self):
        sources = self._get_sources()
        pieces = (
            self._get_fact_sql,
            self._get_plan_sql,
            self._get_last_year_sql,
            self._get_pace_sql,
            self._get_unfinished_sql,
            self._get_ahead_sql,
            self._get_deals_sql,
        )
        found = []
        for sources.piece, get in enumerate(pieces):
            if piece := get(sources):
                found.append(self._get_rows_sql(sources, piece))
        return SQL(" UNION ALL ").join(found)

    # === PIECES === #

    @api.model
    def _get_fact_sql(self, sources):
        """Facts, which are the forecast of what is over."""
        return {
            "kind": "fact",
            "source": sources.get_months(SQL("s.month_on"), *sources.months),
            "fact": VALUE,
            "forecast": SQL("CASE WHEN s.month_on <= c.month_on THEN %s END", VALUE),
        }

    @api.model
    def _get_plan_sql(self, sources):
        """Targets of plans in force, due by the working days that are over."""
        due = SQL(
            """s.value * CASE WHEN s.month_on < c.month_on THEN 1 WHEN s.month_on > c.month_on OR c.month_days = 0
                         THEN 0 ELSE c.days_over::numeric / c.month_days END"""
        )
        return {
            "kind": "plan",
            "source": sources.get_targets(),
            "part": SQL("p.planned_id = s.metric_id"),
            "categ_id": SQL("s.categ_id"),
            "plan": SQL("s.value"),
            "plan_to_date": due,
            "forecast": SQL("CASE WHEN s.month_on <= c.last_on THEN 0 END"),
        }

    @api.model
    def _get_last_year_sql(self, sources):
        """Facts of the year before, shown in the month a year later."""
        if not sources.has("last_year"):
            return None
        first, last = (SQL("(%s::date - interval '1 year')::date", day) for day in sources.months)
        month = SQL("(s.month_on + interval '1 year')::date")
        return {
            "kind": "last_year",
            "source": sources.get_months(month, first, last),
            "last_year": VALUE,
        }

    @api.model
    def _get_pace_sql(self, sources):
        """What the facts of the last months promise for each month to come."""
        if not (sources.has("pace") and sources.future):
            return None
        return {
            "kind": "pace",
            "source": sources.get_pace(),
            "months": True,
            "forecast": PACE,
        }

    @api.model
    def _get_unfinished_sql(self, sources):
        """Less what is dated today or later in this month: a day that is not over tells no pace."""
        if not (sources.has("pace") and sources.future):
            return None
        return {
            "kind": "pace",
            "source": sources.get_days(SQL(">=")),
            "months": True,
            "forecast": SQL("-%s", PACE),
        }

    @api.model
    def _get_ahead_sql(self, sources):
        """Less the facts of this month that are dated after today: a payment of tomorrow, for one."""
        if not (sources.has("ahead") and sources.future):
            return None
        return {
            "kind": "ahead",
            "source": sources.get_days(SQL(">")),
            "month_on": SQL("c.month_on"),
            "forecast": SQL("-%s", VALUE),
        }

    @api.model
    def _get_deals_sql(self, sources):
        """Open deals by their chances, in the month they are expected in."""
        if not (sources.has("deals") and sources.is_fed and sources.future):
            return None
        return {
            "kind": "deals",
            "source": sources.get_deals(),
            "part": SQL("p.is_fed"),
            "categ_id": SQL("NULL::int4"),
            "forecast": SQL("c.weight * %s", VALUE),
        }

    # === ROWS === #

    @api.model
    def _get_rows_sql(self, sources, piece):
        """The rows of a piece with the columns of all."""
        month = piece.get("month_on", SQL("s.month_on"))
        months = SQL()
        if piece.get("months"):
            month = SQL("m.month_on")
            months = SQL(
                "JOIN %s ON m.company_id = s.company_id AND c.pace_days > 0", sources.future
            )
        return SQL(
            """SELECT ((s.id::int8 * %(parts)s + p.number) * %(months)s + EXTRACT(MONTH FROM %(month)s)::int)
                      * %(pieces)s + %(number)s AS id,
                      %(kind)s::varchar AS kind, %(month)s AS month_on, p.metric_id, s.company_id, co.currency_id,
                      s.team_id, tm.user_id AS manager_id, s.user_id, s.product_id, %(categ)s AS categ_id, p.place,
                      %(columns)s
                 FROM %(source)s
                 JOIN %(part_table)s ON %(part)s
                 JOIN %(clock)s ON c.company_id = s.company_id
                 %(future)s
                 LEFT JOIN crm_team tm ON tm.id = s.team_id
                 LEFT JOIN res_company co ON co.id = s.company_id
                 %(products)s""",
            parts=PARTS,
            months=MONTHS,
            pieces=PIECES,
            number=sources.piece,
            kind=piece["kind"],
            month=month,
            categ=piece.get("categ_id", sources.categ),
            columns=self._get_columns_sql(piece),
            source=piece["source"],
            part_table=sources.parts,
            part=piece.get("part", SQL("p.booked_id = s.metric_id")),
            clock=sources.clock,
            future=months,
            products=SQL() if "categ_id" in piece else sources.products,
        )

    @api.model
    def _get_columns_sql(self, piece):
        nothing = SQL("NULL")
        columns = [
            SQL("(%s)::numeric AS %s", piece.get(name, nothing), SQL.identifier(name))
            for name in (*COLUMNS, *BLANK)
        ]
        return SQL(", ").join(columns)
