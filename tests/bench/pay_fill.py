"""People who are paid by facts, and their facts: hunters and scouts share each sale, leaders have a part of it all.

Facts come through the ledger's own columns by one statement, whatever their number.
"""

from datetime import datetime, time

from dateutil.relativedelta import relativedelta

TIERS = ((0, 0.03), (20_000, 0.04), (50_000, 0.05), (100_000, 0.06))
PER_TEAM = 20
TYPES = {
    "happened_at": "timestamp", "cohort_on": "date", "role": "varchar", "reason": "varchar",
}  # fmt: skip


def fill(env, world):
    """People, plans, facts; where it is asked for, every month but the running one is settled."""
    users = _fill_people(env, world)
    env.company.conveyor_tz = "UTC"
    begin = month(env, max(ago for ago, _count in world.facts))
    teams = env["crm.team"].create(
        [
            {"name": f"Paid {number}", "company_id": env.company.id}
            for number in range(max(1, world.people // PER_TEAM))
        ]
    )
    _fill_plans(env, users, teams, begin)
    env.flush_all()
    analyze(env)
    for ago, count in sorted(world.facts, reverse=True):
        first = month(env, ago)
        _fill_facts(env, users[: world.people], teams, first, count)
        env.cr.commit()
        if world.settled and ago:
            settle(env, first)
    analyze(env)


def month(env, ago):
    """The first day of the month that is running, or of one so long ago."""
    return env.company._get_business_day().replace(day=1) - relativedelta(months=ago)


def analyze(env):
    """What autovacuum would do some minutes later."""
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False


def settle(env, first):
    """Compute a month on its last evening, and approve it."""
    from odoo.addons.sales_conveyor.tools.clock import at_instant

    run = env["motivation.run"].create({"first_on": first})
    with at_instant(env, datetime.combine(run.last_on, time(23, 50))):
        run._compute()
    run.statement_ids._approve()
    env.flush_all()
    analyze(env)


def prepare_run(env):
    """The run of the running month as it is before its lines are there, and a copy of the lines to write by hand."""
    run = env["motivation.run"].create({"first_on": month(env, 0)})
    run._compute()
    env.flush_all()
    env.cr.execute(
        """
        CREATE TABLE bench_lines AS SELECT l.* FROM motivation_statement_line l
          JOIN motivation_statement s ON s.id = l.statement_id WHERE s.run_id = %s ORDER BY l.id;
        ALTER TABLE bench_lines DROP COLUMN id
        """,
        [run.id],
    )
    env.cr.execute(
        """
        DELETE FROM motivation_statement_line l USING motivation_statement s
         WHERE s.id = l.statement_id AND s.run_id = %s
        """,
        [run.id],
    )
    analyze(env)


def _fill_people(env, world):
    """Sellers, and a leader of each team after them."""
    leaders = max(1, world.people // PER_TEAM)
    count = world.people + leaders
    values = {
        "last": count - 1,
        "company": env.company.id,
        "groups": [env.ref("base.group_user").id, env.ref("sales_team.group_sale_salesman").id],
    }
    for table in ("res_partner", "res_users"):
        env.cr.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")  # noqa: S608  (a name of ours)
        values[table] = env.cr.fetchone()[0]
        env.cr.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, values[table] + count]
        )
    env.cr.execute(
        """
        INSERT INTO res_partner (id, name, complete_name, email, active, type, lang, tz, commercial_partner_id,
                                 partner_share, autopost_bills)
        SELECT %(res_partner)s + n, 'Paid ' || n, 'Paid ' || n, 'p' || n || '@bench.example.com', TRUE, 'contact',
               'en_US', 'UTC', %(res_partner)s + n, FALSE, 'ask' FROM generate_series(0, %(last)s) n;
        INSERT INTO res_users (id, login, partner_id, company_id, active, share, notification_type)
        SELECT %(res_users)s + n, 'paid_' || n, %(res_partner)s + n, %(company)s, TRUE, FALSE, 'email'
          FROM generate_series(0, %(last)s) n;
        INSERT INTO res_company_users_rel (cid, user_id)
        SELECT %(company)s, %(res_users)s + n FROM generate_series(0, %(last)s) n;
        INSERT INTO res_groups_users_rel (gid, uid)
        SELECT g, %(res_users)s + n FROM generate_series(0, %(last)s) n, unnest(%(groups)s) g
        """,
        values,
    )
    env.invalidate_all()
    env.registry.clear_cache()
    return env["res.users"].browse(range(values["res_users"], values["res_users"] + count))


def _fill_plans(env, users, teams, begin):
    """70 % of a sale are the hunter's and 30 % the scout's, by four tiers each; a leader has one percent."""
    metric = env["conveyor.metric"]._get("money_in").id
    tiers = [(0, 0, {"start": start, "rate": rate}) for start, rate in TIERS]
    parts = [
        {"name": "Hunter", "kind": "commission", "credit": "hunter", "share": 0.7, "tier_ids": tiers},
        {"name": "Scout", "kind": "commission", "credit": "scout", "share": 0.3, "tier_ids": tiers},
    ]  # fmt: skip
    override = {
        "name": "Team", "kind": "override", "credit": "team",
        "tier_ids": [(0, 0, {"start": 0, "rate": 0.01})],
    }  # fmt: skip
    plans = env["motivation.pay.plan"].create(
        [
            {
                "name": name,
                "valid_from_on": begin,
                "component_ids": [(0, 0, {**part, "metric_id": metric}) for part in its],
            }
            for name, its in (("Sellers", parts), ("Leaders", [override]))
        ]
    )
    plans._approve()
    sellers, leaders = users[: -len(teams)], users[-len(teams) :]
    env["motivation.pay.assignment"].create(
        [
            {"user_id": user.id, "plan_id": plans[0].id, "date_from_on": begin, "salary": 1000}
            for user in sellers
        ]
        + [
            {
                "user_id": user.id,
                "plan_id": plans[1].id,
                "date_from_on": begin,
                "team_ids": [(6, 0, team.ids)],
            }
            for user, team in zip(leaders, teams, strict=True)
        ]
    )


def _fill_facts(env, users, teams, first, count):
    """Money that came in, minute by minute over the month, dealt among the people; and the sums of the ledger."""
    from odoo.addons.sales_conveyor.models.conveyor_fact_row import COLUMNS

    moment = "%(first)s::timestamp + (i %% (28 * 24 * 60)) * interval '1 minute'"
    written = {
        "metric_id": "%(metric)s", "origin_id": "%(last)s + i", "line_id": "0", "part_id": "0", "revision": "0",
        "happened_at": moment, "happened_on": f"({moment})::date", "booked_at": moment,
        "user_id": "(%(users)s)[1 + i %% %(people)s]", "hunter_id": "(%(users)s)[1 + i %% %(people)s]",
        "scout_id": "(%(users)s)[1 + (i * 7 + 3) %% %(people)s]",
        "team_id": "(%(teams)s)[1 + (i %% %(people)s) %% cardinality(%(teams)s)]", "company_id": "%(company)s",
        "quantity": "1", "amount": "100 + i %% 977", "origin_amount": "100 + i %% 977",
        "origin_currency_id": "%(currency)s", "rate": "1", "res_model": "'sale.order'", "res_id": "i",
        "reference": "'S' || i", "is_backfilled": "FALSE", "is_imported": "FALSE", "is_level": "FALSE",
    }  # fmt: skip
    values = (written.get(name, f"NULL::{TYPES.get(name, 'int4')}") for name in COLUMNS)
    env.cr.execute("SELECT COALESCE(max(origin_id), 0) FROM conveyor_fact")
    parameters = {
        "last": env.cr.fetchone()[0],
        "metric": env["conveyor.metric"]._get("money_in").id,
        "first": first,
        "users": users.ids,
        "people": len(users),
        "teams": teams.ids,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "count": count,
    }
    env.cr.execute(
        f"""
        INSERT INTO conveyor_fact ({", ".join(COLUMNS)})
        SELECT {", ".join(values)} FROM generate_series(1, %(count)s) i;
        INSERT INTO conveyor_fact_sum (month_on, metric_id, company_id, team_id, user_id, quantity, amount)
        SELECT %(first)s, metric_id, company_id, team_id, user_id, sum(quantity), sum(amount)
          FROM conveyor_fact WHERE happened_on BETWEEN %(first)s AND %(first)s::date + 27 GROUP BY 2, 3, 4, 5
        """,  # noqa: S608  (names of ours)
        parameters,
    )
