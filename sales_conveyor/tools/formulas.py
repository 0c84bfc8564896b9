"""Formulas of a workbook that nobody has worked out yet: their cells look empty, and are not."""

import io
import zipfile

from .table import MAX_COLUMNS


def find_bare_formulas(content):
    """The cells of the first sheet that hold a formula without its value.

    :param bytes content: of a workbook
    :return: set of ``(number of the line, place of the column from 0)``
    """
    import openpyxl

    if not content.startswith(b"PK\x03\x04"):
        return set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        # Most files have no formula at all, and reading twice takes twice as long.
        if not any(b"<f" in archive.read(name) for name in sheets):
            return set()
    cells = []
    for is_value in (False, True):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=is_value)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        # Whoever puts a formula far to the right makes every row as wide as a sheet may be.
        cells.append(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True))
    return {
        (line, place)
        for line, (formulas, values) in enumerate(zip(*cells, strict=False), start=1)
        for place, (formula, value) in enumerate(zip(formulas, values, strict=False))
        if formula is not None and value is None
    }
