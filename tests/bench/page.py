"""What the cockpit and the pivots read beside the ledger: levels, norms, moved dates, a plan in force."""

from datetime import timedelta

import ledger

from odoo.tools import SQL

NIGHTS = 180
# A month of a seller: every person gets somewhat more or less.
TARGETS = {"contract_amount": 40_000, "deal_won": 10, "contact_delivered": 20}
# What a section is there for, and what is asked of a person of it each day.
NORMS = (
    ("scout", "contact_delivered", 3),
    ("hunter", "contact_taken", 2),
    ("farmer", "contract", 1),
)


def fill(env):
    """Write whatever of it is not there; an emptied ledger has lost its levels, a new year has no plan.

    :return: whether anything was written
    """
    company = env.company
    env.cr.execute("SET LOCAL jit = off")
    wrote = False
    for table, condition, write in (
        ("conveyor_fact", "is_level", _fill_levels),
        ("conveyor_norm_day", "TRUE", _fill_norms),
        ("conveyor_deadline_move", "TRUE", _fill_moves),
    ):
        env.cr.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE {condition})")  # noqa: S608  (names of ours)
        if not env.cr.fetchone()[0]:
            write(env, company, company._get_business_day() - timedelta(days=1))
            wrote = True
    year = company._get_business_day().year
    if not env["conveyor.plan"].search_count(
        [("company_id", "=", company.id), ("year", "=", year), ("state", "=", "approved")], limit=1
    ):
        _fill_plan(env, year)
        wrote = True
    env.cr.commit()
    env.invalidate_all()
    if wrote:
        ledger.compact(env)
    return wrote


def _fill_levels(env, company, yesterday):
    """The level of yesterday as the product books it, and the same a little higher or lower of each night before."""
    from odoo.addons.sales_conveyor.models.conveyor_fact_row import COLUMNS

    facts = env["conveyor.fact"]
    moved = {
        "origin_id": SQL("p.origin_id - n"),
        "happened_on": SQL("p.happened_on - n"),
        "cohort_on": SQL("p.cohort_on - n"),
        "happened_at": SQL("p.happened_on - n + interval '1 day'"),
        "booked_at": SQL("p.happened_on - n + interval '1 day'"),
        "quantity": SQL(
            "CASE WHEN p.quantity > 0 THEN p.quantity + (p.user_id + n) %% 5 ELSE 0 END"
        ),
        "amount": SQL(
            "CASE WHEN p.amount > 0 THEN p.amount + (p.user_id + n) %% 5 * 1000 ELSE p.amount END"
        ),
    }
    shifted = SQL(", ").join(
        SQL("%s AS %s", moved.get(name, SQL.identifier("p", name)), SQL.identifier(name))
        for name in COLUMNS
    )
    env.cr.execute(
        SQL(
            """
            WITH levels AS (%(levels)s), present AS MATERIALIZED (%(complete)s),
                 f AS (SELECT %(shifted)s FROM present p CROSS JOIN generate_series(0, %(last)s) n)
            INSERT INTO conveyor_fact (%(columns)s, hash)
            SELECT %(columns)s, %(seal)s FROM f
            """,
            levels=facts._get_levels_sql(company),
            complete=facts._get_complete_levels_sql(company, yesterday),
            shifted=shifted,
            last=NIGHTS - 1,
            columns=facts._get_columns_sql(),
            seal=facts._get_seal_sql(),
        )
    )


def _fill_norms(env, company, yesterday):
    """What was asked of everybody of a conveyor team on each night, and what was done; booked as each night does."""
    ids = env["conveyor.metric"]._get_ids_by_code()
    env.cr.execute(
        """
        INSERT INTO conveyor_norm_day (company_id, day_on, user_id, team_id, role, metric_id, norm, done, is_met,
                                       booked_at)
        SELECT %(company)s, %(yesterday)s::date - n, m.user_id, m.crm_team_id, m.role, x.metric_id, x.norm, y.done,
               y.done >= x.norm, %(yesterday)s::date - n + interval '1 day'
          FROM crm_team_member m
          JOIN crm_team t ON t.id = m.crm_team_id AND t.use_conveyor
          JOIN unnest(%(roles)s, %(metrics)s, %(norms)s) AS x (role, metric_id, norm) ON x.role = m.role
         CROSS JOIN generate_series(0, %(last)s) n
         CROSS JOIN LATERAL (SELECT (m.user_id + n) %% (2 * x.norm + 1) AS done) y
         WHERE m.active AND extract(isodow FROM %(yesterday)s::date - n) < 6
        RETURNING id
        """,
        {
            "company": company.id,
            "yesterday": yesterday,
            "last": NIGHTS - 1,
            "roles": [role for role, _code, _norm in NORMS],
            "metrics": [ids[code] for _role, code, _norm in NORMS],
            "norms": [norm for _role, _code, norm in NORMS],
        },
    )
    env["conveyor.fact"]._book("conveyor.norm.day", [row for (row,) in env.cr.fetchall()], True)


def _fill_moves(env, company, yesterday):
    """One card in fifty had its expected close moved to the next month on the last day of one."""
    env.cr.execute(
        """
        INSERT INTO conveyor_deadline_move (lead_id, res_id, name, kind, user_id, owner_id, team_id, company_id, amount,
                                            old_on, new_on, moved_on, moved_at, days_left)
        SELECT l.id, l.id, l.name, 'deadline', l.user_id, l.user_id, l.team_id, %(company)s, l.expected_revenue,
               x.day, x.day + 20, x.day, x.day + interval '12 hours', 1
          FROM crm_lead l
         CROSS JOIN LATERAL (SELECT (date_trunc('month', %(yesterday)s::date) - l.id / 50 %% 12 * interval '1 month'
                                     - interval '1 day')::date AS day) x
         WHERE l.id %% 50 = 0 AND l.user_id IS NOT NULL AND l.company_id = %(company)s
        """,
        {"company": company.id, "yesterday": yesterday},
    )


def _fill_plan(env, year):
    """A target of every seller, month and goal, in force."""
    plan = env["conveyor.plan"].create({"year": year})
    env.flush_all()
    ids = env["conveyor.metric"]._get_ids_by_code()
    env.cr.execute(
        """
        INSERT INTO conveyor_target (plan_id, company_id, month_on, metric_id, team_id, user_id, value)
        SELECT %(plan)s, %(company)s, make_date(%(year)s, n, 1), g.metric_id, m.crm_team_id, m.user_id,
               g.value + m.user_id %% 9
          FROM crm_team_member m
         CROSS JOIN generate_series(1, 12) n
         CROSS JOIN unnest(%(metrics)s, %(values)s) AS g (metric_id, value)
         WHERE m.active
        """,
        {
            "plan": plan.id,
            "company": plan.company_id.id,
            "year": year,
            "metrics": [ids[code] for code in TARGETS],
            "values": list(TARGETS.values()),
        },
    )
    env.invalidate_all()
    plan.action_approve()
    env.flush_all()
