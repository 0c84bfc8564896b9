import hashlib
from datetime import date
from decimal import Decimal

from odoo import models

from ..const import NAME_LENGTH
from ..tools.table import MAX_COLUMNS, TableError, parse_day, parse_number, parse_text, read_table

MAX_ROWS = 200_000
FIRST_DAY = date(2000, 1, 1)
REQUIRED = ("metric", "day", "person")
DAYS = ("day", "cohort_day", "created_day")
FOUR_DIGITS = Decimal("0.0001")  # as the ledger keeps quantities
PARSERS = dict.fromkeys(DAYS, parse_day)
PARSERS |= dict.fromkeys(("quantity", "amount"), parse_number)


class ConveyorFactImportFile(models.Model):
    """Reading the file: its head, its cells, and everything that is wrong with them."""

    _inherit = "conveyor.fact.import"

    # === BUSINESS METHODS === #

    def _get_columns(self):
        """The columns of a file in their order: ``{key: (label, what to write there)}``."""
        return {
            "metric": (
                self.env._("Metric"),
                self.env._("Code or name of a metric that is summed: see the sheet of metrics."),
            ),
            "day": (self.env._("Day"), self.env._("The business day on which it happened.")),
            "person": (
                self.env._("Person"),
                self.env._("Login, e-mail or exact name of who gets the credit."),
            ),
            "role": (
                self.env._("Role"),
                self.env._("Scout, hunter or farmer. Empty: the person's role in the team."),
            ),
            "team": (
                self.env._("Team"),
                self.env._("Exact name of the sales team. Empty: the person's team."),
            ),
            **self._get_further_columns(),
        }

    def _get_further_columns(self):
        """The columns that a file may leave out, about whom and how much."""
        return {
            "client": (self.env._("Client"), self.env._("Exact name or reference of the client.")),
            "product": (
                self.env._("Product"),
                self.env._("Internal reference or exact name of the product."),
            ),
            "source": (
                self.env._("Source"),
                self.env._("Exact name of where the client came from."),
            ),
            "quantity": (self.env._("Quantity"), self.env._("How many. Empty: 1.")),
            "amount": (self.env._("Amount"), self.env._("Money without tax.")),
            "currency": (
                self.env._("Currency"),
                self.env._("Code of the currency. Empty: that of the company."),
            ),
            "cohort_day": (
                self.env._("Cohort Day"),
                self.env._("When the contact was accepted, or the story began."),
            ),
            "created_day": (self.env._("Created Day"), self.env._("When the card was created.")),
            "reference": (
                self.env._("Reference"),
                self.env._("Any number or name by which you find it again."),
            ),
        }

    def _examine(self):
        """Read and check the whole file, and keep what was found.

        :return: rows by column: ``{column: [value of each row]}``, names replaced by ids
        """
        self.ensure_one()
        errors, rows, content_hash = [], {"line": []}, False
        try:
            table = read_table(self._get_content(), MAX_ROWS)
        except TableError as fault:
            errors.append((0, "", self._tell_file(str(fault))))
        else:
            keys = self._read_head(table[0], errors)
            if not errors:
                rows = self._read_rows(keys, table[1:], errors)
                content_hash = _get_hash(rows)
                self._resolve(rows, errors)
        self._keep_errors(errors)
        self.sudo().write(  # the head decides, the import itself keeps what it found
            {
                "row_count": len(rows["line"]),
                "error_count": len(errors),
                "content_hash": content_hash,
                "checked_at": self.env.cr.now(),
                "summary": False if errors else self._summarize(rows),
            }
        )
        return rows

    def _tell_file(self, reason):
        """What is wrong with a whole file, in a sentence."""
        return {
            "empty": self.env._("The file is empty."),
            "unreadable": self.env._(
                "The file cannot be read: give a CSV (UTF-8 or Windows-1251) or an XLSX."
            ),
            "long": self.env._("The file has more than 200,000 rows: cut it into parts."),
            "wide": self.env._("The file has more than %s columns.", MAX_COLUMNS),
        }[reason]

    def _read_head(self, head, errors):
        """Which column is which: by its English name or by that of the reader's language.

        :return: list of keys by position
        """
        line, cells = head
        columns = self._get_columns()
        known = {_spell(label): key for key, (label, _help) in columns.items()}
        known |= {_spell(key): key for key in columns}
        keys = [known.get(_spell(parse_text(cell))) for cell in cells]
        for cell, key in zip(cells, keys, strict=True):
            if not key:
                told = ", ".join(label for label, _help in columns.values())
                message = self.env._("There is no such column. The columns are: %s.", told)
                errors.append((line, parse_text(cell)[:NAME_LENGTH], message))
        for key in columns:
            if keys.count(key) > 1:
                errors.append((line, key, self.env._("This column is there twice.")))
            if key in REQUIRED and key not in keys:
                errors.append((line, key, self.env._("This column is missing.")))
        return keys

    def _read_rows(self, keys, table, errors):
        """The cells of all rows, each as what it should be; an empty or wrong one is ``None``."""
        rows = {key: [] for key in ("line", *self._get_columns())}
        today = self.company_id._get_business_day()
        if not table:
            errors.append((0, "", self.env._("The file has no rows under its head.")))
        for line, cells in table:
            if len(cells) != len(keys):
                message = self.env._(
                    "The row has %(count)s cells, the head has %(expected)s.",
                    count=len(cells),
                    expected=len(keys),
                )
                errors.append((line, "", message))
                continue
            found = dict(zip(keys, cells, strict=True))
            row = {key: self._read_cell(line, key, found.get(key, ""), errors) for key in rows}
            row["line"] = line
            if found.get("quantity", "") == "":
                row["quantity"] = Decimal(1)
            self._check_row(row, today, errors)
            for key, value in row.items():
                rows[key].append(value)
        return rows

    def _read_cell(self, line, key, cell, errors):
        message = None
        if cell == "":
            message = self.env._("The cell is empty.") if key in REQUIRED else None
        else:
            try:
                value = PARSERS.get(key, parse_text)(cell)
                if not isinstance(value, str) or len(value) <= NAME_LENGTH:
                    return value
                message = self.env._("The text is longer than %s characters.", NAME_LENGTH)
            except TableError as fault:
                message = self._tell_cell(str(fault), parse_text(cell)[:NAME_LENGTH])
        if message:
            errors.append((line, key, message))
        return None

    def _tell_cell(self, reason, text):
        """What is wrong with a cell, in a sentence."""
        if reason == "day":
            return self.env._("“%s” is not a date. Write it like 2017-03-31.", text)
        if reason == "comma":
            return self.env._("“%s” can be read in two ways. Write 1000 or 1000.00.", text)
        if reason == "huge":
            return self.env._("“%s” is too large.", text)
        return self.env._("“%s” is not a number.", text)

    def _check_row(self, row, today, errors):
        """The days of a row: within our time, and in the order of a story. And it says something."""
        for key in DAYS:
            day, message = row[key], None
            if day and day > today:
                message = self.env._("%s is in the future.", day)
            elif day and day < FIRST_DAY:
                message = self.env._("%s is before the year 2000.", day)
            elif day and row["day"] and day > row["day"]:
                message = self.env._(
                    "%(day)s is after the day itself, %(later)s.", day=day, later=row["day"]
                )
            if message:
                errors.append((row["line"], key, message))
        if row["quantity"] is not None:
            row["quantity"] = row["quantity"].quantize(FOUR_DIGITS)
            if not row["quantity"] and not row["amount"]:
                errors.append((row["line"], "quantity", self.env._("Neither a number nor money.")))


def _spell(name):
    """How names of columns are compared."""
    return " ".join(name.replace("_", " ").casefold().split())


def _canonize(value):
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


def _get_hash(rows):
    """A fingerprint of what the rows say, whatever their order and the kind of the file."""
    columns = [values for key, values in rows.items() if key != "line"]
    lines = sorted("\x1f".join(map(_canonize, values)) for values in zip(*columns, strict=True))
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()
