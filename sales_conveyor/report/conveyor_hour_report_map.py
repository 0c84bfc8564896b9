from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.told import is_id
from .conveyor_hour_report import DEEDS, HOURS

LONGEST_DAYS = 366
ROWS = {"user": "user_id", "weekday": "weekday"}
# Shares: one deed of another.
SHARES = {"reached": ("conversation", "call")}


class ConveyorHourReport(models.Model):
    """The heat map: hours across, people or weekdays down."""

    _inherit = "conveyor.hour.report"

    # === PUBLIC METHODS === #

    @api.model
    @api.readonly
    def get_heat_map(self, code="call", rows="user", days=30, team_id=False):
        """What the map shows, with the rights of the present person.

        :param str code: of a metric, or ``reached``: conversations ÷ calls
        :param str rows: ``user`` or ``weekday``
        :param int days: how many business days back, today included
        :param team_id: of a team, or nothing for all that one may see
        :return: ``{"hours": […], "rows": [{"id", "name", "cells": […], "total"}], "totals": […], "total", "best", …}``;
            a share of nothing is None
        """
        self._check_choice(code, rows, days, team_id)
        today = self.env.company._get_business_day()
        field, codes = ROWS[rows], SHARES.get(code, (code,))
        domain = [
            ("company_id", "=", self.env.company.id),
            ("happened_on", ">", today - timedelta(days=days)),
        ]
        if team_id:
            domain.append(("team_id", "=", team_id))
        tables = [self._read_table(domain, one, field) for one in codes]
        # Of a share both numbers, else the one.
        hours = self._get_hours({hour for cells in tables[-1].values() for hour in cells})
        lines = self._get_rows(field, tables, hours)
        every = [sum_cells(table.values()) for table in tables]
        return {
            "hours": [{"key": hour, "name": f"{hour}:00"} for hour in hours],
            "rows": lines,
            "totals": [share([cells.get(hour, 0) for cells in every]) for hour in hours],
            "total": share([sum(cells.values()) for cells in every]),
            "best": max((cell or 0 for line in lines for cell in line["cells"]), default=0),
            "is_share": len(codes) > 1,
            "codes": list(codes),
            "date_from": fields.Date.to_string(today - timedelta(days=days - 1)),
            "date_to": fields.Date.to_string(today),
            "is_shown": self.env.company.sudo().conveyor_shows_hours,  # a setting is no secret
            **self._get_choices(),
        }

    # === BUSINESS METHODS === #

    @api.model
    def _check_choice(self, code, rows, days, team_id):
        is_number = isinstance(days, int) and not isinstance(days, bool)
        is_team = team_id is False or is_id(team_id)
        is_known = isinstance(code, str) and (code in DEEDS or code in SHARES)
        is_known = is_known and isinstance(rows, str) and rows in ROWS
        if not is_known or not is_number or not is_team:
            raise UserError(self.env._("There is no such map of hours."))
        if not 1 <= days <= LONGEST_DAYS:
            raise UserError(self.env._("A map of hours is of at most %s days.", LONGEST_DAYS))

    @api.model
    def _get_hours(self, hours):
        """All hours from the first to the last that has something, at least those of an ordinary day."""
        keys = [key for key, _label in HOURS]
        known = [keys.index(hour) for hour in hours]
        return keys[min([9, *known]) : max([17, *known]) + 1]

    @api.model
    def _read_table(self, domain, code, field):
        """How many deeds of a metric there are: ``{row: {hour: number}}``."""
        domain = [*domain, ("metric_id.code", "=", code)]
        table = {}
        for row, hour, quantity in self._read_group(domain, [field, "hour"], ["quantity:sum"]):
            if quantity:
                table.setdefault(row, {})[hour] = quantity
        return table

    @api.model
    def _get_rows(self, field, tables, hours):
        """The lines of the map, the busiest people first, weekdays in their order."""
        labels = dict(self._fields["weekday"]._description_selection(self.env))
        lines = []
        for row, asked in tables[-1].items():
            parts = [table.get(row, {}) for table in tables]
            is_day = field == "weekday"
            name = labels.get(row, "") if is_day else row.sudo().name  # of facts one may see
            lines.append(
                {
                    "id": row if is_day else row.id,
                    "name": name,
                    "cells": [share([cells.get(hour, 0) for cells in parts]) for hour in hours],
                    "total": share([sum(cells.values()) for cells in parts]),
                    "number": sum(asked.values()),
                }
            )
        if field == "weekday":
            return sorted(lines, key=lambda line: line["id"])
        return sorted(lines, key=lambda line: (-line["number"], line["name"]))

    @api.model
    def _get_choices(self):
        """What may be chosen above the map."""
        metrics = self.env["conveyor.metric"].search([("code", "in", DEEDS)])
        shares = [{"code": "reached", "name": self.env._("Clients Reached, %")}]
        teams = self.env["crm.team"].search([("company_id", "in", [self.env.company.id, False])])
        return {
            "metrics": [{"code": one.code, "name": one.name} for one in metrics] + shares,
            "teams": [{"id": team.id, "name": team.name} for team in teams],
        }


def share(numbers):
    """One number as it is, two as the share of the first in the second; nothing of nothing.

    >>> share([3]), share([1, 4]), share([0, 0])
    (3, 0.25, None)
    """
    if len(numbers) == 1:
        return numbers[0]
    part, whole = numbers
    return part / whole if whole else None


def sum_cells(rows):
    """The sum of rows, hour by hour.

    >>> sum_cells([{"09": 1}, {"09": 2, "10": 1}])
    {'09': 3, '10': 1}
    """
    total = {}
    for cells in rows:
        for hour, number in cells.items():
            total[hour] = total.get(hour, 0) + number
    return total
