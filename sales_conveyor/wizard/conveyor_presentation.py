from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils
from odoo.tools.misc import format_date

from ..models.conveyor_cockpit import MAX_BACK
from ..tools.svg import draw_bars, draw_lines
from ..tools.words import tell_number

PEOPLE = 20
SHARE = {"is_percentage": True}
# Of the page between its margins, in pixels.
WIDTH = 700


class ConveyorPresentation(models.TransientModel):
    """The head's presentation: one page of a day, a week or a month for the final control."""

    _name = "conveyor.presentation"
    _description = "Presentation"

    kind = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month")], required=True, default="day"
    )
    day_on = fields.Date(
        string="Day", required=True, default=lambda self: self.env.company._get_business_day()
    )
    team_id = fields.Many2one("crm.team", string="Sales Team")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("day_on")
    def _check_day_on(self):
        for page in self:
            today = page.company_id._get_business_day()
            first, last = today - relativedelta(months=MAX_BACK), today + relativedelta(years=1)
            if not first.replace(day=1) <= page.day_on <= last:
                raise ValidationError(self.env._("Choose a day of the past ten years."))

    # === ACTION METHODS === #

    def action_print(self):
        """The page as a PDF."""
        report = self.env.ref("sales_conveyor.conveyor_presentation_report")
        return {**report.report_action(self), "close_on_report_download": True}

    # === BUSINESS METHODS === #

    def _get_span(self):
        """The first and the last day that the page tells of."""
        self.ensure_one()
        return (
            date_utils.start_of(self.day_on, self.kind),
            date_utils.end_of(self.day_on, self.kind),
        )

    def _compose(self):
        """Everything on the page; as the present person may see it.

        :return: dict for the template
        """
        self.ensure_one()
        first, last = self._get_span()
        cockpit = self.env["conveyor.cockpit"]
        months = self.company_id._get_business_day().replace(day=1), first.replace(day=1)
        back = (months[0].year - months[1].year) * 12 + months[0].month - months[1].month
        data = cockpit.get_cockpit("month", max(back, 0), self.team_id.id, False)
        return {
            **self._compose_head(first, last),
            "tiles": self._compose_tiles(data, first, last),
            "plan": self._compose_plan(data),
            "curve": self._draw_curve(data),
            "ranking": self._draw_ranking(data),
            "people": self._compose_people(first, last),
            "calls": self._compose_calls(first, last),
            "incidents": self._compose_incidents(first, last),
            "sections": self._compose_sections(data),
            "bottleneck": data["strip"] and data["strip"]["bottleneck"]["words"],
            "exceptions": [
                (one["label"], one["figure"]["value"] if one.get("figure") else "")
                for one in data["exceptions"]
            ],
            "reports": self._compose_reports(first, last),
            "tomorrow": self._compose_tomorrow(first, last),
        }

    def _compose_head(self, first, last):
        days = format_date(self.env, first, date_format="full")
        if last != first:
            begin, end = (format_date(self.env, day, date_format="long") for day in (first, last))
            days = f"{begin} – {end}"
        title = self.team_id.name or self.company_id.name
        return {"title": title, "days": days[:1].upper() + days[1:]}

    def _tell(self, goal, value):
        currency = self.company_id.currency_id if goal.get("is_money") else None
        return tell_number(self.env, value, currency, goal.get("is_percentage"))

    def _get_domain(self, first, last, day="happened_on"):
        """What happened in the days of the page, in its company and team."""
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain(day, ">=", first) & Domain(day, "<=", last)
        return domain & Domain("team_id", "=", self.team_id.id) if self.team_id else domain

    # === PLAN === #

    def _compose_tiles(self, data, first, last):
        """The numbers on top: ``[(name, text)]``."""
        goal = data["plan"]["main"]
        metrics = self.env["conveyor.metric"]
        calls = metrics._get("call")._measure(self._get_domain(first, last))
        wrong = self.env["conveyor.incident"].search_count(self._get_domain(first, last))
        return [
            (self.env._("% of Plan"), self._tell(SHARE, goal["attainment"])),
            (self.env._("Pace"), self._tell(SHARE, goal["pace"])),
            (self.env._("Forecast"), self._tell(goal, goal["forecast"])),
            (
                self.env._("Calls"),
                self._tell({}, sum(found.get((), 0) for found in calls.values())),
            ),
            (self.env._("Incidents"), self._tell({}, wrong)),
        ]

    def _compose_plan(self, data):
        """Rows of the goals of the month: name, fact, plan, share, pace, forecast."""
        return [
            [
                goal["name"],
                self._tell(goal, goal["fact"]["value"]),
                self._tell(goal, goal["plan"]),
                self._tell(SHARE, goal["attainment"]),
                self._tell(SHARE, goal["pace"]),
                self._tell(goal, goal["forecast"]),
            ]
            for goal in (data["plan"]["main"], *data["plan"]["goals"])
        ]

    def _draw_curve(self, data):
        curve, goal = data["plan"]["curve"], data["plan"]["main"]
        highest = max((value for value in (*curve["fact"], *curve["plan"]) if value), default=0)
        return draw_lines(
            [(self.env._("Fact"), curve["fact"]), (self.env._("Plan"), curve["plan"])],
            width=WIDTH,
            height=128,
            labels=[format_date(self.env, day, date_format="d MMM") for day in curve["days"]],
            top_text=self._tell(goal, highest),
        )

    def _draw_ranking(self, data):
        rows = [
            (
                row["name"],
                row["fact"]["value"],
                row["plan"],
                self._tell_share_of_plan(data, row),
                row["pace"] if row["plan"] else None,
            )
            for row in data["plan"]["ranking"][:PEOPLE]
        ]
        return draw_bars(rows, width=WIDTH) if rows else ""

    def _tell_share_of_plan(self, data, row):
        fact = self._tell(data["plan"]["main"], row["fact"]["value"])
        return f"{fact} · {self._tell(SHARE, row['attainment'])}" if row["plan"] else fact

    @api.model
    def _compose_sections(self, data):
        """What came into each section, what it passed on, what waits."""
        if not data["strip"]:
            return []
        names = dict(self.env["crm.team.member"]._fields["role"]._description_selection(self.env))
        keys = ("entered", "passed", "won", "lost", "in_work", "waiting")
        return [
            [names[section["role"]], *(section["figures"][key]["count"] for key in keys)]
            for section in data["strip"]["sections"]
        ]
