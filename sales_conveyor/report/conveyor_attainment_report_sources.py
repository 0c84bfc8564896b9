from odoo import models
from odoo.tools import SQL

from ..const import PLANS_IN_FORCE
from .attainment_tables import Tables


class Sources(Tables):
    """What the pieces of the query are taken from: summed up by the columns of a scope, or row by row.

    ``piece`` is the number of the one at hand.
    """

    piece = 0

    def has(self, kind):
        """Whether rows of this kind are asked for."""
        return self.scope.kinds is None or kind in self.scope.kinds

    # === SOURCES === #

    def get_months(self, month, first, last):
        """Sums by month between two days.

        :param SQL month: the month they are shown in
        """
        where = SQL("s.month_on BETWEEN %s AND %s", first, last)
        return self._sum_facts(SQL("conveyor_fact_sum s"), where, month)

    def get_pace(self):
        """The facts of the months that tell the pace, whatever the month."""
        table = SQL(
            "conveyor_fact_sum s JOIN %s ON c.company_id = s.company_id AND s.month_on BETWEEN c.pace_on AND c.month_on",
            self.clock,
        )
        where = SQL("s.month_on BETWEEN %s AND %s", self.pace, self.month)
        return self._sum_facts(table, where, None)

    def get_days(self, after):
        """The facts of the present month dated after today, or today and after: few, the ledger ends here.

        :param SQL after: ``>`` or ``>=``
        """
        table = SQL(
            "conveyor_fact s JOIN %s ON c.company_id = s.company_id AND s.happened_on %s c.today AND s.happened_on < c.next_on",
            self.clock,
            after,
        )
        where = SQL("s.happened_on >= %s AND s.happened_on < %s", self.today, self.next)
        return self._sum_facts(table, where, None)

    def _sum_facts(self, table, where, month):
        return self._sum(
            table,
            SQL("s.metric_id = ANY(%s) AND %s", self.booked, where),
            {
                "metric_id": SQL("s.metric_id"),
                "company_id": SQL("s.company_id"),
                "month_on": month,
                "team_id": self._tell("team_id"),
                "user_id": self._tell("user_id"),
                "product_id": self._tell("product_id"),
            },
            {"quantity": SQL("s.quantity"), "amount": SQL("s.amount")},
        )

    def get_targets(self):
        """The targets of plans in force."""
        first, last = self.months
        plans = SQL(
            "SELECT id FROM conveyor_plan WHERE state IN %s AND year BETWEEN %s AND %s",
            PLANS_IN_FORCE,
            first.year,
            last.year,
        )
        where = SQL(
            "s.plan_id = ANY(ARRAY(%s)) AND s.month_on BETWEEN %s AND %s AND s.metric_id = ANY(%s)",
            plans,
            first,
            last,
            self.planned,
        )
        columns = {
            "metric_id": SQL("s.metric_id"),
            "company_id": SQL("s.company_id"),
            "month_on": SQL("s.month_on"),
            "team_id": self._tell("team_id"),
            "user_id": self._tell("user_id"),
            "product_id": None,
            "categ_id": self._tell("categ_id"),
        }
        return self._sum(SQL("conveyor_target s"), where, columns, {"value": SQL("s.value")})

    def get_deals(self):
        """Open deals by their chances, how many and their money, in the month they are expected in.

        They are summed up by owner first: the index tells that much, and companies and teams are looked up after.
        """
        where = SQL(
            "s.won_status = 'pending' AND s.active AND s.type = 'opportunity' AND s.date_deadline < %s",
            self.end,
        )
        columns = {
            "company_id": SQL("s.company_id"),
            "month_on": SQL("date_trunc('month', s.date_deadline)::date"),
            "team_id": SQL("s.team_id"),
            "user_id": SQL("s.user_id"),
        }
        # Odoo's own prorated revenue lags behind: scores are updated without it. NaN is greater than every number.
        amount = SQL(
            """CASE WHEN s.expected_revenue > -1e12 AND s.expected_revenue < 1e12
                    THEN s.probability * s.expected_revenue::float8 END"""
        )
        values = {"quantity": SQL("s.probability"), "amount": amount}
        return SQL(
            """(SELECT s.id, m.company_id, m.month_on, s.team_id, s.user_id, NULL::int4 AS product_id,
                       (s.quantity / 100)::numeric AS quantity,
                       (s.amount / 100)::numeric AS amount
                  FROM %s
                  LEFT JOIN crm_team lt ON lt.id = s.team_id
                  LEFT JOIN res_users lu ON lu.id = s.user_id
                  JOIN %s ON m.company_id = COALESCE(s.company_id, lt.company_id, lu.company_id)
                   AND s.month_on >= m.from_on AND s.month_on < m.to_on) s""",
            self._sum(SQL("crm_lead s"), where, columns, values),
            self.future,
        )

    def _tell(self, column):
        return SQL.identifier("s", column) if self.tells(column) else None

    def _sum(self, table, where, columns, values):
        """Rows of a table, as a table ``s``.

        :param dict columns: SQL by name; ``None`` where nobody asks
        :param dict values: SQL of numbers by name
        """
        is_sum = self.scope.columns is not None
        selected = [
            SQL("%s AS %s", value or SQL("NULL::int4"), SQL.identifier(name))
            for name, value in columns.items()
        ]
        selected += [
            SQL("%s AS %s", SQL("sum(%s)", value) if is_sum else value, SQL.identifier(name))
            for name, value in values.items()
        ]
        if self.origins is not None:
            where = SQL("%s AND s.id = ANY(%s)", where, self.origins.get(self.piece, []))
        groups = SQL(" GROUP BY %s", SQL(", ").join(filter(None, columns.values())))
        return SQL(
            "(SELECT %s AS id, %s FROM %s WHERE %s%s) s",
            SQL("NULL::int4") if is_sum else SQL("s.id"),
            SQL(", ").join(selected),
            table,
            where,
            groups if is_sum else SQL(),
        )


class ConveyorAttainmentReport(models.Model):
    """Where the query gets its sources for the question at hand."""

    _inherit = "conveyor.attainment.report"

    # === BUSINESS METHODS === #

    def _get_sources(self):
        parts = self.env["conveyor.metric"]._get_parts()
        scope = self._get_scope()
        return Sources(scope, scope.horizons or self._get_horizons(), parts)
