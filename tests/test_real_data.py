"""Two years of a real company: its old Odoo first, then the conveyor over it; every figure from the files."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from odoo.addons.sales_conveyor.tests import other_database

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
ASK = (
    "import sys; sys.path.insert(0, {here!r}); import real_questions; real_questions.answer(env)\n"
)
EXACT = 1e-9


@pytest.fixture(scope="module")
def data():
    """The files, read."""
    return real_data.read_or_skip()


@pytest.fixture(scope="module")
def answers(data):
    """The answers of a database of its own: old Odoo filled, addon installed over it, conveyor switched on."""
    with other_database.copy(other_database.WITHOUT_ADDON, "real") as name:
        other_database.run_shell(name, FILL.format(here=str(HERE)))
        other_database.install(name, "sales_conveyor")
        printed = other_database.run_shell(name, ASK.format(here=str(HERE)))
    return json.loads(printed.partition("ANSWERS ")[2].splitlines()[0])


# === READING === #


def test_every_row_is_read_or_refused(data):
    with (real_data.FOLDER / real_data.PIPELINE).open(encoding="utf-8") as file:
        rows = sum(1 for _line in file) - 1
    assert len(data.deals) + len(data.refused) == rows == 8800
    assert not data.refused


def test_what_is_dirty_is_told_by_line_and_reason(data):
    told = Counter((file, reason) for file, _line, reason in data.notes)
    assert told[real_data.PIPELINE, "GTXPro read as GTX Pro"] == 1480
    assert told["accounts.csv", "technolgy read as technology"] == 12
    assert told[real_data.PIPELINE, "no account: loaded without a client"] == 1425
    assert len(data.idle) == 5
    assert all(told["sales_teams.csv", f"{seller} has no deal"] == 1 for seller in data.idle)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("X1,Nobody Here,GTXPro,Isdom,Won,2017-01-01,2017-02-01,10", "unknown seller: Nobody Here"),
        ("X2,Moses Frase,GTX 9000,Isdom,Won,2017-01-01,2017-02-01,10", "unknown product: GTX 9000"),
        (
            "X3,Moses Frase,GTXPro,Elsewhere,Won,2017-01-01,2017-02-01,10",
            "unknown account: Elsewhere",
        ),
        ("X4,Moses Frase,GTXPro,Isdom,Dreaming,2017-01-01,,", "unknown stage: Dreaming"),
        ("X5,Moses Frase,GTXPro,Isdom,Won,2017-02-30,2017-03-01,10", "not a date: 2017-02-30"),
        ("X6,Moses Frase,GTXPro,Isdom,Won,2017-01-01,2017-02-01,ten", "not a value: ten"),
        ("X7,Moses Frase,GTXPro,Isdom,Lost,2017-01-01,,0", "closed without a date: X7"),
        ("X8,Moses Frase,GTXPro,Isdom,Won,2017-01-01,2017-02-01,0", "won without a value: X8"),
        ("X9,Moses Frase,GTXPro", "the row has not as many columns as the head"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_line_and_reason(data, tmp_path, row, reason):
    folder = shutil.copytree(real_data.FOLDER, tmp_path / "files", copy_function=shutil.copyfile)
    folder.chmod(0o755)
    with (folder / real_data.PIPELINE).open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    read = real_data.read(folder)
    assert read.refused == [(real_data.PIPELINE, 8802, reason)]
    assert len(read.deals) == len(data.deals)


# === THE CONVEYOR OVER THE OLD ODOO === #


def test_the_kanban_has_every_card(data, answers):
    stages = data.count(lambda deal: deal.stage)
    assert stages == {"Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473}
    assert sorted(answers["kanban"]) == [
        ["Engaging", "lost", stages["Lost"]],
        ["Engaging", "pending", stages["Engaging"]],
        ["Prospecting", "pending", stages["Prospecting"]],
        ["Won", "won", stages["Won"]],
    ]


def test_the_strips_add_up_to_the_files(data, answers):
    total, in_work = Counter(), Counter()
    for strip in answers["strip"]:
        total.update(strip["counts"])
        in_work.update(strip["in_work"])
    assert answers["teams"] == 6
    assert total == {"in_work": 2089, "won": 4238, "lost": 2473}
    assert (in_work["scout"], in_work["hunter"], in_work["farmer"]) == (500, 1589, 0)


def test_a_figure_of_the_strip_opens_exactly_what_it_counts(answers):
    for strip in answers["strip"]:
        assert all(shown == found for shown, found in strip["found"])


def test_the_strip_of_a_team_has_the_win_rate_of_its_manager(data, answers):
    rates = data.win_rate(data.manager)
    for strip in answers["strip"]:
        assert strip["win_rate"] == pytest.approx(rates[strip["manager"]], abs=EXACT)


@pytest.mark.parametrize("who", ["seller", "manager"])
def test_the_pivots_have_the_win_rates_of_the_files(data, answers, who):
    key = data.manager if who == "manager" else lambda deal: deal.seller
    rates, won, lost = data.win_rate(key), data.count(key, "Won"), data.count(key, "Lost")
    rows = answers[f"by_{who}"]
    assert rows.keys() == rates.keys()
    for name, (rate, rows_won, rows_lost, _in_work) in rows.items():
        assert rate == pytest.approx(rates[name], abs=EXACT)
        assert (rows_won, rows_lost) == (won[name], lost[name])


def test_the_money_of_pivot_and_orders_is_the_money_of_the_files(data, answers):
    amount = sum(deal.value for deal in data.deals if deal.stage == "Won")
    assert answers["amounts"] == [amount, amount, 4238]
    assert amount == 10_005_534


def test_sellers_without_a_deal_are_in_their_teams(data, answers):
    assert set(data.idle) <= set(answers["people"])
