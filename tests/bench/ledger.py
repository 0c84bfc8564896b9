"""Long work on the ledger: taking over history, killed and whole, and checking it."""

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from odoo import api
from odoo.modules.registry import Registry

WAITING = ("waiting", "running")
TABLES = "conveyor_fact, conveyor_fact_sum, conveyor_client, conveyor_ledger_run, conveyor_ledger_difference"


@dataclass
class Work:
    """What a piece of long work took."""

    seconds: float = 0.0
    slowest: float = 0.0
    chunks: int = 0
    documents: int = 0
    rows: int = 0
    differences: int = 0
    megabytes: float = 0.0


def work(env, kind, days_ago=0, **values):
    """Go through long work on the ledger chunk by chunk, each kept, as the cron does, so many days ago."""
    from odoo.addons.sales_conveyor.tools.clock import at_instant

    instant = env.cr.now()
    if days_ago:
        instant = datetime.combine(instant.date(), datetime.min.time()) - timedelta(days=days_ago)
    run = env["conveyor.ledger.run"].search(
        [("kind", "=", kind), ("state", "in", WAITING)], limit=1
    )
    run = run or run.create({"kind": kind, **values})
    env.cr.commit()
    done = Work()
    while run.state in WAITING:
        started = time.perf_counter()
        with at_instant(env, instant):
            run._advance()
        env.cr.commit()
        env.invalidate_all()
        seconds = time.perf_counter() - started
        done.seconds, done.slowest = done.seconds + seconds, max(done.slowest, seconds)
        done.chunks += 1
    done.documents, done.rows = run.done_count, run.booked_count
    done.differences, done.megabytes = run.difference_count, _peak()
    return done


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def take_over(env):
    """An empty ledger, then what Odoo knew before it, booked two days ago."""
    env.cr.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
    env.invalidate_all()
    return work(env, "backfill", days_ago=2)


def compact(env):
    """Seconds to make one row out of all sums that belong together, and how many rows there were and are."""
    before, started = _count(env, "conveyor_fact_sum"), time.perf_counter()
    for metric in env["conveyor.metric"].search([("aggregation", "=", "sum")]):
        env["conveyor.fact.sum"]._compact(metric)
        env.cr.commit()
    return time.perf_counter() - started, before, _count(env, "conveyor_fact_sum")


def _count(env, table):
    env.cr.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  (a name of ours)
    return env.cr.fetchone()[0]


def fingerprint(env):
    """The whole ledger in two numbers, without the ids that a rolled back chunk used up."""
    env.cr.execute(
        """
        SELECT count(*), sum(hashtextextended(concat_ws('|', f.metric_id, f.origin_id, f.line_id, f.part_id, f.revision,
                   f.happened_at, f.happened_on, f.cohort_on, f.user_id, f.role, f.scout_id, f.hunter_id, f.team_id,
                   f.company_id, c.partner_id, f.product_id, f.quantity, f.amount, f.days_held, f.days_open), 0))::text
          FROM conveyor_fact f LEFT JOIN conveyor_client c ON c.id = f.client_id
        """
    )
    return env.cr.fetchone()


def take_over_killed(database):
    """Kill the back-fill in the middle of a chunk, and go on: the ledger is to be the same.

    :return: fingerprints of the unbroken and of the broken work, and what was booked when it was killed
    """
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        take_over(env)
        unbroken, total = fingerprint(env), _count(env, "conveyor_fact")
        cr.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
        cr.commit()
    worker = subprocess.Popen([sys.executable, str(Path(__file__)), database])
    booked = 0
    while worker.poll() is None and booked < total / 3:
        time.sleep(0.7)
        with Registry(database).cursor() as cr:
            booked = _count(api.Environment(cr, api.SUPERUSER_ID, {}), "conveyor_fact")
    worker.kill()
    worker.wait()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        work(env, "backfill", days_ago=2)
        return unbroken, fingerprint(env), booked


def live_a_day(env, cards):
    """What one day brings, by SQL, booked as it would be: cards worth more, orders re-priced, calls made.

    :param cards: number of cards, and as many calls
    :return: number of facts
    """
    ledger, booked = env["conveyor.fact"], 0
    for source, statement in (
        (
            "crm.lead",
            """
            UPDATE crm_lead SET expected_revenue = expected_revenue + 1 WHERE id IN (
                   SELECT id FROM crm_lead WHERE won_status = 'won' ORDER BY id LIMIT %s) RETURNING id
            """,
        ),
        (
            "sale.order",
            """
            UPDATE sale_order_line SET price_subtotal = price_subtotal + 1, margin = margin + 1 WHERE order_id IN (
                   SELECT id FROM sale_order WHERE state = 'sale' ORDER BY id LIMIT %s / 3) RETURNING order_id
            """,
        ),
        (
            "mail.activity",
            """
            WITH done AS (
                 UPDATE mail_activity SET active = FALSE, date_done = now()::date, write_date = now() AT TIME ZONE 'UTC'
                  WHERE id IN (SELECT id FROM mail_activity WHERE active AND res_model = 'crm.lead'
                               ORDER BY id DESC LIMIT %s)
                 RETURNING *),
            told AS (
                 INSERT INTO mail_message (model, res_id, message_type, mail_activity_type_id, date, create_uid,
                                           create_date)
                 SELECT res_model, res_id, 'notification', activity_type_id, write_date, user_id, write_date FROM done)
            SELECT id FROM done
            """,
        ),
    ):
        env.cr.execute(statement, [cards])
        booked += ledger._book(source, [row[0] for row in env.cr.fetchall()], True)
    env.cr.commit()
    return booked


if __name__ == "__main__":  # the back-fill that is going to be killed
    from odoo.tools import config

    config.parse_config([])
    with Registry(sys.argv[1]).cursor() as cursor:
        environment = api.Environment(cursor, api.SUPERUSER_ID, {})
        work(environment, "backfill", days_ago=2)
