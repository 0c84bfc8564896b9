"""What the tests ask of the ledger of the real company, whichever way its history came in; told as plain data."""

import base64
import csv
import io

import real_company
import real_data
import real_portrait

HEAD = (
    "metric",
    "day",
    "person",
    "team",
    "client",
    "product",
    "amount",
    "created day",
    "reference",
)
DAY = "%Y-%m-%d"


# === THE TWO WAYS === #


def take_over(env):
    """The conveyor came to a filled Odoo: the back-fill goes to its end, and a second one finds nothing."""
    run = env["conveyor.ledger.run"].search([("kind", "=", "backfill")])
    _finish(run)
    again = run.create({"kind": "backfill"})
    _finish(again)
    return {"booked": run.booked_count, "again": again.booked_count}


def bring_in(env):
    """The conveyor came first: people, teams, clients, products, then the head of sales imports the files."""
    _finish(env["conveyor.ledger.run"].search([("kind", "=", "backfill")]))
    data = real_data.read()
    company = real_company.Company(env, data).fill_names()
    groups = env.ref("sales_team.group_sale_manager").ids
    head = env["res.users"].create(
        {"name": "Head", "login": "real.head", "group_ids": [(6, 0, groups)]}
    )
    file = base64.b64encode(_write_file(company).encode("utf-8-sig"))
    imports = env["conveyor.fact.import"].with_user(head)
    record = imports.create({"file": file, "file_name": "history.csv"})
    record.action_check()
    assert not record.error_ids, record.error_ids[:9].mapped("message")
    record.action_book()
    told = {"rows": record.row_count, "booked": record.fact_count, "state": record.state}
    return {**told, **answer(env(user=head.id)), **_take_back(env, record)}


def _write_file(company):
    """The files as the head of sales would put them together: deals, and the contract of each won one."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";")
    writer.writerow(HEAD)
    for deal in company.data.deals:
        if deal.stage not in ("Won", "Lost"):
            continue
        value = deal.value or company.data.products[deal.product]
        rows = [(f"deal_{deal.stage.lower()}", "", value, deal.engaged)]
        if deal.stage == "Won":
            rows += [("contract", "", "", ""), ("contract_amount", deal.product, deal.value, "")]
        team = company.teams[company.data.sellers[deal.seller]].name
        client = deal.account and company.partners[deal.account].ref
        for metric, product, amount, created in rows:
            writer.writerow(
                (
                    metric,
                    deal.closed,
                    deal.seller,
                    team,
                    client,
                    product,
                    amount,
                    created,
                    deal.code,
                )
            )
    return output.getvalue()


def _take_back(env, record):
    """Withdrawn, the file leaves nothing standing and a ledger that is whole."""
    record.action_withdraw()
    domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
    facts = env["conveyor.fact"]._read_group(domain, ["metric_id"], ["quantity:sum", "amount:sum"])
    return {
        "left": [[metric.code, *sums] for metric, *sums in facts],
        "left_differences": _check(env),
    }


# === QUESTIONS === #


def answer(env):
    """Ask the metrics and the pivot of facts; then let the ledger check itself."""
    teams = env["crm.team"].search([("name", "like", " — ")])
    domain = [("team_id", "in", teams.ids)]
    return {
        "total": _measure(env, domain),
        "quarter": _measure(env, domain, "happened_on:quarter"),
        "manager": _measure(env, domain, "team_id.user_id"),
        "seller": _measure(env, domain, "user_id"),
        "product": _measure(env, domain, "product_id"),
        "pivot": {
            name: _pivot(env, domain, name)
            for name in ("happened_on:quarter", "team_id", "product_id")
        },
        "days": _pivot(env, domain, "metric_id"),
        "months": _read_sums(env, domain),
        "portrait": real_portrait.answer(env, domain),
        "differences": _check(env),
    }


def _measure(env, domain, *groupby):
    """``{metric: {group: value}}`` as the metrics tell it."""
    codes = ["deal_won", "deal_lost", "contract", "contract_amount", "win_rate", "average_deal"]
    codes += ["average_check", "days_from_creation", "win_rate_amount"]
    metrics = env["conveyor.metric"].search([("code", "in", codes)])
    values = metrics._measure(domain, groupby)
    return {
        metric.code: {_name(group[0]) if group else "": value for group, value in groups.items()}
        for metric, groups in values.items()
    }


def _pivot(env, domain, groupby):
    """Money, numbers and mean days as the pivot of facts shows them."""
    code = "contract_amount" if groupby == "product_id" else "deal_won"
    rows = env["conveyor.fact"].formatted_read_group(
        [*domain, ("metric_id.code", "=", code)],
        [groupby],
        ["amount:sum", "quantity:sum", "days_open:avg"],
    )
    return {
        row[groupby][1] if row[groupby] else "": [
            row["amount:sum"],
            row["quantity:sum"],
            row["days_open:avg"],
        ]
        for row in rows
    }


def _read_sums(env, domain):
    """Money of won deals by the sums of months."""
    domain = [*domain, ("metric_id.code", "=", "deal_won")]
    [(amount, quantity)] = env["conveyor.fact.sum"]._read_group(
        domain, [], ["amount:sum", "quantity:sum"]
    )
    return [amount, quantity]


def _check(env):
    """What a check of the whole ledger finds."""
    run = env["conveyor.ledger.run"].sudo().create({"kind": "check"})
    _finish(run)
    return [
        [difference.kind, difference.metric_id.code, difference.res_model, difference.res_id]
        for difference in run.difference_ids
    ]


def _finish(run):
    while run.state in ("waiting", "running"):
        run._advance()
    run.env.invalidate_all()


def _name(value):
    if hasattr(value, "strftime"):
        return value.strftime(DAY)
    return (value.display_name or "") if hasattr(value, "_name") else value
