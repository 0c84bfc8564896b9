from collections import Counter
from datetime import date

from odoo import api, models
from odoo.fields import Domain

MEASURES = ("quantity", "amount")


class ConveyorPlan(models.Model):
    """What the ledger has of earlier years, beside which targets are judged: read as whoever looks."""

    _inherit = "conveyor.plan"

    # === BUSINESS METHODS === #

    def _get_month(self, month):
        """The first day of a month of this plan.

        :param int month: 1 to 12
        """
        self.ensure_one()
        return date(self.year, month, 1)

    def _count_days(self, year=None):
        """The working days of the company in a year, that of the plan unless said otherwise.

        :return: ``{month: number of days}``, 0 for a month without any
        """
        self.ensure_one()
        year = year or self.year
        days = self.company_id._get_working_days(date(year, 1, 1), date(year, 12, 31))
        return Counter(day.month for day in days)

    @api.model
    def _read_facts(self, metrics, domain, groupby):
        """What summed metrics came to, from the facts by month.

        :param domain: which facts, without a condition on the metric
        :param groupby: list of specifications as of ``_read_group``
        :return: ``{metric: {group: number}}``; a group is the tuple of what it is grouped by
        """
        domain = Domain("metric_id", "in", metrics._get_booked().ids) & Domain(domain)
        rows = self.env["conveyor.fact.sum"]._read_group(
            domain, ["metric_id", *groupby], [f"{measure}:sum" for measure in MEASURES]
        )
        found = {metric: {} for metric in metrics}
        for booked, *group, quantity, amount in rows:
            numbers = {"quantity": quantity or 0.0, "amount": amount or 0.0}
            for metric in metrics:
                if (metric.basis_id or metric) == booked:
                    found[metric][tuple(group)] = numbers[metric.measure]
        return found

    @api.model
    def _get_fact_domain(self, company, categ, first_year, last_year):
        """The facts of a company in whole years, of the products of a category where one is given."""
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("month_on", ">=", date(first_year, 1, 1))
        domain &= Domain("month_on", "<=", date(last_year, 12, 1))
        if categ:
            domain &= Domain("product_id.categ_id", "child_of", categ.id)
        return domain

    @api.model
    def _read_last_year(self, rows):
        """What the year before brought for the person, else the team, else the company of each row.

        A query for each kind of row and category, whatever the number of rows.

        :param rows: ``conveyor.target.row`` records
        :return: ``{row: number}``
        """
        found = {}
        parts = rows.grouped(lambda row: (row.company_id, row.year, row.categ_id, _get_whose(row)))
        for (company, year, categ, name), part in parts.items():
            if not year:
                continue
            domain = self._get_fact_domain(company, categ, year - 1, year - 1)
            if name:
                domain &= Domain(name, "in", part[name].ids)
            facts = self._read_facts(part.metric_id, domain, [name] if name else [])
            for row in part:
                group = (row[name],) if name else ()
                found[row] = facts[row.metric_id].get(group, 0.0)
        return found


def _get_whose(row):
    """The field that tells whose row it is."""
    return next((name for name in ("user_id", "team_id") if row[name]), None)
