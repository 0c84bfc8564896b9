"""What the tests ask of the company's database once the conveyor runs in it; told as plain data."""

import json

import real_ledger
import real_plan

MARK = "ANSWERS "


def switch_on(env, teams):
    """What the head of sales does on the first day: whose stage is whose, and the switch."""
    for name, role in (("Prospecting", "scout"), ("Engaging", "hunter")):
        env["crm.stage"].search([("name", "=", name)]).conveyor_role = role
    teams.use_conveyor = True
    env.flush_all()


def answer_imported(env):
    """Bring the history in by a file, ask, print."""
    env = env(context={**env.context, "lang": "en_US"})
    print(MARK + json.dumps(real_ledger.bring_in(env)))  # noqa: T201  (as below)


def answer(env):
    """Take the history over, switch the conveyor on in the company's teams, ask, print."""
    env = env(context={**env.context, "lang": "en_US"})
    taken = real_ledger.take_over(env)
    teams = env["crm.team"].search([("name", "like", " — ")])
    switch_on(env, teams)
    told = {
        "ledger": {**taken, **real_ledger.answer(env)},
        "plan": real_plan.answer(env),
        "teams": len(teams),
        "kanban": _ask_kanban(env, teams),
        "strip": [_ask_strip(team) for team in teams],
        "by_seller": _ask_report(env, teams, "user_id"),
        "by_manager": _ask_report(env, teams, "manager_id"),
        "amounts": _ask_amounts(env, teams),
        "people": env["crm.team.member"]
        .search([("crm_team_id", "in", teams.ids)])
        .user_id.mapped("name"),
    }
    env.cr.commit()
    print(MARK + json.dumps(told))  # noqa: T201  (the one that asked reads it)


def _ask_kanban(env, teams):
    """The cards under each stage, lost ones too."""
    leads = env["crm.lead"].with_context(active_test=False)
    groups = leads._read_group(
        [("team_id", "in", teams.ids)], ["stage_id", "won_status"], ["__count"]
    )
    return [[stage.name, status, count] for stage, status, count in groups]


def _ask_strip(team):
    """The figures of one team, each beside what its own domain finds."""
    strip = team.get_conveyor_strip(team.id, "all")
    figures = [figure for section in strip["sections"] for figure in section["figures"].values()]
    totals = strip["totals"]
    return {
        "counts": {key: totals[key]["count"] for key in ("in_work", "won", "lost")},
        "in_work": {s["role"]: s["figures"]["in_work"]["count"] for s in strip["sections"]},
        "win_rate": totals["win_rate"],
        "manager": team.user_id.name,
        "found": [[f["count"], team.env[f["model"]].search_count(f["domain"])] for f in figures],
    }


def _ask_report(env, teams, groupby):
    rows = env["conveyor.passage.report"].formatted_read_group(
        [("team_id", "in", teams.ids)],
        [groupby],
        ["win_rate:avg", "won:sum", "lost:sum", "in_work:sum"],
    )
    return {
        row[groupby][1]: [row["win_rate:avg"], row["won:sum"], row["lost:sum"], row["in_work:sum"]]
        for row in rows
    }


def _ask_amounts(env, teams):
    """Won amounts by the pivot and by the orders."""
    report = env["conveyor.passage.report"]
    [(won,)] = report._read_group([("team_id", "in", teams.ids)], [], ["won_amount:sum"])
    orders = env["sale.order"]._read_group(
        [("team_id", "in", teams.ids), ("state", "=", "sale")], [], ["amount_total:sum", "__count"]
    )
    return [won, *orders[0]]
