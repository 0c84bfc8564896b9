from collections import Counter

from odoo import models
from odoo.fields import Domain

from ..tools.table import clean
from ..tools.workbook import make_workbook
from .conveyor_target_row import KEY

WIDTHS = (26, 22, 24, 28, *[13] * 13)


class ConveyorPlan(models.Model):
    """The workbook of a plan: what one gets out of it can be brought in again."""

    _inherit = "conveyor.plan"

    # === BUSINESS METHODS === #

    def _make_workbook(self):
        """The targets that the present person sees, a row for whom and of what, a column for each month.

        :return: bytes of an XLSX
        """
        self.ensure_one()
        groups = self.env["conveyor.target"]._read_group(
            [("plan_id", "=", self.id)], KEY[1:], ["month_on:array_agg", "value:array_agg"]
        )
        names = [self._get_names(column) for column in list(zip(*groups, strict=True))[:4]]
        rows = []
        for *key, months, values in groups:
            numbers = dict(zip((month.month for month in months), map(float, values), strict=True))
            cells = [name[record.id] for name, record in zip(names, key, strict=True)]
            cells += [numbers.get(month) for month in range(1, 13)]
            is_whole = all(number.is_integer() for number in numbers.values())
            cells.append(round(sum(numbers.values()), 4))
            rows.append((cells, "#,##0" if is_whole else "#,##0.00##"))
        rows.sort(key=lambda row: [cell or "" for cell in row[0][:4]])
        return make_workbook(self.display_name, WIDTHS, self._get_titles(), rows)

    def _get_titles(self):
        """The heads of the columns; months are told with their year, in every language alike."""
        months = [f"{self.year}-{month:02}" for month in range(1, 13)]
        return [
            self.env._("Metric"),
            self.env._("Sales Team"),
            self.env._("Person"),
            self.env._("Product Category"),
            *months,
            self.env._("Total"),
        ]

    def _get_names(self, column):
        """By what the records of a column are called, so that each name means one of them.

        :param column: records of one model, empty ones among them
        :return: ``{id: text or None}``
        """
        records = column[0].union(*column)
        unique = {"conveyor.metric": "code", "res.users": "login"}.get(records._name)
        name = "complete_name" if records._name == "product.category" else "name"
        found = {record.id: record[name] for record in records}
        if unique and records:
            # The name of a colleague who is archived, or of a metric switched off, is a name, too.
            known = records.with_context(active_test=False)
            same = known.search(Domain(name, "in", list(found.values()))).mapped(name)
            counts = Counter(same)
            # A name with a space at its end, for one, is not read as it is written.
            plain = {text for text in found.values() if counts[text] <= 1 and clean(text) == text}
            found = {r.id: r[name] if r[name] in plain else r[unique] for r in records}
        return {**found, False: None}
