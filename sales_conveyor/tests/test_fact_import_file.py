import io
import zipfile
from datetime import date, datetime
from unittest import mock

from odoo.exceptions import UserError

from ..models import conveyor_fact_import_file as reading
from ..tools import table as tables
from .common import department
from .imports import HEAD, ImportCommon

GOOD = "call,2017-03-01,t_scout"


@department
class TestFactImportFile(ImportCommon):
    """Every common kind of file is read; what is wrong is told by line, column and reason, all of it at once."""

    # === KINDS OF FILES === #

    def test_csv_is_read_in_both_encodings_and_with_every_delimiter(self):
        self.scout.name = "Пётр Разведчик"
        for codec in ("utf-8", "utf-8-sig", "cp1251"):
            for mark in ",;\t":
                for end in ("\n", "\r\n"):
                    text = self.table(
                        "call,2017-03-01,Пётр Разведчик,1", head="metric,day,person,quantity"
                    )
                    content = text.replace(",", mark).replace("\n", end).encode(codec)
                    self.assertEqual(self.complaints(content), [], (codec, mark, end))

    def test_quoted_cells_may_hold_delimiters_and_new_lines(self):
        text = self.table(
            'call,2017-03-01,t_scout,"one; two,\nthree ""four"""',
            GOOD + ",last",
            head=f"{HEAD},reference",
        )
        facts = self.facts_of(self.booked(text))
        self.assertEqual(facts.mapped("reference"), ['one; two, three "four"', "last"])
        self.assertEqual(facts.mapped("line_id"), [2, 4])

    def test_columns_come_in_any_order_and_spelling_and_blank_rows_do_not_count(self):
        text = "Person; COHORT_DAY ;metric;Day\n\nt_scout;2017-02-01;Calls;2017-03-01\n;;;\n \n"
        [fact] = self.facts_of(self.booked(text))
        self.assertEqual((fact.line_id, fact.cohort_on, fact.days_held), (3, date(2017, 2, 1), 28))

    def test_workbook_gives_values_and_not_formulas(self):
        content = self.workbook(
            ("metric", "day", "person", "quantity", "amount", "reference"),
            ("call", datetime(2017, 3, 1), "t_scout", 2, None, 77),
            (),
            ("call", "2017-03-02", "t_scout", None, 0.1, "=1+1"),
        )
        facts = self.facts_of(self.booked(content, name="history.xlsx"))
        self.assertEqual(facts.mapped("quantity"), [2, 1])
        self.assertEqual(facts.mapped("amount"), [0, 0.1])
        self.assertEqual(facts.mapped("line_id"), [2, 4])
        self.assertEqual(
            facts.mapped("reference"), ["77", False], "the formula was never worked out: no value"
        )

    def test_file_that_is_no_table_is_refused_in_words(self):
        broken = self.workbook(("metric",))[:-40]
        for content, words in (
            (b"\n \n", "is empty"),
            (b"\xef\xbb\xbf", "is empty"),
            (b"\xff\xfea\0b\0", "cannot be read"),
            (b"PK\x03\x04 and nothing else", "cannot be read"),
            (broken, "cannot be read"),
            (b"\x98\x98\xff", "cannot be read"),
            ((HEAD + "\n").encode(), "no rows under its head"),
            (",".join(f"c{n}" for n in range(41)).encode(), "more than 40 columns"),
        ):
            [(line, column, message)] = self.complaints(content)
            self.assertEqual((line, column), (0, ""), content[:20])
            self.assertIn(words, message)

    def test_workbook_that_unpacks_without_end_is_refused(self):
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/sharedStrings.xml", b" " * 3_000_000)
        with mock.patch.object(tables, "MAX_UNPACKED", 2_000_000):
            [(_line, _column, message)] = self.complaints(output.getvalue(), name="bomb.xlsx")
        self.assertIn("cannot be read", message)
        self.assertLess(len(output.getvalue()), 10_000)

    def test_row_of_a_workbook_that_claims_to_be_the_billionth_is_refused_at_once(self):
        content = self.workbook(("metric", "day", "person"), ("call", "2017-03-01", "t_scout"))
        output = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(output, "w") as after:
            for name in before.namelist():
                data = before.read(name)
                after.writestr(
                    name,
                    data.replace(b'<row r="2"', b'<row r="999999999"')
                    if "sheet1" in name
                    else data,
                )
        [(_line, _column, message)] = self.complaints(output.getvalue(), name="far.xlsx")
        self.assertIn("more than 200,000 rows", message)

    def test_too_many_rows_are_refused_and_the_last_allowed_one_is_not(self):
        with mock.patch.object(reading, "MAX_ROWS", 3):
            self.assertEqual(self.complaints(self.table(*[GOOD] * 3)), [])
            [(_line, _column, message)] = self.complaints(self.table(*[GOOD] * 4))
        self.assertIn("cut it into parts", message)

    def test_file_over_twenty_megabytes_is_not_even_kept(self):
        with self.assertRaisesRegex(UserError, "larger than 20 MB"):
            self.upload(b"x" * (20 * 1024 * 1024 + 1))
        self.assertTrue(self.upload(b"x" * (20 * 1024 * 1024)))

    # === THE HEAD === #

    def test_head_must_name_known_columns_once_and_all_that_are_needed(self):
        found = self.complaints("metric,person,Preis,person\ncall,t_scout,5,t_scout\n")
        self.assertEqual(
            [(line, column) for line, column, _message in found],
            [(1, "Day"), (1, "Person"), (1, "Preis")],
        )
        messages = [message for _line, _column, message in found]
        self.assertEqual(messages[:2], ["This column is missing.", "This column is there twice."])
        self.assertIn("Metric, Day, Person", messages[2])

    # === WHAT IS TOLD === #

    def test_everything_wrong_is_listed_at_once_with_its_line_and_column(self):
        found = self.complaints(
            self.table(
                "call,2017-03-01,t_scout,1,,",
                "win_rate,2017-13-01,nobody,NaN,,",
                "call,2017-03-01",
                ",,,,,",
                "call,2017-03-01,t_scout,1,5,XXX,",
                "unheard,2999-01-01,,1,5,",
                head=f"{HEAD},quantity,amount,currency",
            )
        )
        self.assertEqual(
            [(line, column) for line, column, _message in found],
            [
                (3, "Day"),
                (3, "Metric"),
                (3, "Person"),
                (3, "Quantity"),
                (4, ""),
                (6, ""),
                (7, "Day"),
                (7, "Metric"),
                (7, "Person"),
            ],
        )

    def test_new_file_takes_away_what_was_said_of_the_old_one(self):
        record = self.upload(self.table("call,2017-03-01,nobody"))
        record.action_check()
        self.assertEqual((record.error_count, len(record.error_ids)), (1, 1))
        record.file = self.upload(self.table(GOOD)).file
        self.assertEqual(
            (record.error_count, len(record.error_ids), record.checked_at), (0, 0, False)
        )
        record.action_check()
        self.assertEqual((record.error_count, record.row_count), (0, 1))
