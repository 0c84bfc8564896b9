"""Two people compute, approve and assign at once, or the power fails: everybody is paid once, and the chain holds."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from serving import environment

ROUNDS = 4
RUN, STATEMENT, ASSIGNMENT = "motivation.run", "motivation.statement", "motivation.pay.assignment"
PEOPLE = ("head", "admin")
PAID = ("scout", "scout2", "hunter", "hunter2", "farmer", "leader")
BEGIN = date(2015, 1, 1)


@pytest.fixture(scope="module")
def months():
    """Every race has a month of its own, one after another."""
    return (BEGIN + relativedelta(months=number) for number in range(100))


@pytest.fixture(scope="module")
def plan(arena):
    """Six people with a salary each, since long ago, in a company that has settled nothing yet."""
    with environment(arena.database) as env:
        company = env["res.company"].create({"name": "Race", "conveyor_tz": "UTC"})
        users = env.user | env["res.users"].browse(arena.users[name] for name in (*PEOPLE, *PAID))
        users.write({"company_ids": [(4, company.id)], "company_id": company.id})
    with environment(arena.database) as env:
        plan = env["motivation.pay.plan"].create(
            {
                "name": "Race",
                "valid_from_on": BEGIN,
                "component_ids": [(0, 0, {"name": "Salary", "kind": "salary"})],
            }
        )
        plan._approve()
        for name in PAID:
            _assign(env, arena.users[name], plan.id, BEGIN)
        return plan.id


def _assign(env, user, plan, since):
    values = {"user_id": user, "plan_id": plan, "date_from_on": since, "salary": 1000}
    return env[ASSIGNMENT].create(values)


def _open(arena, month, compute=True):
    """The run of a month, computed unless said otherwise."""
    with environment(arena.database) as env:
        run = env[RUN].create({"first_on": month})
        if compute:
            run._compute()
        return run.id


def _press(arena, *calls):
    """All press at the same instant; whoever is refused is told why in a sentence."""
    answers = arena.server.at_once(*calls)
    assert all(answer.ok or answer.told for answer in answers), answers
    return answers


def _paid(arena, run):
    """What a month pays: the person, the lines and the sum of each statement."""
    with environment(arena.database) as env:
        return sorted(
            (one.user_id.id, len(one.line_ids), sum(one.line_ids.mapped("amount")), one.payable)
            for one in env[RUN].browse(run).statement_ids
        )


def _settle(arena, run):
    """Approve whatever is left, and look at the whole chain."""
    with environment(arena.database) as env:
        env[RUN].browse(run).statement_ids._approve()
        chain = [("company_id", "=", env.company.id), ("number", "!=", False)]
        statements = env[STATEMENT].search(chain, order="number")
        assert statements.mapped("number") == list(range(1, len(statements) + 1))
        assert not env[STATEMENT]._find_broken(env.company)


def _due(arena):
    return sorted((arena.users[name], 1, 1000, 1000) for name in PAID)


def test_two_people_compute_one_month(arena, plan, months):
    """One statement for each person, one line for each salary."""
    for _round in range(ROUNDS):
        run = _open(arena, next(months), compute=False)
        calls = [arena.by(who, RUN, "action_compute", ids=[run]) for who in PEOPLE]
        assert any(answer.ok for answer in _press(arena, *calls))
        assert _paid(arena, run) == _due(arena)
        _settle(arena, run)


def test_two_people_approve_one_month(arena, plan, months):
    """Approved once, and sealed once."""
    for _round in range(ROUNDS):
        run = _open(arena, next(months))
        with environment(arena.database) as env:
            ids = env[RUN].browse(run).statement_ids.ids
        calls = [arena.by(who, STATEMENT, "action_approve", ids=ids) for who in PEOPLE]
        assert any(answer.ok for answer in _press(arena, *calls))
        assert {state for (state,) in arena.read(STATEMENT, ids, "state")} == {"approved"}
        _settle(arena, run)


def test_two_people_approve_half_of_a_month_each(arena, plan, months):
    """Both halves stand in one chain, without a gap and without a fork."""
    for _round in range(ROUNDS):
        run = _open(arena, next(months))
        with environment(arena.database) as env:
            ids = env[RUN].browse(run).statement_ids.ids
        halves = zip(PEOPLE, (ids[:3], ids[3:]), strict=True)
        calls = [arena.by(who, STATEMENT, "action_approve", ids=half) for who, half in halves]
        assert any(answer.ok for answer in _press(arena, *calls))
        _settle(arena, run)


def test_a_month_is_computed_while_it_is_approved(arena, plan, months):
    """What is approved is what was computed, whoever was faster."""
    for _round in range(ROUNDS):
        run = _open(arena, next(months))
        with environment(arena.database) as env:
            ids = env[RUN].browse(run).statement_ids.ids
        answers = _press(
            arena,
            arena.by("head", RUN, "action_compute", ids=[run]),
            arena.by("admin", STATEMENT, "action_approve", ids=ids),
        )
        assert any(answer.ok for answer in answers), answers
        assert _paid(arena, run) == _due(arena)
        _settle(arena, run)


def test_two_people_assign_one_person(arena, plan):
    """He has one plan on each day, and the slower one is told."""
    for number in range(ROUNDS):
        with environment(arena.database) as env:
            values = {"name": f"New {number}", "login": f"race_new_{number}"}
            user = env["res.users"].create(values).id
        values = {"user_id": user, "plan_id": plan, "salary": 5.0}
        begins = ("2030-01-01", "2030-03-01")
        calls = [
            arena.by(who, ASSIGNMENT, "create", vals_list=[{**values, "date_from_on": begin}])
            for who, begin in zip(PEOPLE, begins, strict=True)
        ]
        answers = _press(arena, *calls)
        assert sum(answer.ok for answer in answers) == 1, answers
        assert arena.count(ASSIGNMENT, [("user_id", "=", user)]) == 1


def test_the_power_fails_while_a_month_is_computed(arena, plan, months):
    """All of it or nothing; afterwards the same click computes it, and pays what an unbroken run pays."""
    for pause in (0.02, 0.1, 0.3):
        run = _open(arena, next(months), compute=False)
        call = arena.by("head", RUN, "action_compute", ids=[run])
        with ThreadPoolExecutor() as pool:
            clicked = pool.submit(arena.server.at_once, call)
            time.sleep(pause)
            arena.server.kill()
            clicked.result()
        assert _paid(arena, run) in ([], _due(arena))
        arena.server.start()
        arena.server.wait()
        (answer,) = arena.server.at_once(call)
        assert answer.ok, answer
        assert _paid(arena, run) == _due(arena)
        _settle(arena, run)
