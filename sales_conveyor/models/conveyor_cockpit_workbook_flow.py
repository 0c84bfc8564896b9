from odoo import api, models

from ..tools.workbook import Column


class ConveyorCockpit(models.AbstractModel):
    """Sheets of the workbook about the flow: the funnel of the belt, and the portrait of the client."""

    _inherit = "conveyor.cockpit"

    # === SHEETS === #

    @api.model
    def _add_funnel(self, book, scope, data):
        """What went in and out of each section, and the four pipeline metrics."""
        sheet = book.add_sheet(self.env._("Funnel"))
        sheet.add_title(self.env._("Funnel"), self._get_words(scope, data))
        if data["strip"]:
            self._add_sections(sheet, data["strip"])
        for kind in ("money", "share", "number"):
            metrics = [metric for metric in data["pipeline"] if self._get_kind(metric) == kind]
            columns = [
                Column(self.env._("Metric"), width=30),
                Column(self.env._("Now"), kind),
                Column(self.env._("Period Before"), kind),
            ]
            if metrics:
                rows = [
                    [metric["name"], metric["figure"]["value"], metric["previous"]]
                    for metric in metrics
                ]
                sheet.add_table(columns, rows)

    @api.model
    def _get_kind(self, metric):
        return "money" if metric["is_money"] else "share" if metric["is_percentage"] else "number"

    @api.model
    def _add_sections(self, sheet, strip):
        columns = [
            Column(self.env._("Section"), width=30),
            *(
                Column(title, "number")
                for title in (
                    self.env._("In"),
                    self.env._("Passed On"),
                    self.env._("Won"),
                    self.env._("Lost"),
                    self.env._("In Work"),
                )
            ),
            Column(self.env._("Conversion"), "share"),
            Column(self.env._("Days in Section"), "number"),
        ]
        labels = dict(
            self.env["crm.team"]._fields["conveyor_role"]._description_selection(self.env)
        )
        rows = [
            [
                labels[section["role"]],
                *(
                    section["figures"][key]["count"]
                    for key in ("entered", "passed", "won", "lost", "in_work")
                ),
                section["conversion"],
                section["average_days"],
            ]
            for section in strip["sections"]
        ]
        span = sheet.add_table(columns, rows)
        sheet.add_chart("column", self.env._("Funnel"), span, 0, (1, 2, 3, 4))

    @api.model
    def _add_portrait(self, book, scope, data):
        """Who buys: win rate and lift by each side of the client; small samples in grey."""
        Report = self.env["conveyor.portrait.report"]
        sheet = book.add_sheet(self.env._("Ideal Client"))
        sheet.add_title(
            self.env._("Ideal Client"),
            self._get_words(scope, data),
            self.env._(
                "Lift: the win rate of the group ÷ that of all deals. Grey: too few deals to judge by."
            ),
        )
        columns = [
            Column(self.env._("Group"), width=30),
            *(Column(title, "number") for title in (self.env._("Deals"), self.env._("Won"))),
            Column(self.env._("Win Rate"), "share"),
            Column(self.env._("Value of a Won Deal"), "money"),
            Column(self.env._("Lift"), "number"),
        ]
        keys = ("label", "deals", "won", "win_rate", "value", "lift")
        domain = scope.within("happened_on") & scope.of()
        for dimension, groups in Report._get_portrait(domain).items():
            if groups:
                sheet.add_title(Report._fields[dimension]._description_string(self.env))
                faint = [number for number, group in enumerate(groups) if group["is_small"]]
                sheet.add_table(
                    columns, [[group[key] for key in keys] for group in groups], faint=faint
                )
