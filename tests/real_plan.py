"""A plan of 2017 for the real company: made of its files, brought in as a workbook, answered as plain data."""

import base64
import io
from collections import Counter

import xlsxwriter

import real_data

YEAR = 2017
HEAD = ("Metric", "Team", "Person", "Product Category", "Q1", "Q2", "Q3", "Q4")
# A seller without a deal is planned for, too.
NEWCOMER = 12_000


def targets(data):
    """What each seller is to bring of each series in each quarter: a tenth more or less than he brought.

    :return: ``{(seller, series): [four whole numbers]}``
    """
    brought = Counter()
    for deal in data.deals:
        if deal.stage == "Won" and deal.closed.year == YEAR:
            brought[deal.seller, data.series[deal.product], (deal.closed.month - 1) // 3] += (
                deal.value
            )
    plan = {}
    for number, seller in enumerate(sorted(data.sellers)):
        for series in sorted(set(data.series.values())):
            quarters = [brought[seller, series, quarter] for quarter in range(4)]
            if any(quarters):
                plan[seller, series] = [
                    value * (90 + 5 * (number % 5)) // 100 for value in quarters
                ]
    idle = {seller for seller in data.sellers if not any(key[0] == seller for key in plan)}
    return plan | {(seller, "GTX"): [NEWCOMER] * 4 for seller in idle}


def write_workbook(data):
    """The plan as the head of sales would put it together, by quarters.

    :return: bytes of an XLSX
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for line, ((seller, series), quarters) in enumerate(targets(data).items(), start=1):
            manager, office = data.sellers[seller]
            names = ("Contract amount", f"{office} — {manager}", seller, series)
            sheet.write_row(line, 0, [*names, *quarters])
    return output.getvalue()


def answer(env):
    """Import the plan, approve it, and ask what was reached by quarter, manager, seller and series."""
    data = real_data.read()
    plan = env["conveyor.plan"].create({"year": YEAR})
    file = base64.b64encode(write_workbook(data))
    wizard = env["conveyor.plan.import"].create({"plan_id": plan.id, "file": file})
    wizard.action_import()
    plan.action_approve()
    months = [("month_on", ">=", f"{YEAR}-01-01"), ("month_on", "<=", f"{YEAR}-12-31")]
    metric = env["conveyor.metric"]._get("contract_amount")
    domain = [*months, ("metric_id", "=", metric.id)]
    return {
        "errors": wizard.error_count,
        "state": plan.state,
        "targets": plan.target_count,
        **{
            name: _ask(env, domain, metric, groupby)
            for name, groupby in {
                "whole": [],
                "quarter": ["month_on:quarter"],
                "manager": ["manager_id"],
                "seller": ["user_id"],
                "series": ["categ_id"],
                "manager_quarter": ["manager_id", "month_on:quarter"],
            }.items()
        },
    }


def _ask(env, domain, metric, groupby):
    """Plan, fact and % by group; a group is told by its words."""
    groups = env["conveyor.attainment.report"]._read_attainment(domain, groupby)
    told = []
    for group, numbers in groups.items():
        words = [part.display_name if hasattr(part, "_name") else str(part) for part in group]
        figures = numbers[metric]
        told.append([*words, figures["plan"], figures["fact"], figures["attainment"]])
    return told
