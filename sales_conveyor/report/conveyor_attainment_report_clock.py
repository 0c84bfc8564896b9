from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ..tools.forecasting import PACE_MONTHS, Horizon, add_months

# A day before all others.
DAWN = date(1, 1, 1)


def as_table(rows, alias):
    """Rows of plain values as a table for FROM."""
    lines = SQL(", ").join(
        SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in row)) for row in rows
    )
    return SQL("(VALUES %s) AS %s", lines, alias)


class ConveyorAttainmentReport(models.Model):
    """What the query knows of this moment: of what metrics are made, and where in its year each company is."""

    _inherit = "conveyor.attainment.report"

    # === TABLES OF THIS MOMENT === #

    @api.model
    def _get_horizons(self):
        """What the calendar of each company that the reader sees tells today.

        :return: dict ``{company: Horizon}``
        """
        # Working days are no secret; without rules every company is read.
        companies = self.env.companies.sudo()
        if self.env.su:
            companies = companies.with_context(active_test=False).search([])
        firsts = self._get_first_days(companies)
        horizons = {}
        for company in companies:
            today = company._get_business_day()
            start = add_months(today.replace(day=1), -PACE_MONTHS)
            days = company._get_working_days(start, today.replace(month=12, day=31))
            horizons[company] = Horizon(today, tuple(days), firsts.get(company.id))
        return horizons

    @api.model
    def _get_first_days(self, companies):
        """The first day with facts, exact where it is in the months that tell the pace."""
        months = {
            company.id: add_months(company._get_business_day().replace(day=1), -PACE_MONTHS)
            for company in companies
        }
        self.env.cr.execute(
            SQL(
                """
                SELECT y.company_id, (
                       SELECT min(f.happened_on) FROM conveyor_fact f
                        WHERE f.metric_id IN (SELECT id FROM conveyor_metric WHERE aggregation = 'sum')
                          AND f.company_id = y.company_id
                          AND f.happened_on >= y.month_on AND f.happened_on < y.month_on + interval '1 month')
                  FROM (SELECT w.company_id, w.pace_month, (
                               SELECT min(s.month_on) FROM conveyor_fact_sum s WHERE s.company_id = w.company_id
                               ) AS month_on
                          FROM %s) y
                 WHERE y.month_on >= y.pace_month
                """,
                as_table(months.items(), SQL("w(company_id, pace_month)")),
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _get_parts_table(self):
        parts = self.env["conveyor.metric"]._get_parts()
        rows = [(*part[:-1], part.planned_id or 0, number) for number, part in enumerate(parts)]
        names = SQL("p(metric_id, booked_id, is_amount, place, is_fed, planned_id, number)")
        return as_table(rows, names)

    @api.model
    def _get_clock_table(self, horizons):
        """One row for each company."""
        rows = [
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
        names = SQL(
            "c(company_id, today, month_on, next_on, last_on, days_over, month_days, pace_on, pace_days, weight)"
        )
        return as_table(rows, names)

    @api.model
    def _get_months_table(self, horizons):
        """One row for each month that a forecast is made for; overdue deals belong to the first."""
        rows = [
            (
                company.id,
                month,
                DAWN if month == horizon.month else month,
                add_months(month, 1),
                horizon.get_days_left(month),
            )
            for company, horizon in horizons.items()
            for month in horizon.months
        ]
        return as_table(rows, SQL("m(company_id, month_on, from_on, to_on, days_left)"))
