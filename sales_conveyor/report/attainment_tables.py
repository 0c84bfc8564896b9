"""Small tables that the query of the attainment analysis begins with."""

from collections import defaultdict
from datetime import date

from odoo.tools import SQL

from ..const import PLANS_IN_FORCE
from ..tools.forecasting import PACE_MONTHS, add_months

# Room for the number of a part and of a month in the id of a row, and for the pieces of the query.
PARTS, MONTHS, PIECES = 1024, 16, 8
# A day before all others.
DAWN = date(1, 1, 1)
NO_PART = (0, 0, False, 0, False, 0, 0)


def as_table(rows, alias):
    """Rows of plain values as a table for FROM."""
    lines = SQL(", ").join(
        SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in row)) for row in rows
    )
    return SQL("(VALUES %s) AS %s", lines, alias)


def find_origin(row):
    """The piece of the query that a row comes from, and the id of the record behind it.

    >>> find_origin(((5 * PARTS + 7) * MONTHS + 12) * PIECES + 3)
    (3, 5)
    """
    return row % PIECES, row // (PIECES * MONTHS * PARTS)


class Tables:
    """Parts of metrics, where each company is in its year, and the months to come.

    :param Scope scope: what is asked for
    :param horizons: ``{company: Horizon}``
    :param parts: all parts of metrics
    """

    def __init__(self, scope, horizons, parts):
        self.scope, self.months = scope, scope.months
        self.origins = None if scope.ids is None else defaultdict(list)
        for piece, origin in map(find_origin, scope.ids or ()):
            self.origins[piece].append(origin)
        chosen = [
            (*part[:-1], part.planned_id or 0, number)
            for number, part in enumerate(parts)
            if scope.metrics is None or part.metric_id in scope.metrics
        ]
        self.booked = sorted({row[1] for row in chosen})
        self.planned = sorted({row[5] for row in chosen})
        self.is_fed = any(row[4] for row in chosen)
        names = "p(metric_id, booked_id, is_amount, place, is_fed, planned_id, number)"
        self.parts = as_table(chosen or [NO_PART], SQL(names))
        self._set_clock(horizons)
        self.categ, self.products = SQL("NULL::int4"), SQL()
        if self.tells("categ_id"):
            self.categ, self.products = SQL("k.categ_id"), self._get_products()

    def _set_clock(self, horizons):
        """One row for each company, and one for each month that a forecast is made for."""
        clock = [
            (
                company.id,
                horizon.today,
                horizon.month,
                add_months(horizon.month, 1),
                horizon.months[-1],
                horizon.days_over,
                horizon.month_days,
                add_months(horizon.month, -PACE_MONTHS),
                horizon.pace_days,
                company.conveyor_pipeline_weight,
            )
            for company, horizon in horizons.items()
        ]
        names = "c(company_id, today, month_on, next_on, last_on, days_over, month_days, pace_on, pace_days, weight)"
        self.clock = as_table(clock, SQL(names))
        self.today = min(row[1] for row in clock)
        self.month = max(row[2] for row in clock)
        self.next = max(row[3] for row in clock)
        self.pace = min(row[7] for row in clock)
        future = [
            # Overdue deals belong to the present month.
            (
                company.id,
                month,
                DAWN if month == horizon.month else month,
                add_months(month, 1),
                horizon.get_days_left(month),
            )
            for company, horizon in horizons.items()
            for month in horizon.months
            if self.months[0] <= month <= self.months[1]
        ]
        self.future = future and as_table(
            future, SQL("m(company_id, month_on, from_on, to_on, days_left)")
        )
        self.end = max((row[3] for row in future), default=None)

    def tells(self, column):
        """Whether rows are told apart by this column."""
        return self.scope.columns is None or column in self.scope.columns

    def _get_products(self):
        """The category of a product, or the nearest one above it that has targets in that company."""
        return SQL(
            """LEFT JOIN (
                    SELECT pp.id AS product_id, c.company_id, min(COALESCE(n.planned_id, pt.categ_id)) AS categ_id
                      FROM product_product pp
                      JOIN product_template pt ON pt.id = pp.product_tmpl_id
                      CROSS JOIN %(clock)s
                      LEFT JOIN (
                           SELECT DISTINCT ON (t.company_id, below.id) t.company_id, below.id AS categ_id,
                                  t.categ_id AS planned_id
                             FROM (SELECT DISTINCT ct.company_id, ct.categ_id FROM conveyor_target ct
                                     JOIN conveyor_plan cp ON cp.id = ct.plan_id AND cp.state IN %(states)s
                                    WHERE ct.categ_id IS NOT NULL) t
                             JOIN product_category above ON above.id = t.categ_id
                             JOIN product_category below ON starts_with(below.parent_path, above.parent_path)
                            ORDER BY t.company_id, below.id, length(above.parent_path) DESC
                           ) n ON n.company_id = c.company_id AND n.categ_id = pt.categ_id
                     GROUP BY pp.id, c.company_id
                    ) k ON k.product_id = s.product_id AND k.company_id = s.company_id""",
            clock=self.clock,
            states=PLANS_IN_FORCE,
        )
