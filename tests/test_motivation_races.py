"""Two people close, start, promote and open at once: everything happens exactly once, and nobody sees a crash."""

from datetime import date

import pytest

from serving import environment

ROUNDS = 4
PEOPLE = ("head", "admin")
CONTEST, SIMULATION = "motivation.contest", "motivation.simulation"
MEMBER, PROMPT = "crm.team.member", "motivation.prompt"


def _press(arena, model, method, **body):
    """All press at the same instant; whoever is refused is told why in a sentence."""
    calls = [arena.by(who, model, method, **body) for who in PEOPLE]
    answers = arena.server.at_once(*calls)
    assert all(answer.ok or answer.told for answer in answers), answers
    assert any(answer.ok for answer in answers), answers
    return answers


@pytest.fixture(scope="module")
def badge(arena):
    """What the first one wins."""
    with environment(arena.database) as env:
        return env["gamification.badge"].create({"name": "Race", "rule_auth": "nobody"}).id


def test_two_people_close_one_contest(arena, badge):
    """One badge for the winner, one message, one frozen place for each."""
    for _round in range(ROUNDS):
        with environment(arena.database) as env:
            contest = env[CONTEST].create(
                {
                    "name": "Fewest complaints",
                    "metric_id": env["conveyor.metric"]._get("complaint_confirmed").id,
                    "first_on": date.today(),
                    "last_on": date.today(),
                    "who": "people",
                    "user_ids": [(6, 0, [arena.users["hunter"]])],
                    "prize_ids": [(0, 0, {"place": 1, "badge_id": badge})],
                }
            )
            contest.action_start()
            before = len(contest.message_ids.filtered("body"))
        _press(arena, CONTEST, "action_close", ids=contest.ids)
        with environment(arena.database) as env:
            closed = env[CONTEST].browse(contest.id)
            assert (closed.state, closed.entry_ids.mapped("place")) == ("closed", [1])
            assert len(closed.message_ids.filtered("body")) == before + 1
            given = env["gamification.badge.user"].search([("badge_id", "=", badge)])
            assert len(given) == _round + 1


def test_two_people_start_one_simulation(arena):
    """The people are on each plan once, and the plan compared with has one chain."""
    with environment(arena.database) as env:
        salary = [(0, 0, {"name": "Salary", "kind": "salary"})]
        plans = [
            env["motivation.pay.plan"].create({"name": name, "component_ids": salary}).id
            for name in ("Now", "New")
        ]
    for _round in range(ROUNDS):
        with environment(arena.database) as env:
            simulation = env[SIMULATION].create(
                {
                    "plan_id": plans[1],
                    "base_plan_id": plans[0],
                    "person_ids": [(0, 0, {"user_id": arena.users["hunter"], "salary": 5})],
                }
            )
        _press(arena, SIMULATION, "action_start", ids=simulation.ids)
        with environment(arena.database) as env:
            started = env[SIMULATION].browse(simulation.id)
            assert (started.state, len(started.twin_ids)) == ("running", 1)
            chains = (started | started.twin_ids).ids
            assert arena.count("motivation.pay.assignment", [("simulation_id", "in", chains)]) == 2
            started.action_stop()
            started.unlink()


def test_two_people_promote_one_person(arena):
    """He climbs one step, whoever was faster."""
    with environment(arena.database) as env:
        steps = [
            {"name": f"Step {number}", "role": "hunter", "sequence": number}
            for number in range(ROUNDS + 1)
        ]
        env["motivation.grade"].search([]).active = False
        ladder = env["motivation.grade"].create(steps).ids
        member = env[MEMBER].search([("user_id", "=", arena.users["hunter"])], limit=1).id
    for round_ in range(ROUNDS):
        answers = _press(arena, MEMBER, "action_promote", ids=[member])
        climbed = sum(answer.ok for answer in answers)
        with environment(arena.database) as env:
            changes = env["motivation.grade.change"].search([("member_id", "=", member)])
            steps = [(one.from_grade_id.id or None, one.to_grade_id.id) for one in changes[::-1]]
            assert len(steps) == len(set(steps)), "no step is climbed twice"
            assert [to for _from, to in steps] == ladder[: len(steps)]
            assert env[MEMBER].browse(member).grade_id.id == ladder[len(steps) - 1]
        assert climbed >= 1
        if len(steps) == len(ladder):
            break
        assert round_ < ROUNDS


def test_two_people_open_the_day_at_once(arena):
    """The cards of a day are made once."""
    for _round in range(ROUNDS):
        with environment(arena.database) as env:
            env.cr.execute("DELETE FROM motivation_prompt")
        _press(arena, PROMPT, "action_open_today")
        with environment(arena.database) as env:
            groups = env[PROMPT]._read_group([], ["user_id", "day_on:day"], ["__count"])
            assert all(count == 1 for *_key, count in groups)
