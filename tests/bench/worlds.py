"""The two worlds of the bench: the same department with stock Odoo, and with the addon installed."""

import json

import department

from conveyor_setup import database

STOCK, OURS = "bench_stock", "bench_ours"
# The addon would replay months of its own demonstration among a million cards.
WITHOUT_DEMO = "env.cr.execute('UPDATE ir_module_module SET demo = FALSE'); env.cr.commit()"
HERE = "import sys; sys.path.insert(0, {here!r}); import department, worlds\n"


def make(desk, here, size):
    """Both databases; their names never meet those of others."""
    for name in (STOCK, OURS):
        database.drop(name)
    database.clone(database.base_template(desk, database.Kind()), STOCK)
    script = HERE.format(here=str(here)) + f"worlds.fill_stock(env, department.{size!r})"
    database.run_script(desk, STOCK, script)
    database.clone(STOCK, OURS)
    log = database.install_log(OURS)
    database.run_script(desk, OURS, WITHOUT_DEMO)
    database.run_odoo(desk, OURS, "-i", "sales_conveyor", log=log, what="install the addon")
    script = HERE.format(here=str(here)) + f"worlds.fill_ours(env, department.{size!r})"
    database.run_script(desk, OURS, script)


def fill_stock(env, size):
    """Fill the department, and remember its ids inside the database."""
    ids = department.fill(env, size)
    env["ir.config_parameter"].set_param("conveyor_bench.ids", json.dumps(ids))
    env.cr.commit()
    analyze(env)


def analyze(env):
    """What autovacuum would do some minutes later."""
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False


def read_ids(env):
    """The ids that `fill_stock` remembered."""
    return json.loads(env["ir.config_parameter"].sudo().get_param("conveyor_bench.ids"))


def fill_ours(env, size):
    """Every second team uses the conveyor; its later cards came by a handover from a scout."""
    ids = read_ids(env)
    teams = env["crm.team"].browse(ids["teams"][1::2])
    for n, role in enumerate(department.SECTIONS):
        _set_roles(env, teams, ids, size, n, role)
    env.invalidate_all()
    teams.use_conveyor = True
    env.flush_all()
    _fill_history(env, teams)
    analyze(env)
    take_over(env)
    fill_page(env)


def take_over(env):
    """The ledger as it is some days after the addon came."""
    import ledger  # needs Odoo, which the caller of `make` does not have

    ledger.take_over(env)
    ledger.compact(env)
    analyze(env)


def fill_page(env):
    """What the cockpit reads beside the ledger."""
    import page  # needs Odoo as well

    page.fill(env)
    analyze(env)


def _set_roles(env, teams, ids, size, n, role):
    env.cr.execute(
        """
        UPDATE crm_team_member
           SET role = %(role)s, capacity = 100000, is_scout = %(role)s = 'scout',
               is_hunter = %(role)s = 'hunter', is_farmer = %(role)s = 'farmer'
         WHERE crm_team_id IN %(teams)s AND (user_id - %(user)s) %% %(per_team)s %% %(count)s = %(n)s
        """,
        {
            "role": role,
            "teams": teams._ids,
            "user": ids["user"],
            "per_team": size.per_team,
            "count": len(department.SECTIONS),
            "n": n,
        },
    )


def _fill_history(env, teams):
    """Each card beyond the first stage was a scout's for three days, then offered and accepted within one."""
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE came AS
        SELECT l.id, l.name, l.user_id AS to_user, l.team_id, l.stage_id, l.partner_id,
               l.company_id, m.scouts[l.id %% cardinality(m.scouts) + 1] AS from_user,
               LEAST(COALESCE(p.entered_at, l.create_date + interval '5 days'), now() AT TIME ZONE 'UTC') AS at
          FROM crm_lead l
          JOIN (SELECT crm_team_id, array_agg(user_id) AS scouts FROM crm_team_member
                 WHERE is_scout GROUP BY crm_team_id) m ON m.crm_team_id = l.team_id
          LEFT JOIN conveyor_passage p ON p.lead_id = l.id
         WHERE l.team_id IN %(teams)s AND (l.conveyor_role = 'hunter' OR l.won_status != 'pending');
        UPDATE crm_lead l SET scout_id = c.from_user, hunter_id = c.to_user FROM came c WHERE c.id = l.id;
        INSERT INTO conveyor_passage (lead_id, user_id, team_id, stage_id, role, partner_id,
                                      company_id, entered_at, left_at, outcome, is_section_entry)
        SELECT id, from_user, team_id, %(first)s, 'scout', partner_id, company_id,
               at - interval '3 days', at, 'passed', TRUE FROM came;
        INSERT INTO conveyor_handover (name, kind, state, lead_id, partner_id, company_id,
                                       from_user_id, to_user_id, from_role, to_role, from_team_id,
                                       to_team_id, from_stage_id, to_stage_id, attempt, offered_at,
                                       deadline_at, accepted_at, decided_at, decided_by_id)
        SELECT name, 'lead', 'accepted', id, partner_id, company_id, from_user, to_user, 'scout',
               'hunter', team_id, team_id, %(first)s, stage_id, 1, at - interval '1 day',
               at + interval '1 day', at, at, to_user FROM came
        """,
        {"teams": teams._ids, "first": env.ref("crm.stage_lead1").id},
    )
