"""The files of a real company are read row by row; what is dirty is noted, what cannot be read is refused."""

import shutil
from collections import Counter

import pytest

import real_data


@pytest.fixture(scope="module")
def data():
    """The files, read."""
    return real_data.read_or_skip()


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
