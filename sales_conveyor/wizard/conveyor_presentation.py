from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils
from odoo.tools.misc import format_date, formatLang

from ..tools.svg import draw_bars, draw_lines

PEOPLE = 20


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

    # === ACTION METHODS === #

    def action_print(self):
        """The page as a PDF."""
        return self.env.ref("sales_conveyor.conveyor_presentation_report").report_action(self)

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
            "title": self._get_title(first, last),
            "plan": self._compose_plan(data),
            "curve": self._draw_curve(data),
            "ranking": self._draw_ranking(data),
            "people": self._compose_people(first, last),
            "sections": self._compose_sections(data),
            "bottleneck": data["strip"] and data["strip"]["bottleneck"]["words"],
            "exceptions": [
                (one["label"], one["figure"]["value"] if one.get("figure") else "")
                for one in data["exceptions"]
            ],
            "reports": self._compose_reports(first, last),
            "tomorrow": self._compose_tomorrow(last),
        }

    def _get_title(self, first, last):
        whom = self.team_id.name or self.company_id.name
        days = format_date(self.env, first)
        if last != first:
            days = f"{days} – {format_date(self.env, last)}"
        return f"{whom} · {days}"

    def _tell(self, goal, value):
        if value is None or value is False:
            return "—"
        if goal.get("is_percentage"):
            return f"{formatLang(self.env, 100 * value, digits=0)} %"
        currency = self.company_id.currency_id if goal["is_money"] else None
        return formatLang(self.env, value, digits=0, currency_obj=currency)

    def _compose_plan(self, data):
        """Rows of the goals of the month: name, fact, plan, share, pace, forecast."""
        share = {"is_percentage": True}
        return [
            [
                goal["name"],
                self._tell(goal, goal["fact"]["value"]),
                self._tell(goal, goal["plan"]),
                self._tell(share, goal["attainment"]),
                self._tell(share, goal["pace"]),
                self._tell(goal, goal["forecast"]),
            ]
            for goal in (data["plan"]["main"], *data["plan"]["goals"])
        ]

    def _draw_curve(self, data):
        curve = data["plan"]["curve"]
        return draw_lines(
            [(self.env._("Fact"), curve["fact"]), (self.env._("Plan"), curve["plan"])]
        )

    def _draw_ranking(self, data):
        share = {"is_percentage": True}
        rows = [
            (row["name"], row["fact"]["value"], row["plan"], self._tell(share, row["attainment"]))
            for row in data["plan"]["ranking"][:PEOPLE]
        ]
        return draw_bars(rows) if rows else ""

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

    def _compose_people(self, first, last):
        """What everybody did in the days of the page, by the metrics of the evening report.

        :return: ``{"metrics": [name], "rows": [[name, text]]}``
        """
        metrics = self.env["conveyor.metric"].search([("is_reported", "=", True)])
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("happened_on", ">=", first) & Domain("happened_on", "<=", last)
        if self.team_id:
            domain &= Domain("team_id", "=", self.team_id.id)
        measured = metrics._measure(domain, ("user_id",))
        users = {user for groups in measured.values() for (user,) in groups}
        rows = [
            [
                user.name,
                *(
                    self._tell({"is_money": metric.measure == "amount"}, groups.get((user,), 0.0))
                    for metric, groups in measured.items()
                ),
            ]
            for user in sorted(users, key=lambda user: user.name)
        ]
        return {"metrics": metrics.mapped("name"), "rows": rows}

    def _compose_reports(self, first, last):
        """How the evening reports of these days stand: ``[(state, number)]``."""
        reports = self.env["conveyor.daily.report"]
        domain = Domain("day_on", ">=", first) & Domain("day_on", "<=", last)
        domain &= Domain("company_id", "=", self.company_id.id)
        if self.team_id:
            domain &= Domain("team_id", "=", self.team_id.id)
        states = dict(reports._fields["state"]._description_selection(self.env))
        return [
            (states[state], count)
            for state, count in reports._read_group(domain, ["state"], ["__count"])
        ]

    def _compose_tomorrow(self, last):
        """What people plan for the next day: ``[(name, text)]``."""
        domain = Domain("day_on", "=", last) & Domain("tomorrow", "!=", False)
        domain &= Domain("company_id", "=", self.company_id.id)
        if self.team_id:
            domain &= Domain("team_id", "=", self.team_id.id)
        reports = self.env["conveyor.daily.report"].search(domain, limit=PEOPLE)
        return [(report.user_id.name, report.tomorrow) for report in reports]
