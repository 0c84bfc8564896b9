"""The real company's database, asked once for all tests of a run."""

import json
from pathlib import Path

import pytest

import real_data

HERE = Path(__file__).resolve().parent
FILL = """
import sys
sys.path.insert(0, {here!r})
import real_company, real_data
real_company.Company(env, real_data.read()).fill()
env.cr.execute("UPDATE ir_module_module SET demo = FALSE")  # a company has no demonstration
env.cr.commit()
"""
ASK = "import sys; sys.path.insert(0, {here!r}); import real_questions; real_questions.{question}(env)\n"


@pytest.fixture(scope="session")
def data():
    """The files, read."""
    return real_data.read_or_skip()


@pytest.fixture(scope="session")
def answers(data):
    """The answers of a database of its own: old Odoo filled, addon installed over it, conveyor switched on."""
    other_database = _find_tool()
    with other_database.copy(other_database.WITHOUT_ADDON, "real") as name:
        other_database.run_shell(name, FILL.format(here=str(HERE)))
        other_database.install(name, "sales_conveyor")
        return _ask(name, "answer")


@pytest.fixture(scope="session")
def imported(data):
    """The answers of a database in which the conveyor was first and the head of sales imported the files."""
    other_database = _find_tool()
    with other_database.copy(other_database.WITH_ADDON, "import") as name:
        return _ask(name, "answer_imported")


@pytest.fixture(params=["taken over", "imported"])
def ledger(request):
    """The ledger of the same company, each way."""
    if request.param == "imported":
        return request.getfixturevalue("imported")
    return request.getfixturevalue("answers")["ledger"]


def _find_tool():
    """The addons are not to be imported yet when pytest reads this file."""
    from odoo.addons.sales_conveyor.tests import other_database

    return other_database


def _ask(name, question):
    printed = _find_tool().run_shell(name, ASK.format(here=str(HERE), question=question))
    return json.loads(printed.partition("ANSWERS ")[2].splitlines()[0])
