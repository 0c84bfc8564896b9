"""A real company's pipeline of two years: read from its files, and held the way its old Odoo would.

The files are public and dirty. What is misspelt is read as what it means, and noted; what cannot be
read is refused by line and reason. Nothing disappears: read + refused = all rows.
"""

import csv
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BESIDE = REPOSITORY.parent / "shared" / "data" / "crm_sales_opportunities"
FOLDER = Path(os.environ.get("CONVEYOR_REAL_DATA") or BESIDE)
ABSENT = (
    f"The real sales data is not in {FOLDER}: name its folder with CONVEYOR_REAL_DATA. "
    "It holds accounts.csv, products.csv, sales_pipeline.csv and sales_teams.csv."
)
PIPELINE = "sales_pipeline.csv"
STAGES = ("Prospecting", "Engaging", "Won", "Lost")
# How a word is meant: (file, column) → {as written: as meant}.
MEANT = {
    ("accounts.csv", "sector"): {"technolgy": "technology"},
    ("accounts.csv", "office_location"): {"Philipines": "Philippines"},
    (PIPELINE, "product"): {"GTXPro": "GTX Pro"},
}


class UnreadableError(ValueError):
    """A row that cannot be read, with the reason."""


@dataclass
class Deal:
    """One opportunity."""

    code: str
    seller: str
    product: str
    account: str
    stage: str
    engaged: date | None
    closed: date | None
    value: int


@dataclass
class RealData:
    """All files, read."""

    sellers: dict = field(default_factory=dict)  # seller → (manager, office)
    accounts: dict = field(default_factory=dict)  # account → row
    products: dict = field(default_factory=dict)  # product → price
    series: dict = field(default_factory=dict)  # product → series
    deals: list = field(default_factory=list)
    notes: list = field(default_factory=list)  # (file, line, what was done about it)
    refused: list = field(default_factory=list)  # (file, line, reason)

    @property
    def idle(self):
        """Sellers without a deal."""
        return sorted(self.sellers.keys() - {deal.seller for deal in self.deals})

    def count(self, key=lambda deal: True, stage=None):
        """How many deals, by what ``key`` says of them."""
        return Counter(key(deal) for deal in self.deals if stage in (None, deal.stage))

    def win_rate(self, key):
        """Won ÷ (won + lost), by what ``key`` says of a deal."""
        won, lost = self.count(key, "Won"), self.count(key, "Lost")
        return {name: won[name] / (won[name] + lost[name]) for name in won.keys() | lost.keys()}

    def manager(self, deal):
        """The manager of the deal's seller."""
        return self.sellers[deal.seller][0]


def read_or_skip():
    """Where the files are absent the tests say so, and fail where nobody would read it."""
    if not FOLDER.is_dir():
        import pytest

        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(ABSENT)
    return read()


def read(folder=FOLDER):
    """Read the four files."""
    data = RealData()
    for _line, row in _rows(folder, "sales_teams.csv", data):
        data.sellers[row["sales_agent"]] = (row["manager"], row["regional_office"])
    for _line, row in _rows(folder, "products.csv", data):
        data.products[row["product"]] = float(row["sales_price"])
        data.series[row["product"]] = row["series"]
    for _line, row in _rows(folder, "accounts.csv", data):
        data.accounts[row["account"]] = row
    for line, row in _rows(folder, PIPELINE, data):
        _read_deal(data, line, row)
    data.notes += [("sales_teams.csv", 0, f"{seller} has no deal") for seller in data.idle]
    return data


def _rows(folder, name, data):
    """The rows of a file with the number of their line, known slips put right."""
    with (Path(folder) / name).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            for column, written in row.items():
                meant = MEANT.get((name, column), {}).get(written)
                if meant:
                    row[column] = meant
                    data.notes.append((name, reader.line_num, f"{written} read as {meant}"))
            yield reader.line_num, row


def _read_deal(data, line, row):
    try:
        deal = _parse_deal(data, row)
    except UnreadableError as fault:
        data.refused.append((PIPELINE, line, str(fault)))
        return
    if not deal.account:
        data.notes.append((PIPELINE, line, "no account: loaded without a client"))
    data.deals.append(deal)


def _parse_deal(data, row):
    if None in row or None in row.values():
        raise UnreadableError("the row has not as many columns as the head")
    _expect(row["sales_agent"] in data.sellers, "unknown seller", row["sales_agent"])
    _expect(row["product"] in data.products, "unknown product", row["product"])
    _expect(
        not row["account"] or row["account"] in data.accounts, "unknown account", row["account"]
    )
    _expect(row["deal_stage"] in STAGES, "unknown stage", row["deal_stage"])
    deal = Deal(
        code=row["opportunity_id"],
        seller=row["sales_agent"],
        product=row["product"],
        account=row["account"],
        stage=row["deal_stage"],
        engaged=_parse(date.fromisoformat, row["engage_date"], "date"),
        closed=_parse(date.fromisoformat, row["close_date"], "date"),
        value=_parse(int, row["close_value"], "value") or 0,
    )
    _expect(deal.stage not in ("Won", "Lost") or deal.closed, "closed without a date", deal.code)
    _expect(deal.stage != "Won" or deal.value > 0, "won without a value", deal.code)
    return deal


def _expect(truth, reason, word):
    if not truth:
        raise UnreadableError(f"{reason}: {word}")


def _parse(kind, text, what):
    try:
        return kind(text) if text else None
    except ValueError:
        raise UnreadableError(f"not a {what}: {text}")
