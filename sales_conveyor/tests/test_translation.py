import ast
import io
from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools import file_path
from odoo.tools.translate import trans_export

from .common import department


@department
class TestTranslation(TransactionCase):
    def test_every_term_has_its_russian(self):
        """What the addon says today, on screens and in refusals, is in the Russian file."""
        exported = io.BytesIO()
        trans_export(False, ["sales_conveyor"], exported, "po", self.env)
        terms = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
        russian = polib.pofile(file_path("sales_conveyor/i18n/ru.po"))
        known = {entry.msgid for entry in russian if entry.msgstr and not entry.fuzzy}
        self.assertFalse(terms - known)
        self.assertGreater(len(terms), 300)

    def test_placeholders_stay(self):
        for entry in polib.pofile(file_path("sales_conveyor/i18n/ru.po")):
            for sign in ("%s", "%(", "{to}", "{from}", "{reason}"):
                self.assertEqual(entry.msgid.count(sign), entry.msgstr.count(sign), entry.msgid)

    def test_no_word_hides_from_the_translators(self):
        """Odoo exports no text that is written inside the braces of an f-string."""
        hidden = [
            f"{path.name}:{call.lineno}"
            for path in Path(file_path("sales_conveyor")).rglob("*.py")
            for text in ast.walk(ast.parse(path.read_text()))
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "_"
        ]
        self.assertFalse(hidden)
