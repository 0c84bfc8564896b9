"""Two people decide of a plan at once: one of them wins, the other is told, and no target slips in afterwards."""

from datetime import date
from decimal import Decimal

import pytest
from psycopg2.errors import SerializationFailure

from odoo.tools import mute_logger

from serving import environment

ROUNDS = 6
MODEL, TARGET = "conveyor.plan", "conveyor.target"
PEOPLE = ("head", "admin")


@pytest.fixture(scope="module")
def years():
    """Every race has a year of its own."""
    return iter(range(2050, 2100))


def _plan(arena, year, copies=1):
    """Drafts of a year with a target in each month of its first quarter."""
    with environment(arena.database) as env:
        metric = env["conveyor.metric"]._get("contract")
        targets = [
            (0, 0, {"month_on": date(year, month, 1), "metric_id": metric.id, "value": 5.0})
            for month in (1, 2, 3)
        ]
        return env[MODEL].create([{"year": year, "target_ids": targets}] * copies).ids


def _leaf(arena, plan, month):
    with environment(arena.database) as env:
        year = env[MODEL].browse(plan).year
        metric = env["conveyor.metric"]._get("contract")
        return {
            "plan_id": plan,
            "metric_id": metric.id,
            "month_on": f"{year}-{month:02}-01",
            "value": 7.0,
        }


def _press(arena, *calls):
    """All press at the same instant; whoever is refused is told why in a sentence."""
    answers = arena.server.at_once(*calls)
    assert all(answer.ok or answer.told for answer in answers), answers
    return answers


def _states(arena, ids):
    return [state for (state,) in arena.read(MODEL, ids, "state")]


def test_two_people_approve_one_plan(arena, years):
    """Approved once, by the one who was told so."""
    for _round in range(ROUNDS):
        (plan,) = _plan(arena, next(years))
        calls = [arena.by(who, MODEL, "action_approve", ids=[plan]) for who in PEOPLE]
        answers = _press(arena, *calls)
        assert sum(answer.ok for answer in answers) == 1, answers
        winner = arena.users[PEOPLE[0 if answers[0].ok else 1]]
        assert arena.read(MODEL, [plan], "state", "approved_by_id") == [("approved", winner)]


def test_two_plans_of_a_year_are_approved_at_once(arena, years):
    """A year has one plan in force, whatever two people see at the same moment."""
    for _round in range(ROUNDS):
        ids = _plan(arena, next(years), copies=2)
        calls = [
            arena.by(who, MODEL, "action_approve", ids=[plan])
            for who, plan in zip(PEOPLE, ids, strict=True)
        ]
        answers = _press(arena, *calls)
        assert sum(answer.ok for answer in answers) == 1, answers
        assert sorted(_states(arena, ids)) == ["approved", "draft"]


def test_two_new_versions_of_one_plan(arena, years):
    """One draft, which both may open."""
    for _round in range(ROUNDS):
        (plan,) = _plan(arena, next(years))
        assert _press(arena, arena.by("head", MODEL, "action_approve", ids=[plan]))[0].ok
        calls = [arena.by(who, MODEL, "action_new_version", ids=[plan]) for who in PEOPLE]
        assert any(answer.ok for answer in _press(arena, *calls))
        assert arena.count(MODEL, [("previous_id", "=", plan)]) == 1


def test_target_is_written_while_the_plan_is_approved(arena, years):
    """Either the target was there before the approval, or its writer is told; never after it."""
    for _round in range(ROUNDS):
        (plan,) = _plan(arena, next(years))
        with environment(arena.database) as env:
            target = env[MODEL].browse(plan).target_ids[:1].id
        approve, write, create = _press(
            arena,
            arena.by("head", MODEL, "action_approve", ids=[plan]),
            arena.by("admin", TARGET, "write", ids=[target], vals={"value": 99.0}),
            arena.by("admin", TARGET, "create", vals_list=[_leaf(arena, plan, 12)]),
        )
        if not approve.ok:
            assert "at this plan right now" in approve.told, approve
        with environment(arena.database) as env:
            plan = env[MODEL].browse(plan)
            values = plan.target_ids.sorted("month_on").mapped("value")
            assert values == [99.0 if write.ok else 5.0, 5.0, 5.0, *([7.0] if create.ok else [])]


def test_grid_is_typed_by_two_people(arena, years):
    """Both rows are there, or the slower one is told."""
    for _round in range(ROUNDS):
        (plan,) = _plan(arena, next(years))
        with environment(arena.database) as env:
            metric = env["conveyor.metric"]._get("call").id
        row = {"plan_id": plan, "metric_id": metric, "month_01": 5.0}
        calls = [arena.by(who, "conveyor.target.row", "create", vals_list=[row]) for who in PEOPLE]
        answers = _press(arena, *calls)
        assert sum(answer.ok for answer in answers) == 1, answers
        assert arena.count(TARGET, [("plan_id", "=", plan), ("metric_id", "=", metric)]) == 12


def test_double_click_on_spread(arena, years):
    """The proposal is written once, however often it is clicked."""
    (plan,) = _plan(arena, next(years))
    with environment(arena.database) as env:
        metric = env["conveyor.metric"]._get("call").id
    values = {
        "plan_id": plan,
        "metric_id": metric,
        "amount": 1200.0,
        "team_ids": [(6, 0, [arena.team])],
    }
    form = arena.wizard("head", "conveyor.plan.spread", **values)
    calls = [arena.by("head", "conveyor.plan.spread", "action_apply", ids=form)] * 4
    assert any(answer.ok for answer in _press(arena, *calls))
    with environment(arena.database) as env:
        targets = env[TARGET].search([("plan_id", "=", plan), ("metric_id", "=", metric)])
        assert sum(targets.mapped("value")) == 1200
        assert len(targets) == 12 * len(targets.user_id) == 12 * 5


def test_whoever_looked_before_the_approval_does_not_write_after_it(arena, years):
    """What a transaction saw as a draft is no draft any more: Odoo tries it anew, and it is refused then."""
    deeds = {
        "write": lambda target: target.write({"value": 99.0}),
        "create": lambda target: target.copy({"month_on": target.month_on.replace(month=12)}),
        "unlink": lambda target: target.unlink(),
        "grid": lambda target: (
            target.env["conveyor.target.row"].browse(target.id).write({"month_01": 99.0})
        ),
        "many": lambda target: target._set_leaves(
            target.plan_id, {(target.month_on, target.metric_id.id, None, None, None): Decimal(99)}
        ),
    }
    for name, deed in deeds.items():
        (plan,) = _plan(arena, next(years))
        with environment(arena.database) as late:
            target = late[MODEL].browse(plan).target_ids[:1]
            assert target.state == "draft"
            with environment(arena.database) as env:
                env[MODEL].browse(plan).action_approve()
            with (
                mute_logger("odoo.sql_db"),  # it is what the test waits for
                pytest.raises(SerializationFailure),
                late.cr.savepoint(),
            ):
                deed(target)
                late.flush_all()
        values = arena.read(TARGET, [target.id], "value")
        assert values == [(5.0,)], (name, values)
