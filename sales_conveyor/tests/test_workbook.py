import io
import zipfile
from datetime import date

import openpyxl

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from ..tools.clock import at_instant
from ..tools.workbook import Book, Column, escape
from .common import department
from .planning import TODAY, PlanningCommon

TRICKS = (
    "=1+1",
    "+A1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://x")',
    "<b>x</b>\x08\u202e",
    "http://x",
)


@department
class TestWorkbook(PlanningCommon, HttpCase):
    """The owner's workbook says what the cockpit says, and nothing typed becomes a formula."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan((3, cls.hunter, 2200), (3, cls.hunter2, 1100))
        cls.sell(cls.hunter, 700, date(2026, 3, 3))
        cls.sell(cls.hunter2, 700.55, date(2026, 3, 9))

    def book(self, user, **choice):
        """The workbook as a person gets it on the eleventh of March: raw bytes, and as a spreadsheet reads it."""
        with at_instant(self.env, TODAY):
            _name, content = self.env["conveyor.cockpit"].with_user(user)._make_workbook(**choice)
        return content, openpyxl.load_workbook(io.BytesIO(content))

    def cells(self, sheet):
        """All rows of a sheet."""
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_numbers_are_those_of_the_cockpit(self):
        _content, book = self.book(self.owner)
        with at_instant(self.env, TODAY):
            goal = self.env["conveyor.cockpit"].with_user(self.owner).get_cockpit()["plan"]["main"]
        row = next(row for row in self.cells(book.worksheets[0]) if row[0] == goal["name"])
        self.assertEqual(row[1:4], [3300, 1400.55, 1400.55 / 3300])
        self.assertAlmostEqual(row[5], goal["pace"])
        people = {row[0]: row for row in self.cells(book.worksheets[1])}
        self.assertEqual(people["Hunter"][1:3], [2200, 700])
        self.assertEqual(people["Hunter2"][1:3], [1100, 700.55])
        self.assertEqual(people["Total"][1:3], [3300, 1400.55])

    def test_every_sheet_is_there_with_charts(self):
        content, book = self.book(self.owner)
        self.assertEqual(len(book.worksheets), 7)
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        self.assertGreater(sum("charts/chart" in name for name in names), 3)

    def test_nothing_typed_becomes_a_formula_or_a_link(self):
        for number, text in enumerate(TRICKS):
            user = self.hunter.copy({"name": text, "login": f"t_trick_{number}"})
            self.sell(user, 10 + number, date(2026, 3, 4))
        self.team.name = TRICKS[0]
        content, book = self.book(self.owner)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        self.assertFalse([sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet])
        texts = [
            cell
            for sheet in book
            for row in self.cells(sheet)
            for cell in row
            if isinstance(cell, str)
        ]
        self.assertFalse([text for text in texts if text[0] in "=+-@\t"])
        self.assertIn("'=1+1", texts)

    def test_seller_gets_his_own_only(self):
        _content, book = self.book(self.hunter)
        people = {row[0]: row for row in self.cells(book.worksheets[1])}
        self.assertIn("Hunter", people)
        self.assertNotIn("Hunter2", people)

    def test_download_is_for_people_of_sales(self):
        self.authenticate("t_owner", "t_owner")
        answer = self.url_open("/conveyor/workbook?period=quarter&back=0")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets), 7)
        for nonsense in (
            "period=week",
            "back=-1",
            "back=99999999999",
            f"back={'9' * 5000}",
            "user_id=abc",
            "team_id=9999999",
        ):
            with mute_logger("odoo.http"):
                status = self.url_open(f"/conveyor/workbook?{nonsense}").status_code
            self.assertIn(status, (200, 400, 403, 422), nonsense)
        self.authenticate("t_hunter", "t_hunter")
        with mute_logger("odoo.http"):
            asked = self.url_open(f"/conveyor/workbook?user_id={self.hunter2.id}")
        self.assertEqual(asked.status_code, 403)

    def test_empty_and_odd_cells_are_written_plainly(self):
        book = Book()
        sheet = book.add_sheet("[a]:*?/\\b" * 9)
        book.add_sheet("[a]:*?/\\b" * 9)
        columns = [Column("=x"), Column("n", "number"), Column("d", "day")]
        sheet.add_table(
            columns, [[None, None, None], ["\x00", 0, date(2026, 1, 2)]], total=["-", 0, None]
        )
        rows = self.cells(openpyxl.load_workbook(io.BytesIO(book.close())).worksheets[0])
        self.assertEqual(rows[0][0], "'=x")
        self.assertEqual(rows[2][1], 0)
        self.assertEqual(escape("x" * 40000), "x" * 32000)
