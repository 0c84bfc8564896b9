"""The power fails while the ledger is booked, taken over or made compact: started again, the same ledger."""

import random
import subprocess
import sys
import time

import pytest

from serving import copied_database, rows_of

KILLS = 6
SHELL = ("odoo", "shell", "--shell-interface=python", "--no-http", "--log-level=error")
# All that a row tells but its id and the second it was written in.
DIGEST = """
    SELECT count(*), md5(string_agg(row, '|' ORDER BY row))
      FROM (SELECT concat_ws(',', metric_id, origin_id, line_id, part_id, revision, happened_on, cohort_on, user_id,
                             role, team_id, company_id, client_id, product_id, quantity, amount, res_model, res_id) AS row
              FROM conveyor_fact WHERE NOT is_level) x
"""
SUMS = """
    SELECT count(*), md5(string_agg(row, '|' ORDER BY row))
      FROM (SELECT concat_ws(',', metric_id, month_on, user_id, team_id, role, product_id, company_id,
                             trim_scale(sum(quantity)), trim_scale(sum(amount))) AS row
              FROM conveyor_fact_sum
             GROUP BY metric_id, month_on, user_id, team_id, role, product_id, company_id) x
"""
BACKFILL = """
from odoo.addons.sales_conveyor.models import conveyor_ledger_run_step as step
step.CHUNK = 40
run = env["conveyor.ledger.run"].search([("kind", "=", "backfill"), ("state", "in", ("waiting", "running"))], limit=1)
while run.state in ("waiting", "running"):
    run._advance()
    env.cr.commit()
    print("chunk", run.source, run.last_id, flush=True)
print("finished", flush=True)
"""
COMPACT = """
for metric in env["conveyor.metric"].search([]):
    print("metric", metric.code, flush=True)
    env["conveyor.fact.sum"]._compact(metric)
    env.cr.commit()
print("finished", flush=True)
"""
WIN = """
leads = env["crm.lead"].search([("won_status", "=", "pending"), ("user_id", "!=", False)], order="id", limit=60)
leads = leads.filtered(lambda lead: lead.type == "opportunity")
print("writing", flush=True)
leads.action_set_won()
print("won", flush=True)
env.cr.commit()
print("finished", flush=True)
"""


@pytest.fixture(scope="module")
def database():
    """A department with half a year of history."""
    with copied_database("conveyor_ledger_faults") as name:
        yield name


def _start(database, script):
    process = subprocess.Popen(
        [sys.executable, "-m", *SHELL, "-d", database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    process.stdin.write(script)
    process.stdin.close()
    return process


def _run(database, script):
    """Run a script to its end."""
    process = _start(database, script)
    output, errors = process.stdout.read(), process.stderr.read()
    process.wait()
    assert "finished" in output, output + errors


def _kill_after(database, script, lines, delay):
    """Let a script say so many lines, and a moment later the power fails.

    :return: whether it had finished by then
    """
    process = _start(database, script)
    said = [process.stdout.readline() for _line in range(lines)]
    time.sleep(delay)
    process.kill()
    rest = process.stdout.read()
    process.stderr.read()
    process.wait()
    return "finished" in "".join(said) + rest


def _ask(database, query):
    with rows_of(database) as cr:
        cr.execute(query)
        return cr.fetchone()


def _forget(database):
    """An empty ledger, as on the day of the installation."""
    from odoo.addons.sales_conveyor.tests.forgetting import let_go

    with rows_of(database) as cr:
        let_go(cr)
        cr.execute("TRUNCATE conveyor_fact, conveyor_fact_sum, conveyor_ledger_difference")
        cr.execute("DELETE FROM conveyor_ledger_run")
        cr.execute("INSERT INTO conveyor_ledger_run (kind, state) VALUES ('backfill', 'waiting')")
        cr.connection.commit()


def test_a_take_over_killed_again_and_again_gives_the_same_ledger(database):
    """Killed at six random moments, then run to its end: the ledger of an unbroken run, and its sums."""
    _forget(database)
    _run(database, BACKFILL)
    unbroken, sums = _ask(database, DIGEST), _ask(database, SUMS)
    assert unbroken[0] > 300
    _forget(database)
    dice = random.Random(7)
    finished = [
        _kill_after(database, BACKFILL, dice.randint(1, 4), dice.random() * 0.05)
        for _ in range(KILLS)
    ]
    assert not all(finished)
    _run(database, BACKFILL)
    assert _ask(database, DIGEST) == unbroken
    assert _ask(database, SUMS) == sums


def test_sums_killed_while_made_compact_are_the_same_sums(database):
    """Whatever moment: the sums by month are those of before, in as few rows in the end."""
    before = _ask(database, SUMS)
    dice = random.Random(8)
    for _kill in range(3):
        _kill_after(database, COMPACT, dice.randint(1, 12), dice.random() * 0.01)
        assert _ask(database, SUMS) == before
    _run(database, COMPACT)
    assert _ask(database, SUMS) == before
    [rows] = _ask(database, "SELECT count(*) FROM conveyor_fact_sum")
    assert rows == before[0]


def test_cards_won_while_the_power_fails_are_booked_all_or_not_at_all(database):
    """The cards and their facts belong to one transaction."""
    query = """
        SELECT count(*) FILTER (WHERE l.won_status = 'won'), count(f.id) FROM crm_lead l
          LEFT JOIN conveyor_fact f ON f.origin_id = l.id AND f.quantity > 0
               AND f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'deal_won')
    """
    _run(database, BACKFILL)
    before = _ask(database, query)
    assert before[0] == before[1] > 0
    for delay in (0.0, 0.2, 0.5):
        _kill_after(database, WIN, 1, delay)
        won, booked = _ask(database, query)
        assert won == booked
    _run(database, WIN)
    won, booked = _ask(database, query)
    assert won == booked > before[0]
