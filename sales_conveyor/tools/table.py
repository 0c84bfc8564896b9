"""Tables that people bring: a CSV of any common kind, or the first sheet of a workbook, as rows of cells."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

MAX_COLUMNS = 40
# A workbook of 20 MB is never larger than this when it is unpacked; a bomb is.
MAX_UNPACKED = 400 * 1024 * 1024
# Excel knows no more rows than these, blank ones included.
MAX_SHEET_ROWS = 2**20
BEYOND = Decimal(10) ** 12
# What nobody sees in a cell: control characters, marks of direction and width, halves of characters.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]00:00(:00)?)?")
DOTTED_DAY = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")


class TableError(ValueError):
    """Why a file or a cell cannot be read: one word, which the caller puts in a sentence."""


# === FILES === #


def read_table(content, limit):
    """Read a file into rows; blank rows are left out.

    :param bytes content: of the file
    :param int limit: of rows, the head not counted
    :return: list of ``(number of the line, list of cells)``; a cell is text, a number, a date or a bool
    :raises TableError: empty, unreadable, long, wide
    """
    is_workbook = content.startswith(b"PK\x03\x04")
    rows = []
    try:
        for line, cells in (_read_workbook if is_workbook else _read_csv)(content):
            cells = [clean(cell) for cell in cells]
            if any(cell != "" for cell in cells):
                rows.append((line, cells))
            if len(cells) > MAX_COLUMNS:
                raise TableError("wide")
            if len(rows) > limit + 1:
                raise TableError("long")
    except TableError:
        raise
    except Exception as fault:  # a broken workbook fails in a hundred ways
        raise TableError("unreadable") from fault
    if not rows:
        raise TableError("empty")
    return rows


def _read_csv(content):
    text = _decode(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _decode(content):
    if b"\0" in content:
        raise TableError("unreadable")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def _read_workbook(content):
    """Rows of the first sheet, as wide as what is filled; values that formulas came to, never formulas."""
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
            raise TableError("unreadable")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    width = 0
    for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), 1):
        if line > MAX_SHEET_ROWS:
            raise TableError("long")
        filled = max((n for n, cell in enumerate(cells, 1) if cell not in (None, "")), default=0)
        width = width or filled  # of the head
        yield line, [*cells[: max(filled, width)], *[None] * (width - len(cells))]


def clean(cell):
    """A cell as it is read: what nobody sees in a text is a space, and none stands at its ends."""
    if isinstance(cell, str):
        return UNSEEN.sub(" ", cell).strip()
    return "" if cell is None else cell


# === CELLS === #


def parse_text(cell):
    """A cell as words: a number from a workbook is read as it was typed."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)


def parse_day(cell):
    """A day: a date of the workbook, ``2017-03-31`` or ``31.03.2017``.

    :raises TableError: day
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        if isinstance(cell, str) and ISO_DAY.fullmatch(cell):
            return date.fromisoformat(cell[:10])
        if isinstance(cell, str) and DOTTED_DAY.fullmatch(cell):
            return datetime.strptime(cell, "%d.%m.%Y").date()
    except ValueError as fault:
        raise TableError("day") from fault
    raise TableError("day")


def parse_number(cell):
    """A number: of the workbook, ``1234.5``, ``1234,5`` or ``1 234,5``.

    :raises TableError: number, comma (1,234 may mean either), huge
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise TableError("number")
    text = cell if isinstance(cell, str) else format(Decimal(repr(cell)), "f")
    text = re.sub(r"(?<=[0-9])[ \u00a0\u202f'](?=[0-9]{3})", "", text)
    if not NUMBER.fullmatch(text):
        raise TableError("number")
    if "," in text and len(text) - text.index(",") == 4:
        raise TableError("comma")
    number = Decimal(text.replace(",", "."))
    if abs(number) >= BEYOND:
        raise TableError("huge")
    return number
