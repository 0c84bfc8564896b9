from odoo.tests import HttpCase

from .common import department
from .imports import ImportCommon


@department
class TestImportTour(ImportCommon, HttpCase):
    """The head of sales in the browser: a file is checked, corrected, booked, looked at and withdrawn."""

    def test_history_is_checked_booked_and_withdrawn(self):
        self.start_tour("/odoo/conveyor-import", "sales_conveyor_import", login="t_head")
        record = self.env["conveyor.fact.import"].search([], limit=1)
        self.assertEqual((record.state, record.file_name), ("withdrawn", "history.csv"))
        self.assertEqual(self.facts_of(record).mapped("quantity"), [1, -1, 1, -1])
