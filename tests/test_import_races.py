"""Two heads of sales press at once: the history of a file is booked once, and taken back once."""

import base64

from serving import environment

MODEL = "conveyor.fact.import"
ROUNDS = 4


def _bring(arena, number, copies=1):
    """Drafts of one file of 300 calls; every number is another file."""
    rows = "".join(f"call,2017-03-01,race_scout,{number}-{row}\n" for row in range(300))
    file = base64.b64encode(f"metric,day,person,reference\n{rows}".encode())
    with environment(arena.database) as env:
        return env[MODEL].create([{"file": file, "file_name": "calls.csv"}] * copies).ids


def _facts(arena, ids):
    """How many facts stand, and how many rows tell of them."""
    with environment(arena.database) as env:
        domain = [("res_model", "=", MODEL), ("res_id", "in", ids)]
        [(count, quantity)] = env["conveyor.fact"]._read_group(
            domain, [], ["__count", "quantity:sum"]
        )
        return count, quantity


def _press(arena, method, *ids):
    """Both press at the same instant; whoever is refused is told why."""
    calls = [
        arena.by(who, MODEL, method, ids=[id_])
        for who, id_ in zip(("head", "admin"), ids, strict=True)
    ]
    answers = arena.server.at_once(*calls)
    assert all(answer.ok or answer.told for answer in answers), answers
    return answers


def test_two_people_book_and_withdraw_one_import(arena):
    """Every row once, and every row back once."""
    for number in range(ROUNDS):
        (import_id,) = _bring(arena, f"one-{number}")
        assert any(answer.ok for answer in _press(arena, "action_book", import_id, import_id))
        assert _facts(arena, [import_id]) == (300, 300)
        assert any(answer.ok for answer in _press(arena, "action_withdraw", import_id, import_id))
        assert _facts(arena, [import_id]) == (600, 0)


def test_two_people_book_the_same_rows_from_two_files(arena):
    """The slower one is told that the rows are in the ledger already."""
    for number in range(ROUNDS):
        ids = _bring(arena, f"two-{number}", copies=2)
        answers = _press(arena, "action_book", *ids)
        assert sum(answer.ok for answer in answers) == 1, answers
        [slower] = [answer for answer in answers if not answer.ok]
        assert "in the ledger already" in slower.told, slower
        assert _facts(arena, ids) == (300, 300)


def test_ledger_is_whole_after_the_races(arena):
    """The check of the ledger finds nothing."""
    with environment(arena.database) as env:
        env["conveyor.ledger.run"].search([]).write({"state": "done"})
        run = env["conveyor.ledger.run"].create({"kind": "check"})
        while run.state in ("waiting", "running"):
            run._advance()
        assert not run.difference_ids.filtered(lambda d: d.kind in ("tampered", "sum"))
