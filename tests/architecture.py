"""Readers that the architecture tests share: the addons as files, syntax trees and records."""

import ast
import csv
import re
from pathlib import Path

import pytest
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[1]
ADDONS = [manifest.parent for manifest in sorted(REPOSITORY.glob("*/__manifest__.py"))]
GROUND = "sales_conveyor"
WINGS = {"sales_hiring": "hiring", "sales_motivation": "motivation"}
MODEL_FOLDERS = ("models", "wizard", "report")
BASES = ("Model", "TransientModel", "AbstractModel")
NO_SOURCE = {".git", ".hypothesis", ".ruff_cache", "__pycache__", "build", "dist"}


def told(faults):
    """Fail with every fault on a line of its own."""
    faults = sorted(faults)
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def where(path, node=None):
    """A place as editors understand it."""
    return f"{path.relative_to(REPOSITORY)}:{getattr(node, 'lineno', None) or getattr(node, 'sourceline', 1)}"


def manifest(addon):
    """The manifest as a dictionary."""
    return ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))


def files(*suffixes, inside=None):
    """Files of the addons (or of other folders) with one of the suffixes."""
    for folder in ADDONS if inside is None else inside:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in suffixes and not NO_SOURCE & set(path.parts):
                yield path


def addon_of(path):
    """The name of the addon that a file belongs to."""
    return path.relative_to(REPOSITORY).parts[0]


def is_test(path):
    """Does the file belong to the tests?"""
    return "tests" in path.relative_to(REPOSITORY).parts


def parsed(path):
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree):
    """Every function and method of a tree."""
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


class Model:
    """One Odoo model class: its names and fields, as written."""

    def __init__(self, path, node):
        """Read the class body."""
        self.path, self.node = path, node
        self.values = dict(self._assignments())
        self.kind = next(base.attr for base in node.bases if isinstance(base, ast.Attribute))

    def _assignments(self):
        for statement in self.node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                yield statement.targets[0].id, statement.value

    def _text(self, key):
        value = self.values.get(key)
        return value.value if isinstance(value, ast.Constant) else None

    @property
    def is_extension(self):
        """A bare _inherit adds to a model that another class defines."""
        return "_name" not in self.values or self._text("_name") == self._text("_inherit")

    @property
    def name(self):
        """The model's name."""
        return self._text("_name") or self._text("_inherit") or ""

    @property
    def underscored(self):
        """The name as ids and files spell it."""
        return self.name.replace(".", "_")


def models():
    """Every model class of every addon."""
    for path in files(".py"):
        if path.relative_to(REPOSITORY).parts[1] in MODEL_FOLDERS:
            for node in parsed(path).body:
                if isinstance(node, ast.ClassDef) and any(
                    isinstance(base, ast.Attribute) and base.attr in BASES for base in node.bases
                ):
                    yield Model(path, node)


def camel(underscored):
    """conveyor_daily_report -> ConveyorDailyReport."""
    return "".join(word.capitalize() for word in re.split(r"[._]", underscored))


def records(*kinds):
    """Own records of the given models in the addons' XML: (path, element, id)."""
    for path in files(".xml"):
        if not path.is_relative_to(REPOSITORY / addon_of(path) / "static"):
            for element in etree.parse(str(path)).iter("record"):
                identifier = element.get("id") or ""
                if element.get("model") in kinds and "." not in identifier:
                    yield path, element, identifier


def field(record, name):
    """Text or reference of a field of a record."""
    found = record.find(f"field[@name='{name}']")
    if found is None:
        return ""
    return found.get("ref") or found.get("eval") or (found.text or "").strip()


def access_lines():
    """Every line of every ir.model.access.csv: (path, row)."""
    for addon in ADDONS:
        path = addon / "security" / "ir.model.access.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    yield path, row


def referred_model(reference):
    """crm.model_crm_lead -> crm_lead."""
    return reference.rpartition(".")[2].removeprefix("model_")
