"""Workbooks for people: titles, tables with formats and totals, charts. Text stays text, numbers stay numbers.

What somebody typed in Odoo is never a formula nor a link, here or in whatever the sheet is saved as later: a text
that begins like a formula gets an apostrophe, as OWASP ASVS 1.2.10 asks.
"""

import io
import re
from datetime import date
from typing import NamedTuple

import xlsxwriter

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# By these a spreadsheet program, or one that reads the file later, takes a text for a formula.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
MAX_TEXT = 32000


class Column(NamedTuple):
    """A column of a table.

    kind: ``text``, ``number``, ``money``, ``share`` (1 is 100 %) or ``day``
    """

    title: str
    kind: str = "text"
    width: int = 14


def escape(text):
    """A text as a cell may hold it.

    >>> escape("=HYPERLINK(1)"), escape("Mill & Co"), escape(None)
    ("'=HYPERLINK(1)", 'Mill & Co', '')
    """
    text = UNSEEN.sub("", str(text or ""))[:MAX_TEXT]
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def unescape(text):
    """What `escape` was given.

    >>> unescape("'=1+1"), unescape("'Sales'")
    ('=1+1', "'Sales'")
    """
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_MARKS) else text


def make_workbook(name, widths, head, rows):
    """A workbook of one sheet, its head bold and always in sight.

    :param str name: of the sheet
    :param widths: of the columns, in letters
    :param head: titles of the columns
    :param rows: list of ``(cells, format of its numbers)``; a cell is text, a number or ``None``
    :return: bytes of an XLSX
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, [escape(title) for title in head], book.add_format({"bold": True}))
        formats = {}
        for line, (cells, number_format) in enumerate(rows, start=1):
            if number_format not in formats:
                formats[number_format] = book.add_format({"num_format": number_format})
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, place, escape(cell))
                elif cell is not None:
                    sheet.write_number(line, place, cell, formats[number_format])
    return output.getvalue()


class Book:
    """A workbook in memory."""

    def __init__(self, money="#,##0.00"):
        """Begin a workbook.

        :param str money: number format of amounts
        """
        self.output = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.output, OPTIONS)
        base = {"text": {}, "day": {"num_format": "yyyy-mm-dd", "align": "left"}}
        base |= {
            "number": {"num_format": "#,##0.##"},
            "money": {"num_format": money},
            "share": {"num_format": "0%"},
        }
        add = self.book.add_format
        self.formats = {
            **{(kind, "row"): add(style) for kind, style in base.items()},
            **{
                (kind, "faint"): add({**style, "font_color": "#8a8a8a", "italic": True})
                for kind, style in base.items()
            },
            **{
                (kind, "total"): add({**style, "bold": True, "top": 1})
                for kind, style in base.items()
            },
        }
        self.head = add(
            {"bold": True, "bg_color": "#ece6ea", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.title = add({"bold": True, "font_size": 16})
        self.note = add({"font_color": "#6a6a6a"})

    def add_sheet(self, name):
        """A sheet of this name, made fit for Excel and unlike the names before."""
        name = SHEET_NAME.sub(" ", escape(name))[:28] or "-"
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        number, unique = 1, name
        while unique.lower() in taken:
            number += 1
            unique = f"{name} {number}"
        return Sheet(self, self.book.add_worksheet(unique))

    def close(self):
        """The finished workbook.

        :return: bytes of an XLSX
        """
        self.book.close()
        return self.output.getvalue()


class Sheet:
    """A sheet, filled from above to below."""

    def __init__(self, book, sheet):
        """Begin at the first row."""
        self.book, self.sheet, self.row = book, sheet, 0
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)

    def add_title(self, title, *notes):
        """A title, and lines of small print below it."""
        self.sheet.write_string(self.row, 0, escape(title), self.book.title)
        for number, note in enumerate(notes, 1):
            self.sheet.write_string(self.row + number, 0, escape(note), self.book.note)
        self.row += len(notes) + 2

    def keep_in_sight(self):
        """Let the head of the next table, all above it and the first column stand still; the head on every page."""
        self.sheet.freeze_panes(self.row + 1, 1)
        self.sheet.repeat_rows(self.row)

    def add_table(self, columns, rows, total=None, faint=()):
        """A table with its head.

        :param columns: list of `Column`
        :param rows: lists of cells; ``None`` leaves a cell empty
        :param total: cells of the last row, already worked out
        :param faint: numbers of the rows to print in grey
        :return: numbers of the first and the last row, for charts
        """
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
            self.sheet.write_string(self.row, number, escape(column.title), self.book.head)
        first = self.row + 1
        for number, cells in enumerate(rows):
            self._write(first + number, columns, cells, "faint" if number in faint else "row")
        self.row = first + len(rows)
        if total:
            self._write(self.row, columns, total, "total")
            self.row += 1
        self.row += 1
        return first, first + len(rows) - 1

    def _write(self, row, columns, cells, style):
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            look = self.book.formats[column.kind, style]
            if cell is None or cell is False:
                self.sheet.write_blank(row, number, None, look)
            elif column.kind == "text":
                self.sheet.write_string(row, number, escape(cell), look)
            elif isinstance(cell, date):
                self.sheet.write_datetime(row, number, cell, look)
            else:
                self.sheet.write_number(row, number, cell, look)

    def add_chart(self, kind, title, span, names, values, at=None):
        """A chart over a table of this sheet.

        :param str kind: ``column``, ``bar``, ``line`` or ``pie``
        :param span: first and last row, as `add_table` returns them
        :param int names: the column of the names of the points
        :param values: columns of numbers, a series each
        :param at: row and column of its corner; below the table where it is not given
        """
        first, last = span
        if last < first:
            return
        chart = self.book.book.add_chart({"type": kind})
        name = self.sheet.get_name()
        for column in values:
            chart.add_series(
                {
                    "name": [name, first - 1, column],
                    "categories": [name, first, names, last, names],
                    "values": [name, first, column, last, column],
                }
            )
        chart.set_title({"name": escape(title), "overlay": False})
        chart.set_legend(
            {"position": "bottom"} if len(values) > 1 or kind == "pie" else {"none": True}
        )
        chart.set_size({"width": 720, "height": 300})
        row, column = at or (self.row, 0)
        self.sheet.insert_chart(row, column, chart)
        if not at:
            self.row += 16
