"""The ideal client of a real company: by sector and by size, beside figures counted straight from its files."""

from bisect import bisect_right
from collections import defaultdict

import pytest

UNKNOWN = "Unknown"
SIZES = {1: "1–9", 10: "10–49", 50: "50–249", 250: "250–999", 1000: "1,000–4,999", 5000: "5,000+"}
ENOUGH = 20


def _sector(account):
    return account["sector"].capitalize()


def _size(account):
    return list(SIZES.values())[bisect_right(list(SIZES), int(account["employees"])) - 1]


def _count(data, trait):
    """Won, lost and won money of each group of clients; deals without a client have an unknown one."""
    groups = defaultdict(lambda: [0, 0, 0])
    for deal in data.deals:
        if deal.stage in ("Won", "Lost"):
            group = groups[trait(data.accounts[deal.account]) if deal.account else UNKNOWN]
            group[deal.stage == "Lost"] += 1
            group[2] += deal.value
    return groups


@pytest.mark.parametrize(("name", "trait"), [("industry_id", _sector), ("staff_range", _size)])
def test_the_portrait_has_the_figures_of_the_files(data, ledger, name, trait):
    groups = _count(data, trait)
    base = sum(won for won, _lost, _money in groups.values()) / sum(
        won + lost for won, lost, _money in groups.values()
    )
    told = {row["label"]: row for row in ledger["portrait"][name]}
    assert told.keys() == groups.keys()
    for label, (won, lost, money) in groups.items():
        row, deals = told[label], won + lost
        assert (row["deals"], row["won"], row["is_small"]) == (deals, won, deals < ENOUGH)
        assert row["win_rate"] == pytest.approx(won / deals)
        assert row["value"] == pytest.approx(money / won)
        assert row["lift"] == (pytest.approx(won / deals / base) if deals >= ENOUGH else None)


@pytest.mark.parametrize(("name", "trait"), [("industry_id", _sector), ("staff_range", _size)])
def test_the_best_group_is_named_first(data, ledger, name, trait):
    rates = {
        label: won / (won + lost)
        for label, (won, lost, _money) in _count(data, trait).items()
        if won + lost >= ENOUGH
    }
    assert ledger["portrait"][name][0]["label"] == max(rates, key=rates.get)
    lifts = [row["lift"] for row in ledger["portrait"][name] if not row["is_small"]]
    assert lifts == sorted(lifts, reverse=True)


def test_marketing_is_the_best_sector_of_these_two_years(ledger):
    """Known beforehand, so that a fault common to both ways of counting is seen."""
    best = ledger["portrait"]["industry_id"][0]
    assert (best["label"], best["deals"], best["won"]) == ("Marketing", 623, 404)
