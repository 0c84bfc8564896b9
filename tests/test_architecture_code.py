"""Habits of the code: explained, safe, translated, and tested by every file that says so."""

import ast
import re

import polib

from architecture import ADDONS, REPOSITORY, files, functions, is_test, models, parsed, told, where

EXECUTORS = {"execute", "execute_query", "execute_query_dict", "executemany", "SQL"}
SKIPPERS = {"skip", "skipIf", "skipUnless", "skipTest", "skipif", "importorskip"}
# Methods of the ORM need no second explanation where an addon refines them.
ORM_METHODS = {"copy", "copy_data", "create", "default_get", "init", "read", "unlink", "write"}
# Tests on recorded data have nothing to read where nobody has them.
MAY_SKIP = {"tests/conftest.py", "tests/real_data.py"}


def test_models_and_public_methods_have_docstrings():
    """A class that is not a mere extension, and a method that others call, say what they are for."""
    faults = []
    for model in models():
        if not model.is_extension and not ast.get_docstring(model.node):
            faults.append(f"{where(model.path, model.node)} {model.node.name} has no docstring")
    for path in files(".py"):
        outer = functions(parsed(path))
        inner = {id(node) for one in outer for node in functions(one) if node is not one}
        for node in outer:
            if id(node) in inner:  # nobody else can call it
                continue
            known = node.name.startswith("_") or node.name in ORM_METHODS or is_test(path)
            if not known and not ast.get_docstring(node):
                faults.append(f"{where(path, node)} {node.name} has no docstring")
    told(faults)


def _is_glued(argument):
    """Text put together by %, +, an f-string or format."""
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, ast.Mod | ast.Add)
    if isinstance(argument, ast.Call):
        return getattr(argument.func, "attr", "") == "format"
    return isinstance(argument, ast.JoinedStr)


def test_no_sql_is_glued():
    """Values go to SQL as parameters, names through SQL.identifier."""
    faults = []
    for path in files(".py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and node.args and _is_glued(node.args[0]):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in EXECUTORS:
                    faults.append(f"{where(path, node)} {called} of glued text")
    told(faults)


def test_no_raw_html():
    """What people type is shown as text."""
    told(
        where(path) for path in files(".xml", ".js") if "t-raw" in path.read_text(encoding="utf-8")
    )


def test_russian_is_complete():
    """No empty and no doubtful translation."""
    faults = []
    for path in (addon / "i18n" / "ru.po" for addon in ADDONS):
        if path.exists():
            entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
            faults += [
                f"{where(path)} {e.msgid!r}" for e in entries if not e.translated() or e.fuzzy
            ]
    told(faults)


def test_every_test_file_is_imported():
    """Odoo itself runs only the tests that tests/__init__.py imports."""
    faults = []
    for addon in ADDONS:
        start = addon / "tests" / "__init__.py"
        text = start.read_text(encoding="utf-8") if start.exists() else ""
        for path in sorted((addon / "tests").glob("test_*.py")):
            if not re.search(rf"\b{path.stem}\b", text):
                faults.append(f"{where(path)} is not imported")
    told(faults)


def test_nothing_is_skipped():
    """A skipped test is a promise that nobody keeps."""
    faults = []
    for path in files(".py", inside=[*ADDONS, REPOSITORY / "tests"]):
        for node in ast.walk(parsed(path)):
            skips = isinstance(node, ast.Attribute) and node.attr in SKIPPERS
            if skips and str(path.relative_to(REPOSITORY)) not in MAY_SKIP:
                faults.append(f"{where(path, node)} {node.attr}")
    told(faults)
