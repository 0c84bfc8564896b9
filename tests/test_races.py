"""Two people click at once, a form is posted ten times, the power fails: one truth remains."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from serving import environment

pytestmark = pytest.mark.usefixtures("whole")
ROUNDS = 12


def _one_wins(answers):
    """Exactly one succeeded; every other was told why in a sentence."""
    assert sum(answer.ok for answer in answers) == 1, answers
    assert all(answer.ok or answer.told for answer in answers), answers


def test_two_people_accept_one_handover(arena):
    """The receiver and his leader, twelve times."""
    seconds = []
    for _round in range(ROUNDS):
        (card,), ids = arena.offered()
        people = ("hunter", "leader")
        calls = [
            arena.by(person, "conveyor.handover", "action_accept", ids=ids) for person in people
        ]
        answers = arena.server.at_once(*calls)
        _one_wins(answers)
        seconds.append(max(answer.seconds for answer in answers))
        assert arena.read("crm.lead", [card], "user_id") == [(arena.users["hunter"],)]
    assert statistics.median(seconds) < 1.5, seconds


def test_accepting_against_returning(arena):
    """Whoever is slower is told; the card is with one of the two."""
    for _round in range(ROUNDS):
        (card,), ids = arena.offered()
        form = arena.wizard(
            "leader", "conveyor.handover.return", handover_ids=ids, reason_id=arena.reason
        )
        accept, back = arena.server.at_once(
            arena.by("hunter", "conveyor.handover", "action_accept", ids=ids),
            arena.by("leader", "conveyor.handover.return", "action_return", ids=form),
        )
        assert accept.ok or back.ok, (accept, back)
        # What was accepted may be returned a moment later; what was returned is not accepted any more.
        owner = arena.users["scout" if back.ok else "hunter"]
        assert arena.read("crm.lead", [card], "user_id") == [(owner,)]
        assert all(answer.ok or answer.told for answer in (accept, back))


def test_accepting_against_withdrawing(arena):
    """The card is either the hunter's or still the scout's."""
    for _round in range(ROUNDS):
        (card,), ids = arena.offered()
        answers = arena.server.at_once(
            arena.by("hunter", "conveyor.handover", "action_accept", ids=ids),
            arena.by("scout", "conveyor.handover", "action_withdraw", ids=ids),
        )
        _one_wins(answers)
        winner = arena.users["hunter" if answers[0].ok else "scout"]
        assert arena.read("crm.lead", [card], "user_id") == [(winner,)]


def test_one_form_posted_ten_times(arena):
    """One handover, and nobody sees an error page."""
    (card,) = arena.cards()
    values = {
        "lead_ids": [card],
        "stage_id": arena.stages["talk"],
        "receiver_id": arena.users["hunter"],
    }
    form = arena.wizard("scout", "conveyor.handover.offer", **values)
    calls = [arena.by("scout", "conveyor.handover.offer", "action_offer", ids=form)] * 10
    answers = arena.server.at_once(*calls)
    assert any(answer.ok for answer in answers)
    assert all(answer.ok or answer.told for answer in answers), answers
    assert arena.count("conveyor.handover", [("lead_id", "=", card)]) == 1


def test_a_double_drag_makes_one_offer(arena):
    """The second drag is told that the card waits."""
    for _round in range(4):
        (card,) = arena.cards()
        vals = {"stage_id": arena.stages["talk"]}
        calls = [
            arena.by(who, "crm.lead", "write", ids=[card], vals=vals) for who in ("scout", "leader")
        ]
        _one_wins(arena.server.at_once(*calls))
        assert arena.count("conveyor.handover", [("lead_id", "=", card)]) == 1


def test_two_people_take_one_free_card(arena):
    """By the button, and by writing themselves into the card."""
    for _round in range(ROUNDS):
        (card,) = arena.cards(owner=None)
        calls = [
            arena.by(who, "crm.lead", "action_take_card", ids=[card]) for who in ("scout", "scout2")
        ]
        _one_wins(arena.server.at_once(*calls))
    (card,) = arena.cards(owner=None)
    calls = [
        arena.by(who, "crm.lead", "write", ids=[card], vals={"user_id": arena.users[who]})
        for who in ("scout", "scout2")
    ]
    _one_wins(arena.server.at_once(*calls))


def test_accepting_against_merging(arena):
    """A card merged away is not accepted; a card accepted keeps its history."""
    for _round in range(4):
        (card,), ids = arena.offered()
        (other,) = arena.cards()
        answers = arena.server.at_once(
            arena.by("hunter", "conveyor.handover", "action_accept", ids=ids),
            arena.by("head", "crm.lead", "merge_opportunity", ids=[card, other]),
        )
        assert any(answer.ok for answer in answers)
        assert all(answer.ok or answer.told for answer in answers), answers


def test_offering_against_the_leaving_of_the_receiver(arena):
    """Nothing waits for somebody who left, nor is his."""
    hunter2, soon = arena.users["hunter2"], []
    _cards, ids = arena.offered(2, receiver="hunter2")
    for card in arena.cards(3):
        values = {"lead_ids": [card], "stage_id": arena.stages["talk"], "receiver_id": hunter2}
        form = arena.wizard("scout", "conveyor.handover.offer", **values)
        soon.append(arena.by("scout", "conveyor.handover.offer", "action_offer", ids=form))
    answers = arena.server.at_once(
        arena.by("admin", "res.users", "action_archive", ids=[hunter2]),
        arena.by("hunter2", "conveyor.handover", "action_accept", ids=ids[:1]),
        arena.by("leader", "conveyor.handover", "action_accept", ids=ids[1:]),
        *soon,
    )
    if not answers[0].ok:
        assert arena.server.call(
            *arena.by("admin", "res.users", "action_archive")[:3], ids=[hunter2]
        ).ok


def test_six_key_clients_at_once_keep_the_limit(arena):
    """Each of the six saw two at the most when it began."""
    with environment(arena.database) as env:
        values = {"farmer_id": arena.users["farmer"], "is_company": True}
        clients = env["res.partner"].create([{**values, "name": f"Key {n}"} for n in range(6)]).ids
    vals = {"is_key_client": True}
    calls = [
        arena.by("head", "res.partner", "write", ids=[client], vals=vals) for client in clients
    ]
    answers = arena.server.at_once(*calls)
    assert sum(answer.ok for answer in answers) == 3, answers
    assert all(answer.ok or "key clients already" in answer.told for answer in answers), answers


def test_a_client_is_offered_once_however_many_orders(arena):
    """Three orders of a new client confirmed at once bring one offer."""
    with environment(arena.database) as env:
        client = env["res.partner"].create({"name": "Buyer"})
        product = env["product.product"].create({"name": "Audit", "type": "service"})
        line = [(0, 0, {"product_id": product.id, "price_unit": 1000.0})]
        values = {"partner_id": client.id, "team_id": arena.team, "user_id": arena.users["hunter"]}
        values["order_line"] = line
        orders = env["sale.order"].create([values] * 3).ids
    calls = [arena.by("head", "sale.order", "action_confirm", ids=[order]) for order in orders]
    answers = arena.server.at_once(*calls)
    assert all(answer.ok or answer.told for answer in answers), answers
    assert arena.count("conveyor.handover", [("partner_id", "=", client.id)]) == 1


def test_the_power_fails_while_300_cards_are_accepted(arena):
    """All or nothing; afterwards the same click completes."""
    cards, ids = arena.offered(300)
    call = arena.by("hunter", "conveyor.handover", "action_accept", ids=ids)
    done = [("id", "in", ids), ("state", "=", "accepted")]
    with ThreadPoolExecutor() as pool:
        clicked = pool.submit(arena.server.at_once, call)
        time.sleep(0.15)
        arena.server.kill()
        assert clicked.result()[0].status == 0, "The server was done before the power failed."
    accepted = arena.count("conveyor.handover", done)
    assert accepted in (0, 300)
    assert not arena.damages()
    arena.server.start()
    arena.server.wait()
    (answer,) = arena.server.at_once(call)
    assert answer.ok or accepted, answer
    assert arena.count("conveyor.handover", done) == 300
    owners = set(arena.read("crm.lead", cards, "user_id", "stage_id"))
    assert owners == {(arena.users["hunter"], arena.stages["talk"])}
