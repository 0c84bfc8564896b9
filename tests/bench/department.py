"""A large sales department in a stock Odoo database: one statement per table, whatever its size.

Both worlds of the bench are copies of it: the one stays stock, in the other the addon is installed.
"""

from dataclasses import dataclass

import work

SECTIONS = ("scout", "scout", "hunter", "hunter", "farmer")


@dataclass(frozen=True)
class Size:
    """How large the department is; the first two teams are the ones worked with and carry more."""

    teams: int = 50
    sellers: int = 1000
    leads: int = 100_000
    months: int = 36

    @property
    def per_team(self):
        """Sellers of one team."""
        return self.sellers // self.teams


def fill(env, size):
    """Create the department; one commit at the end.

    :return: ids of what the bench works with
    """
    head = env["res.users"].create(
        {
            "name": "Bench Head",
            "login": "bench_head",
            "email": "head@bench.example.com",
            "group_ids": [(4, env.ref("sales_team.group_sale_manager").id)],
        }
    )
    teams = env["crm.team"].create(
        [
            {"name": f"Bench {n}", "company_id": env.company.id, "use_leads": True}
            for n in range(size.teams)
        ]
    )
    env.flush_all()
    first = {
        "user": _fill_sellers(env, size, teams),
        "partner": _fill_clients(env, size),
    }
    _fill_leads(env, size, teams, first)
    work.fill(env, first["lead"])
    env.cr.commit()
    return {"head": head.id, "teams": teams.ids, **first}


def _reserve(cr, table, count):
    """Take a run of ids from a table's sequence."""
    cr.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}")  # noqa: S608  (a name of ours)
    first = cr.fetchone()[0]
    cr.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count])
    return first


def _fill_sellers(env, size, teams):
    cr = env.cr
    partner = _reserve(cr, "res_partner", size.sellers)
    user = _reserve(cr, "res_users", size.sellers)
    values = {
        "partner": partner,
        "user": user,
        "last": size.sellers - 1,
        "per_team": size.per_team,
        "company": env.company.id,
        "teams": teams.ids,
        "groups": [env.ref("base.group_user").id, env.ref("sales_team.group_sale_salesman").id],
    }
    cr.execute(
        """
        INSERT INTO res_partner (id, name, complete_name, email, email_normalized, active, type,
                                 lang, tz, commercial_partner_id, partner_share, autopost_bills)
        SELECT %(partner)s + n, 'Seller ' || n, 'Seller ' || n, 's' || n || '@bench.example.com',
               's' || n || '@bench.example.com', TRUE, 'contact', 'en_US', 'Europe/Brussels',
               %(partner)s + n, FALSE, 'ask'
          FROM generate_series(0, %(last)s) n;
        INSERT INTO res_users (id, login, partner_id, company_id, active, share, notification_type)
        SELECT %(user)s + n, 'bench_' || n, %(partner)s + n, %(company)s, TRUE, FALSE, 'email'
          FROM generate_series(0, %(last)s) n;
        INSERT INTO res_company_users_rel (cid, user_id)
        SELECT %(company)s, %(user)s + n FROM generate_series(0, %(last)s) n;
        INSERT INTO res_groups_users_rel (gid, uid)
        SELECT g, %(user)s + n FROM generate_series(0, %(last)s) n, unnest(%(groups)s) g;
        INSERT INTO crm_team_member (crm_team_id, user_id, active, assignment_max)
        SELECT (%(teams)s)[LEAST(n / %(per_team)s + 1, cardinality(%(teams)s))], %(user)s + n, TRUE, 30
          FROM generate_series(0, %(last)s) n
        """,
        values,
    )
    return user


def _fill_clients(env, size):
    clients = size.leads // 10
    first = _reserve(env.cr, "res_partner", clients)
    env.cr.execute(
        """
        INSERT INTO res_partner (id, name, complete_name, email, email_normalized, phone, active,
                                 type, is_company, commercial_partner_id, partner_share,
                                 autopost_bills)
        SELECT %(first)s + n, 'Client ' || n, 'Client ' || n, 'c' || n || '@client.example.com',
               'c' || n || '@client.example.com', '+1 555 ' || n, TRUE, 'contact', TRUE,
               %(first)s + n, TRUE, 'ask'
          FROM generate_series(0, %(last)s) n
        """,
        {"first": first, "last": clients - 1},
    )
    return first


def _fill_leads(env, size, teams, first):
    """A tenth of all cards in each of the first two teams, the rest spread evenly; ten cards of each client.

    New cards are with those who will be scouts, all later ones with those who will be hunters.
    """
    first["lead"] = _reserve(env.cr, "crm_lead", size.leads)
    env.cr.execute(
        """
        INSERT INTO crm_lead (id, name, type, active, user_id, team_id, company_id, stage_id,
                              partner_id, partner_name, email_from, email_normalized, phone,
                              expected_revenue, prorated_revenue, probability,
                              automated_probability, won_status, lost_reason_id, priority,
                              create_date, write_date, date_open, date_last_stage_update,
                              date_closed, date_deadline, create_uid, write_uid)
        SELECT %(lead)s + n, 'Deal ' || n, 'opportunity', kind < 7,
               %(user)s + team * %(per_team)s + CASE WHEN stage = 1
                   THEN (%(scouts)s)[(hashint4(n) & 1023) %% %(scout_count)s + 1]
                   ELSE (%(hunters)s)[(hashint4(n) & 1023) %% %(hunter_count)s + 1] END,
               (%(teams)s)[team + 1], %(company)s, (%(stages)s)[stage],
               %(partner)s + n / 10, 'Client ' || n / 10,
               'c' || n || '@lead.example.com', 'c' || n || '@lead.example.com', '+1 556 ' || n,
               1000 + n %% 9000, (1000 + n %% 9000) * p / 100, p, p,
               CASE WHEN stage = 4 THEN 'won' WHEN kind >= 7 THEN 'lost' ELSE 'pending' END,
               CASE WHEN kind >= 7 THEN %(reason)s END, (n %% 3)::text,
               born, born, born, born + interval '5 days',
               CASE WHEN kind >= 5 THEN born + interval '20 days' END,
               CASE WHEN kind < 5 THEN now()::date + n / 10 %% 90 - 15 END, %(uid)s, %(uid)s
          FROM generate_series(0, %(last)s) n
          -- Of ten cards: two new, two qualified, one proposed, two won, three lost.
          JOIN (VALUES (0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 2), (8, 2), (9, 3))
               AS deal(kind, stage) ON deal.kind = n %% 10
         CROSS JOIN LATERAL (SELECT
               CASE n / 10 %% 10 WHEN 0 THEN 0 WHEN 1 THEN 1
                    ELSE n / 100 * 8 %% %(team_count)s + n / 10 %% 10 - 2 END %% %(team_count)s AS team,
               CASE WHEN stage = 4 THEN 100 WHEN kind >= 7 THEN 0 ELSE 10 * stage END AS p,
               (now() AT TIME ZONE 'UTC') - (n / 100 %% (%(months)s * 30)) * interval '1 day'
                   - interval '25 days' AS born) x
        """,
        {**first, **_get_lead_values(env, size, teams)},
    )


def _get_lead_values(env, size, teams):
    stages = [env.ref(f"crm.stage_lead{n}").id for n in (1, 2, 3, 4)]
    reason = env["crm.lost.reason"].search([], limit=1).id
    sections = [
        [n for n in range(size.per_team) if SECTIONS[n % len(SECTIONS)] == role]
        for role in ("scout", "hunter")
    ]
    return {
        "last": size.leads - 1,
        "stages": stages,
        "reason": reason,
        "teams": teams.ids,
        "team_count": size.teams,
        "per_team": size.per_team,
        "scouts": sections[0],
        "hunters": sections[1],
        "scout_count": len(sections[0]),
        "hunter_count": len(sections[1]),
        "months": size.months,
        "company": env.company.id,
        "uid": env.uid,
    }
