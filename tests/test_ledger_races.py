"""Many people at once: every deed is booked once, and nobody waits for a colleague's sum."""

import statistics

import pytest

from serving import environment

pytestmark = pytest.mark.usefixtures("whole")
ROUNDS = 8


def _standing(arena, code, **of):
    """What the facts of a metric sum up to."""
    with environment(arena.database) as env:
        domain = [
            ("metric_id.code", "=", code),
            *((name, "=", value) for name, value in of.items()),
        ]
        [(quantity, amount)] = env["conveyor.fact"]._read_group(
            domain, [], ["quantity:sum", "amount:sum"]
        )
        return quantity, amount


def _client(arena, orders=2):
    """A new client with quotations of a hunter: his id and theirs."""
    with environment(arena.database) as env:
        client = env["res.partner"].create({"name": "Racing Mill", "is_company": True})
        product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
        values = {
            "partner_id": client.id,
            "user_id": arena.users["hunter"],
            "team_id": arena.team,
            "order_line": [(0, 0, {"product_id": product.id, "price_unit": 100, "tax_ids": False})],
        }
        return client.id, env["sale.order"].create([values] * orders).ids


def test_a_card_won_by_two_clicks_at_once_counts_once(arena):
    """Its owner and the head press the button together."""
    for _round in range(ROUNDS):
        ids = arena.cards(owner="hunter", stage="talk")
        arena.server.at_once(
            *(
                arena.by(who, "crm.lead", "action_set_won", ids=ids)
                for who in ("hunter", "head", "hunter")
            )
        )
        assert _standing(arena, "deal_won", origin_id=ids[0])[0] == 1


def test_a_card_won_and_lost_at_once_is_one_of_both(arena):
    """Whatever Odoo makes of it, the ledger says the same."""
    for _round in range(ROUNDS):
        ids = arena.cards(owner="hunter", stage="talk")
        arena.server.at_once(
            arena.by("hunter", "crm.lead", "action_set_won", ids=ids),
            arena.by("head", "crm.lead", "action_set_lost", ids=ids),
        )
        [(status,)] = arena.read("crm.lead", ids, "won_status")
        counts = {
            code: _standing(arena, f"deal_{code}", origin_id=ids[0])[0] or 0
            for code in ("won", "lost")
        }
        assert counts == {"won": status == "won", "lost": status == "lost"}


def test_many_deals_of_one_person_are_won_side_by_side(arena):
    """One person's sum is no row that eight transactions fight for: all succeed, hardly slower than alone."""
    batches = [arena.cards(5, owner="hunter", stage="talk") for _client in range(8)]
    alone = arena.server.at_once(arena.by("head", "crm.lead", "action_set_won", ids=batches.pop()))
    answers = arena.server.at_once(
        *(arena.by("head", "crm.lead", "action_set_won", ids=ids) for ids in batches)
    )
    assert all(answer.ok for answer in answers), answers
    # Threads of one process share a processor; nobody has to be tried again for minutes.
    median = statistics.median(answer.seconds for answer in answers)
    assert median < 20 * alone[0].seconds + 5, (median, alone[0].seconds)


def test_two_first_orders_of_a_client_are_one_first_sale(arena):
    """Two hunters confirm at the same instant."""
    for _round in range(ROUNDS):
        client, orders = _client(arena)
        answers = arena.server.at_once(
            *(arena.by("head", "sale.order", "action_confirm", ids=[order]) for order in orders)
        )
        assert all(answer.ok for answer in answers), answers
        assert _standing(arena, "first_sale", partner_id=client)[0] == 1
        assert _standing(arena, "contract", partner_id=client)[0] == 2


def test_a_contract_changed_by_two_people_at_once_is_what_it_is_in_the_end(arena):
    """One changes the price, the other cancels."""
    for _round in range(ROUNDS):
        _client_id, [order] = _client(arena, orders=1)
        arena.server.at_once(arena.by("head", "sale.order", "action_confirm", ids=[order]))
        with environment(arena.database) as env:
            line = env["sale.order"].browse(order).order_line.ids
        arena.server.at_once(
            arena.by("head", "sale.order.line", "write", ids=line, vals={"price_unit": 250}),
            arena.by("admin", "sale.order", "action_cancel", ids=[order]),
        )
        [(state, untaxed)] = arena.read("sale.order", [order], "state", "amount_untaxed")
        expected = untaxed if state == "sale" else 0
        assert _standing(arena, "contract_amount", origin_id=order)[1] == pytest.approx(expected)
