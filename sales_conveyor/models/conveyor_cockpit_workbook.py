from odoo import api, models
from odoo.fields import Domain

from ..tools.workbook import Book, Column

NUMBERS = ("plan", "fact", "attainment", "plan_to_date", "pace", "forecast", "last_year")


class ConveyorCockpit(models.AbstractModel):
    """The workbook of a period: what the cockpit shows, as sheets that the owner takes along.

    Its numbers come from the same methods as those of the screen, so both agree to the cent.
    """

    _inherit = "conveyor.cockpit"

    # === BUSINESS METHODS === #

    @api.model
    def _make_workbook(self, period="month", back=0, team_id=False, user_id=False):
        """The workbook of what `get_cockpit` shows for the same choice.

        :return: name of the file without its ending, and the bytes of an XLSX
        """
        scope, data = self._look(period, back, team_id, user_id)
        digits = scope.company.currency_id.decimal_places
        book = Book(money=f"#,##0.{'0' * digits}" if digits else "#,##0")
        for name in self._get_sheets():
            getattr(self, f"_add_{name}")(book, scope, data)
        month = f"{scope.period.first:%Y-%m}"
        return self.env._("sales-%s", month), book.close()

    @api.model
    def _get_sheets(self):
        """The sheets of the workbook, each filled by ``_add_<sheet>(book, scope, data)``.

        For a module to add a sheet, it must extend this list and define that method.
        """
        return ["summary", "people", "teams", "products", "funnel", "portrait", "months"]

    # === SHEETS === #

    @api.model
    def _get_words(self, scope, data):
        """Small print of every sheet: whom and when it tells of, in which currency."""
        whom = scope.user.name or scope.team.name or scope.company.name
        return self.env._(
            "%(whom)s · %(first)s – %(last)s · money in %(currency)s · as of %(today)s",
            whom=whom,
            first=scope.period.first,
            last=scope.period.last,
            currency=scope.company.currency_id.name,
            today=scope.today,
        )

    @api.model
    def _get_columns(self, first, kind="number"):
        return [
            Column(first, width=30),
            Column(self.env._("Plan"), kind),
            Column(self.env._("Fact"), kind),
            Column(self.env._("% of Plan"), "share"),
            Column(self.env._("Plan to Date"), kind),
            Column(self.env._("Pace"), "share"),
            Column(self.env._("Forecast"), kind),
            Column(self.env._("A Year Ago"), kind),
        ]

    @api.model
    def _add_summary(self, book, scope, data):
        """All goals, and the way of the main one."""
        sheet = book.add_sheet(self.env._("Summary"))
        plan = data["plan"]
        sheet.add_title(self.env._("Plan and Fact"), self._get_words(scope, data), plan["method"])
        for kind in ("money", "number"):
            goals = [
                goal
                for goal in (plan["main"], *plan["goals"])
                if goal["is_money"] == (kind == "money")
            ]
            if goals:
                rows = [
                    self._get_cells(goal["name"], {**goal, "fact": goal["fact"]["value"]})
                    for goal in goals
                ]
                sheet.add_table(self._get_columns(self.env._("Goal"), kind), rows)
        curve = plan["curve"]
        kind = "money" if plan["main"]["is_money"] else "number"
        columns = [
            Column(self.env._("Day"), "day", 30),
            Column(self.env._("Fact, Running Total"), kind),
            Column(self.env._("Plan, Running Total"), kind),
        ]
        rows = list(zip(curve["days"], curve["fact"], curve["plan"], strict=True))
        row = sheet.row
        span = sheet.add_table(columns, rows)
        sheet.add_chart("line", plan["main"]["name"], span, 0, (1, 2), at=(row, 4))

    @api.model
    def _get_cells(self, name, numbers):
        return [name, *(numbers.get(key) for key in NUMBERS)]

    @api.model
    def _add_people(self, book, scope, data):
        self._add_by(book, scope, data, "user_id", self.env._("People"), self.env._("Person"))

    @api.model
    def _add_teams(self, book, scope, data):
        self._add_by(book, scope, data, "team_id", self.env._("Teams"), self.env._("Team"))

    @api.model
    def _add_products(self, book, scope, data):
        name, label = self.env._("Products"), self.env._("Product Category")
        self._add_by(book, scope, data, "categ_id", name, label)

    @api.model
    def _add_by(self, book, scope, data, field, name, label):
        """One table per goal by person, team or category, with totals; the main goal as a chart."""
        sheet = book.add_sheet(name)
        sheet.add_title(name, self._get_words(scope, data))
        metrics = self._get_goal_metrics(data)
        domain = scope.within("month_on") & scope.of() & Domain("metric_id", "in", metrics.ids)
        groups = scope.report._read_attainment(domain, [field])
        totals = scope.report._read_attainment(domain).get((), {})
        for metric in metrics:
            rows = sorted(
                (
                    self._get_cells(
                        record.display_name or self.env._("Not shared out"), numbers[metric]
                    )
                    for (record,), numbers in groups.items()
                    if metric in numbers
                ),
                key=lambda cells: -(cells[2] or 0),
            )
            if rows:
                kind = "money" if metric.measure == "amount" else "number"
                sheet.add_title(metric.name)
                total = self._get_cells(self.env._("Total"), totals.get(metric, {}))
                row = sheet.row
                span = sheet.add_table(self._get_columns(label, kind), rows, total)
                if metric == metrics[:1]:
                    sheet.add_chart(
                        "bar" if len(rows) > 6 else "column",
                        metric.name,
                        span,
                        0,
                        (1, 2),
                        at=(row, 9),
                    )
                    sheet.row = max(sheet.row, row + 16)

    @api.model
    def _get_goal_metrics(self, data):
        goals = (data["plan"]["main"], *data["plan"]["goals"])
        return self.env["conveyor.metric"].browse(goal["metric_id"] for goal in goals)

    @api.model
    def _add_months(self, book, scope, data):
        """The year of the period, month by month."""
        name = self.env._("Months")
        sheet = book.add_sheet(name)
        year = scope.period.first.year
        sheet.add_title(f"{name} {year}", self._get_words(scope, data))
        metrics = self._get_goal_metrics(data)
        months = [scope.period.first.replace(month=number, day=1) for number in range(1, 13)]
        domain = Domain("month_on", ">=", months[0]) & Domain("month_on", "<=", months[-1])
        domain &= scope.of() & Domain("metric_id", "in", metrics.ids)
        groups = scope.report._read_attainment(domain, ["month_on:month"])
        for metric in metrics:
            kind = "money" if metric.measure == "amount" else "number"
            rows = [
                self._get_cells(f"{month:%Y-%m}", groups.get((month,), {}).get(metric, {}))
                for month in months
            ]
            sheet.add_title(metric.name)
            row = sheet.row
            span = sheet.add_table(self._get_columns(self.env._("Month"), kind), rows)
            sheet.add_chart("column", metric.name, span, 0, (1, 2), at=(row, 9))
            sheet.row = max(sheet.row, row + 16)
