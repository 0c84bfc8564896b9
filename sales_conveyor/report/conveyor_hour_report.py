from odoo import fields, models
from odoo.tools import SQL

from ..const import ROLES

HOURS = [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)]
WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]
# What people do themselves, at an hour that says something about them.
DEEDS = ("call", "conversation", "meeting_held", "activity_done", "offer_sent")


class ConveyorHourReport(models.Model):
    """When in the day work is done: calls, conversations, meetings, tasks and offers by the company's clock."""

    _name = "conveyor.hour.report"
    _description = "Work by the Hour"
    _inherit = ["conveyor.ledger.report.mixin"]
    _auto = False
    _order = "happened_on desc, hour, id desc"
    _rec_name = "metric_id"
    _depends = {
        "conveyor.fact": [
            "metric_id", "happened_on", "happened_at", "user_id", "role", "team_id", "company_id", "quantity",
            "is_level", "is_imported", "reversal_of_id",
        ],
        "conveyor.metric": ["code"],
        "res.company": ["conveyor_tz", "conveyor_shows_hours"],
    }  # fmt: skip

    metric_id = fields.Many2one("conveyor.metric", string="What", readonly=True)
    happened_on = fields.Date(string="Day", readonly=True)
    hour = fields.Selection(HOURS, readonly=True, help="By the clock of the company.")
    weekday = fields.Selection(WEEKDAYS, readonly=True)
    user_id = fields.Many2one("res.users", string="Person", readonly=True)
    role = fields.Selection(ROLES, string="Section", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    quantity = fields.Float(string="Number", readonly=True, digits=(16, 0))

    # === QUERY === #

    @property
    def _table_query(self):
        """Facts as they were booked; what was taken back is taken back at the hour of the deed.

        What an import brought has a day, and no hour to be trusted.
        """
        return SQL(
            """
            SELECT f.id, f.metric_id, f.happened_on, f.user_id, f.role,
                   f.team_id, f.company_id, f.quantity, to_char(z.at, 'HH24') AS hour, to_char(z.at, 'ID') AS weekday
              FROM conveyor_fact f
              JOIN conveyor_metric m ON m.id = f.metric_id AND m.code IN %s
              JOIN res_company c ON c.id = f.company_id AND c.conveyor_shows_hours
              LEFT JOIN conveyor_fact h ON h.id = f.reversal_of_id
             CROSS JOIN LATERAL (SELECT
                   COALESCE(h.happened_at, f.happened_at) AT TIME ZONE 'UTC'
                   AT TIME ZONE COALESCE(c.conveyor_tz, 'UTC') AS at) z
             WHERE f.is_level IS NOT TRUE AND f.is_imported IS NOT TRUE
            """,
            DEEDS,
        )
