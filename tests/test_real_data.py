"""Two years of a real company, in both ways it can come in; every figure from the files.

One way: its old Odoo first, the conveyor over it, and the ledger takes over what Odoo knows. The other way: the
conveyor first, and the head of sales brings the files in.
"""

import statistics
from collections import Counter

import pytest

import real_plan

EXACT = 1e-9
# Known answers, beside those that are counted from the files here.
TOTAL, WON, LOST = 10_005_534, 4238, 2473
QUARTERS = {
    "2017-01-01": 1_134_672,
    "2017-04-01": 3_086_111,
    "2017-07-01": 2_982_255,
    "2017-10-01": 2_802_496,
}


def _sum_up(data, key):
    """Won money by what ``key`` says of a deal."""
    sums = Counter()
    for deal in data.deals:
        if deal.stage == "Won":
            sums[key(deal)] += deal.value
    return dict(sums)


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


# === THE LEDGER, EITHER WAY === #


def test_the_ledger_has_every_deal_and_every_coin(ledger):
    total = {code: values[""] for code, values in ledger["total"].items()}
    assert (total["deal_won"], total["deal_lost"]) == (WON, LOST)
    assert (total["contract"], total["contract_amount"]) == (WON, TOTAL)
    assert ledger["months"] == [TOTAL, WON]


def test_the_ledger_tells_win_rate_average_and_days_of_the_files(ledger):
    total = {code: values[""] for code, values in ledger["total"].items()}
    assert total["win_rate"] == WON / (WON + LOST) == pytest.approx(0.631501, abs=5e-7)
    assert total["average_deal"] == total["average_check"] == TOTAL / WON
    assert total["average_deal"] == pytest.approx(2360.9094, abs=5e-5)
    assert total["days_from_creation"] == 57
    [(_amount, _quantity, mean)] = ledger["days"].values()
    assert mean == pytest.approx(51.7820, abs=5e-5)


def test_the_ledger_has_the_quarters_of_the_files(ledger):
    assert ledger["quarter"]["contract_amount"] == QUARTERS
    pivot = ledger["pivot"]["happened_on:quarter"]
    assert [amount for amount, _quantity, _days in pivot.values()] == list(QUARTERS.values())


def test_the_ledger_has_the_money_of_every_manager_seller_and_product(data, ledger):
    assert ledger["manager"]["contract_amount"] == _sum_up(data, data.manager)
    assert ledger["seller"]["contract_amount"] == _sum_up(data, lambda deal: deal.seller)
    assert ledger["product"]["contract_amount"] == _sum_up(data, lambda deal: deal.product)
    pivot = ledger["pivot"]["product_id"]
    assert {name: amount for name, (amount, *_rest) in pivot.items()} == _sum_up(
        data, lambda deal: deal.product
    )
    assert ledger["manager"]["contract_amount"]["Melvin Marxen"] == 2_251_930
    assert ledger["product"]["contract_amount"]["GTX Pro"] == 3_510_578


def test_ratios_of_managers_and_sellers_are_those_of_their_own_deals(data, ledger):
    for who, key in (("manager", data.manager), ("seller", lambda deal: deal.seller)):
        assert ledger[who]["win_rate"] == data.win_rate(key)
        won, money = data.count(key, "Won"), _sum_up(data, key)
        assert ledger[who]["average_deal"] == {name: money[name] / won[name] for name in won}


def test_medians_of_managers_are_those_of_their_own_deals(data, ledger):
    days = {}
    for deal in data.deals:
        if deal.stage == "Won":
            days.setdefault(data.manager(deal), []).append((deal.closed - deal.engaged).days)
    assert ledger["manager"]["days_from_creation"] == {
        name: statistics.median(d) for name, d in days.items()
    }


def test_the_ledger_checks_itself_and_finds_nothing(ledger):
    assert ledger["differences"] == []


@pytest.mark.parametrize("what", ["quarter", "manager", "seller", "series", "manager_quarter"])
def test_plan_brought_in_by_quarters_stands_beside_the_money_of_the_files(data, answers, what):
    """Plan, fact and % of every quarter, manager, seller and series, as the files themselves give them."""
    quarter = lambda month: f"2017-{3 * ((month - 1) // 3) + 1:02}-01"  # noqa: E731
    key = {
        "quarter": lambda seller, series, month: (quarter(month),),
        "manager": lambda seller, series, month: (data.sellers[seller][0],),
        "seller": lambda seller, series, month: (seller,),
        "series": lambda seller, series, month: (series,),
        "manager_quarter": lambda seller, series, month: (data.sellers[seller][0], quarter(month)),
    }[what]
    facts, plans = Counter(), Counter()
    for deal in data.deals:
        if deal.stage == "Won":
            facts[key(deal.seller, data.series[deal.product], deal.closed.month)] += deal.value
    for (seller, series), quarters in real_plan.targets(data).items():
        for number, value in enumerate(quarters):
            plans[key(seller, series, 3 * number + 1)] += value
    told = {tuple(words): numbers for *words, numbers in _split(answers["plan"][what])}
    assert told.keys() == plans.keys() | facts.keys()
    for group, (plan, fact, attainment) in told.items():
        assert plan == pytest.approx(plans[group], abs=0.005)
        assert fact == pytest.approx(facts[group], abs=0.005)
        assert attainment == pytest.approx(facts[group] / plans[group], abs=EXACT)


def _split(rows):
    return [(*row[:-3], row[-3:]) for row in rows]


def test_plan_came_in_whole(data, answers):
    plan = answers["plan"]
    assert (plan["errors"], plan["state"]) == (0, "approved")
    assert plan["targets"] == 12 * len(real_plan.targets(data))
    assert plan["whole"][0][1] == TOTAL


def test_history_is_taken_over_once(answers):
    assert answers["ledger"]["booked"] >= 3 * WON + LOST
    assert answers["ledger"]["again"] == 0


def test_an_import_books_each_row_and_withdrawn_leaves_nothing(imported):
    assert imported["rows"] == imported["booked"] == 3 * WON + LOST
    assert imported["state"] == "done"
    assert all(sums == [0, 0] for _code, *sums in imported["left"])
    assert len(imported["left"]) == 4
    assert imported["left_differences"] == []
