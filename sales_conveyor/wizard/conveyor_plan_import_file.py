import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import get_month_names
from xlsxwriter.utility import xl_col_to_name

from odoo import models
from odoo.tools.misc import babel_locale_parse

from ..const import NAME_LENGTH
from ..tools.formulas import find_bare_formulas
from ..tools.spreading import SpreadError, spread
from ..tools.table import MAX_COLUMNS, TableError, parse_number, parse_text, read_table
from ..tools.workbook import unescape

MAX_ROWS = 20_000
NAMED = ("metric", "team", "person", "categ")
IGNORED = "total"
# What a column of numbers is of: the months that it is spread over.
PERIODS = {
    **{f"m{month}": (month,) for month in range(1, 13)},
    **{f"q{quarter}": tuple(range(3 * quarter - 2, 3 * quarter + 1)) for quarter in range(1, 5)},
    "year": tuple(range(1, 13)),
}
ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
DOTTED_MONTH = re.compile(r"(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
WITH_YEAR = re.compile(r"(?P<name>.*\S) (?P<year>[0-9]{4})")


class ConveyorPlanImport(models.TransientModel):
    """Reading the file: its head, its cells, and everything that is wrong with them."""

    _inherit = "conveyor.plan.import"

    # === BUSINESS METHODS === #

    def _read(self, errors):
        """The rows of the file, names replaced by ids.

        :param list errors: of ``(line, place of the column, name of the cell, message)``, added to
        :return: list of ``{"line": number, "metric": id, ..., "numbers": {period: Decimal}}``
        """
        content = self._get_content()
        try:
            head, *table = read_table(content, MAX_ROWS)
        except TableError as fault:
            errors.append((0, 0, "", self._tell_file(str(fault))))
            return []
        places = self._read_head(head, errors)
        if not errors and not table:
            errors.append((0, 0, "", self.env._("The file has no rows under its head.")))
        if "metric" not in places:
            return []
        bare = find_bare_formulas(content)
        for line, place in bare:
            if place in places.values():
                message = self.env._(
                    "The formula has no value: open the file in a spreadsheet program and save it there."
                )
                self._note(errors, line, place, message)
        rows = [self._read_row(places, line, cells, bare, errors) for line, cells in table]
        self._resolve(rows, places, errors)
        return rows

    def _note(self, errors, line, place, message):
        cell = f"{xl_col_to_name(place)}{line}"
        errors.append((line, place, cell, message))

    def _tell_file(self, reason):
        """What is wrong with a whole file, in a sentence."""
        return {
            "empty": self.env._("The file is empty."),
            "unreadable": self.env._(
                "The file cannot be read: give a CSV (UTF-8 or Windows-1251) or an XLSX."
            ),
            "long": self.env._("The file has more than 20,000 rows: cut it into parts."),
            "wide": self.env._("The file has more than %s columns.", MAX_COLUMNS),
        }[reason]

    # === HEAD === #

    def _read_head(self, head, errors):
        """Which column is where.

        :return: ``{key: place of the column}``
        """
        line, cells = head
        known, places = self._get_known_titles(), {}
        for place, cell in enumerate(cells):
            key, year = self._read_title(cell, known)
            message = None
            if not key:
                message = self.env._("“%s” is no column of a plan.", parse_text(cell)[:NAME_LENGTH])
            elif year and year != self.plan_id.year:
                message = self.env._(
                    "“%(title)s” is of another year: the plan is of %(year)s.",
                    title=parse_text(cell)[:NAME_LENGTH],
                    year=self.plan_id.year,
                )
            elif key in places:
                message = self.env._("This column is there twice.")
            if message:
                self._note(errors, line, place, message)
            elif key != IGNORED:
                places[key] = place
        if not errors:
            self._check_places(line, places, errors)
        return places

    def _check_places(self, line, places, errors):
        """A metric and numbers of one kind are there."""
        kinds = {key[0] for key in places if key in PERIODS}
        message = None
        if "metric" not in places:
            message = self.env._("The column “Metric” is missing.")
        elif not kinds:
            message = self.env._("There is no column of months, quarters or the year.")
        elif len(kinds) > 1:
            message = self.env._("Give months, quarters or the year, not several of them.")
        if message:
            errors.append((line, 0, "", message))

    def _read_title(self, cell, known):
        """What a column holds, and of which year it says that it is.

        :return: ``(key or None, year or None)``
        """
        if isinstance(cell, date):  # what a spreadsheet program makes of 2017-01
            return f"m{cell.month}", cell.year
        text = _spell(parse_text(cell))
        found = ISO_MONTH.fullmatch(text) or DOTTED_MONTH.fullmatch(text)
        if found:
            key = f"m{int(found['month'])}"
            return key if key in PERIODS else None, int(found["year"])
        if re.fullmatch("[0-9]{4}", text):
            return "year", int(text)
        found = WITH_YEAR.fullmatch(text)
        if text not in known and found:
            return known.get(found["name"]), int(found["year"])
        return known.get(text), None

    def _get_known_titles(self):
        """The names of columns, in English and in the reader's language."""
        titles = {}
        for lang in ("en_US", self.env.lang or "en_US"):
            plan = self.plan_id.with_context(lang=lang)
            metric, team, person, categ, *_months, total = plan._get_titles()
            labels = {
                metric: "metric",
                team: "team",
                person: "person",
                categ: "categ",
                total: IGNORED,
            }
            rows = plan.env["conveyor.target.row"]._fields
            shown = {key: key for key in ("q1", "q2", "q3", "q4")}
            shown |= {f"month_{month:02}": f"m{month}" for month in range(1, 13)}
            labels |= {rows[name]._description_string(plan.env): shown[name] for name in shown}
            labels[rows["total"]._description_string(plan.env)] = "year"
            for width in ("wide", "abbreviated"):
                for context in ("format", "stand-alone"):
                    names = get_month_names(width, context, babel_locale_parse(lang))
                    labels |= {name: f"m{month}" for month, name in names.items()}
            titles |= {_spell(label): key for label, key in labels.items()}
        return {**titles, "team": "team", "category": "categ"}

    # === CELLS === #

    def _read_row(self, places, line, cells, bare, errors):
        row = {"line": line, "numbers": {}}
        for key, place in places.items():
            cell = cells[place] if place < len(cells) else ""
            if cell == "":
                if key == "metric" and (line, place) not in bare:
                    self._note(errors, line, place, self.env._("The cell is empty."))
            elif key in NAMED:
                row[key] = self._read_name(line, place, cell, errors)
            else:
                number = self._read_number(line, place, cell, errors)
                if number is not None:
                    row["numbers"][key] = number
        return row

    def _read_name(self, line, place, cell, errors):
        text = unescape(parse_text(cell))
        if len(text) > NAME_LENGTH:
            message = self.env._("The text is longer than %s characters.", NAME_LENGTH)
            self._note(errors, line, place, message)
            return None
        return text

    def _read_number(self, line, place, cell, errors):
        text = parse_text(cell)[:NAME_LENGTH]
        try:
            number = parse_number(cell)
        except TableError as fault:
            message = {
                "comma": self.env._("“%s” can be read in two ways. Write 1000 or 1000.00.", text),
                "huge": self.env._("“%s” is too large.", text),
            }.get(str(fault)) or self.env._("“%s” is not a number.", text)
        else:
            if number >= 0:
                return number
            message = self.env._("“%s” is below zero.", text)
        self._note(errors, line, place, message)
        return None

    # === TARGETS === #

    def _make_leaves(self, rows):
        """The targets of right rows: what is given of a quarter or the year is spread by working days."""
        days = self.plan_id._count_days()
        leaves = {}
        for row in rows:
            metric = self.env["conveyor.metric"].browse(row["metric"])
            unit = self.env["conveyor.target"]._get_decimals(metric, self.plan_id.company_id)
            for key, number in row["numbers"].items():
                for month, share in _share(number, PERIODS[key], days, unit).items():
                    month_on = self.plan_id._get_month(month)
                    leaf = (month_on, *(row.get(name) for name in NAMED))
                    leaves[leaf] = share
        return leaves


def _spell(name):
    """How names of columns are compared."""
    return " ".join(name.replace("_", " ").casefold().strip(". ").split())


def _share(number, months, days, decimals):
    """A number over months by their working days; a whole one stays in whole parts."""
    if len(months) == 1:
        return {months[0]: number}
    if number == int(number):
        decimals = 0
    number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    try:
        shares = spread(number, [days[month] for month in months], decimals)
    except SpreadError:  # nobody works in any of them
        shares = spread(number, [Decimal(1)] * len(months), decimals)
    return dict(zip(months, shares, strict=True))
