from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.told import is_id
from .conveyor_hour_report import DEEDS, HOURS

LONGEST_DAYS = 366
ROWS = {"user": "user_id", "weekday": "weekday"}


class ConveyorHourReport(models.Model):
    """The heat map: hours across, people or weekdays down."""

    _inherit = "conveyor.hour.report"

    # === PUBLIC METHODS === #

    @api.model
    @api.readonly
    def get_heat_map(self, code="call", rows="user", days=30, team_id=False):
        """What the map shows, with the rights of the present person.

        :param str code: of a metric
        :param str rows: ``user`` or ``weekday``
        :param int days: how many business days back, today included
        :param team_id: of a team, or nothing for all that one may see
        :return: ``{"hours": […], "rows": [{"id", "name", "cells": […], "total"}], "totals": […], "best", …}``
        """
        self._check_choice(code, rows, days, team_id)
        today = self.env.company._get_business_day()
        domain = [
            ("metric_id.code", "=", code),
            ("company_id", "=", self.env.company.id),
            ("happened_on", ">", today - timedelta(days=days)),
        ]
        if team_id:
            domain.append(("team_id", "=", team_id))
        field = ROWS[rows]
        found = self._read_group(domain, [field, "hour"], ["quantity:sum"])
        table = {}
        for row, hour, quantity in found:
            table.setdefault(row, {})[hour] = quantity
        hours = self._get_hours({hour for _row, hour, quantity in found if quantity})
        return {
            "hours": [{"key": hour, "name": f"{hour}:00"} for hour in hours],
            "rows": self._get_rows(field, table, hours),
            "totals": [sum(cells.get(hour, 0) for cells in table.values()) for hour in hours],
            "best": max((q for cells in table.values() for q in cells.values()), default=0),
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
        is_known = code in DEEDS and isinstance(rows, str) and rows in ROWS
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
    def _get_rows(self, field, table, hours):
        labels = dict(self._fields["weekday"]._description_selection(self.env))
        rows = []
        for row, cells in table.items():
            name = (
                labels.get(row, "") if field == "weekday" else row.sudo().name
            )  # of facts one may see
            rows.append(
                {
                    "id": row if field == "weekday" else row.id,
                    "name": name,
                    "cells": [cells.get(hour, 0) for hour in hours],
                    "total": sum(cells.values()),
                }
            )
        if field == "weekday":
            return sorted(rows, key=lambda row: row["id"])
        return sorted(rows, key=lambda row: (-row["total"], row["name"]))

    @api.model
    def _get_choices(self):
        """What may be chosen above the map."""
        metrics = self.env["conveyor.metric"].search([("code", "in", DEEDS)])
        teams = self.env["crm.team"].search([("company_id", "in", [self.env.company.id, False])])
        return {
            "metrics": [{"code": metric.code, "name": metric.name} for metric in metrics],
            "teams": [{"id": team.id, "name": team.name} for team in teams],
        }
