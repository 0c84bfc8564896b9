import io

import xlsxwriter

from odoo import api, models

# Nobody has this login: an example left in the file is refused, not booked.
EXAMPLE = {
    "metric": "contract_amount",
    "day": "2017-03-31",
    "person": "anna.example",
    "role": "hunter",
    "client": "Northern Mill",
    "product": "Audit",
    "quantity": 1,
    "amount": 1250.5,
    "cohort_day": "2017-02-14",
    "created_day": "2017-01-30",
    "reference": "A-1",
}
WIDTH = 24


class ConveyorFactImportTemplate(models.Model):
    """The workbook to fill in."""

    _inherit = "conveyor.fact.import"

    # === BUSINESS METHODS === #

    @api.model
    def _make_template(self):
        """An empty table with one example, what each column means, and which metrics there are.

        :return: bytes of an XLSX
        """
        columns = self._get_columns()
        example = {**EXAMPLE, "currency": self.env.company.currency_id.name}
        metrics = self.env["conveyor.metric"].search([("source", "!=", False)])
        measures = dict(metrics._fields["measure"]._description_selection(self.env))
        sheets = {
            self.env._("History"): [
                [label for label, _help in columns.values()],
                [example.get(key, "") for key in columns],
            ],
            self.env._("Columns"): [
                [self.env._("Column"), self.env._("What to Write")],
                *columns.values(),
            ],
            self.env._("Metrics"): [
                [
                    self.env._("Code"),
                    self.env._("Name"),
                    self.env._("What It Counts"),
                    self.env._("Measure"),
                ],
                *((m.code, m.name, m.description, measures[m.measure]) for m in metrics),
            ],
        }
        output = io.BytesIO()
        # What is typed in Odoo stays text in Excel, whatever it begins with.
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(output, options) as book:
            bold = book.add_format({"bold": True})
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name[:31])
                sheet.set_column(0, max(map(len, rows)) - 1, WIDTH)
                sheet.freeze_panes(1, 0)
                for number, cells in enumerate(rows):
                    sheet.write_row(number, 0, cells, None if number else bold)
        return output.getvalue()
