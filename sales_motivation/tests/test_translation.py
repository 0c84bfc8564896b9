import ast
import io
import re
from collections import Counter
from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools import file_path
from odoo.tools.translate import trans_export

from odoo.addons.sales_conveyor.tests.common import department

PLACES = re.compile(r"%%|%s|%\(\w+\)[sd]|</?\w+")
RUSSIAN = "sales_motivation/i18n/ru.po"
# The ground says разведчик and охотник.
FOREIGN = re.compile("скаут|хантер", re.IGNORECASE)


@department
class TestTranslation(TransactionCase):
    """A seller reads about his pay in his own language, to the last word."""

    def test_every_term_has_its_russian(self):
        """What the addon says today, on screens and in refusals, is in the Russian file."""
        exported = io.BytesIO()
        trans_export(False, ["sales_motivation"], exported, "po", self.env)
        terms = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
        known = {e.msgid for e in polib.pofile(file_path(RUSSIAN)) if e.msgstr and not e.fuzzy}
        self.assertFalse(terms - known)
        self.assertGreater(len(terms), 1000)

    def test_values_and_tags_stay(self):
        """A sentence takes the same values and the same marks in both languages."""
        for entry in polib.pofile(file_path(RUSSIAN)):
            places = [Counter(PLACES.findall(text)) for text in (entry.msgid, entry.msgstr)]
            self.assertEqual(*places, entry.msgid)

    def test_one_word_for_one_thing(self):
        """People are called here as the conveyor calls them."""
        russian = polib.pofile(file_path(RUSSIAN))
        self.assertFalse([entry.msgstr for entry in russian if FOREIGN.search(entry.msgstr)])

    def test_no_word_hides_from_the_translators(self):
        """Odoo exports no text that is written inside the braces of an f-string."""
        hidden = [
            f"{path.name}:{call.lineno}"
            for path in Path(file_path("sales_motivation")).rglob("*.py")
            for text in ast.walk(ast.parse(path.read_text()))
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "_"
        ]
        self.assertFalse(hidden)
