from odoo import api, models
from odoo.tools import SQL, ormcache

from ..tools.forecasting import PACE_MONTHS, Horizon, add_months

# What the working days of a company depend on.
CALENDARS = ("resource.calendar", "resource.calendar.attendance", "resource.calendar.leaves")


class ConveyorAttainmentReport(models.Model):
    """Where in its year each company is: what is over, what is left, since when its facts tell a pace."""

    _inherit = "conveyor.attainment.report"

    # === BUSINESS METHODS === #

    @api.model
    def _get_horizons(self):
        """What the calendar of each company that the reader sees tells today.

        :return: dict ``{company: Horizon}``
        """
        # Working days are no secret; whoever reads without rules reads every company.
        companies = self.env.companies.sudo()
        if self.env.su:
            companies = companies.with_context(active_test=False).search([("id", ">", 0)])
        firsts, marks = self._get_first_days(companies), self._get_calendar_marks(companies)
        horizons = {}
        for company in companies:
            today = company._get_business_day()
            days = self._get_days(company.id, today.replace(day=1), marks[company.id])
            horizons[company] = Horizon(today, days, firsts.get(company.id))
        return horizons

    @api.model
    @ormcache("company_id", "month", "mark")
    def _get_days(self, company_id, month, mark):
        """The working days from the months that tell the pace to the end of the year.

        :param str mark: of `_get_calendar_marks`, another one with every change of the calendar
        """
        start, stop = add_months(month, -PACE_MONTHS), month.replace(month=12, day=31)
        # The hours of a company are no secret.
        company = self.env["res.company"].sudo().browse(company_id)
        return tuple(company._get_working_days(start, stop))

    @api.model
    def _get_calendar_marks(self, companies):
        """Everything that the working days of companies come from, as one short text for each.

        :return: ``{id of the company: text}``
        """
        for model in CALENDARS:
            self.env[model].flush_model()
        companies.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                SELECT c.id, md5(concat_ws('|', c.conveyor_tz, r::text, (
                           SELECT string_agg(a::text, '|' ORDER BY a.id) FROM resource_calendar_attendance a
                            WHERE a.calendar_id = r.id), (
                           SELECT string_agg(l::text, '|' ORDER BY l.id) FROM resource_calendar_leaves l
                            WHERE l.resource_id IS NULL AND (l.calendar_id IS NULL OR l.calendar_id = r.id))))
                  FROM res_company c
                  LEFT JOIN resource_calendar r ON r.id = c.resource_calendar_id
                 WHERE c.id IN %s
                """,
                companies._ids,
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _get_first_days(self, companies):
        """The first day with facts of companies that began in the months that tell the pace.

        :return: ``{id of the company: day}``
        """
        rows = [
            (company.id, add_months(company._get_business_day().replace(day=1), -PACE_MONTHS))
            for company in companies
        ]
        self.env.cr.execute(
            SQL(
                """
                SELECT y.company_id, (
                       SELECT min(f.happened_on) FROM conveyor_fact f
                        WHERE f.metric_id IN (SELECT id FROM conveyor_metric WHERE aggregation = 'sum')
                          AND f.company_id = y.company_id
                          AND f.happened_on >= y.month_on AND f.happened_on < y.month_on + interval '1 month')
                  FROM (SELECT c.company_id, c.pace_on, (
                               SELECT min(s.month_on) FROM conveyor_fact_sum s WHERE s.company_id = c.company_id
                               ) AS month_on
                          FROM (VALUES %s) c(company_id, pace_on)) y
                 WHERE y.month_on >= y.pace_on
                """,
                SQL(", ").join(SQL("(%s, %s)", *row) for row in rows),
            )
        )
        return dict(self.env.cr.fetchall())
