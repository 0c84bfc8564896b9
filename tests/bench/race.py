"""Two people accept the same card at the same instant: how soon is the slower one told?"""

import statistics
import time

from operations import Accept

from odoo import api
from odoo.modules.registry import Registry


def lose(arm, rounds, user):
    """The median seconds until the loser knows."""
    return statistics.median(_lose_once(arm, user) for _round in range(rounds))


def _lose_once(arm, user):
    registry = Registry(arm.database)
    handover = _find_waiting(registry, arm, user)
    try:
        with registry.cursor() as first, registry.cursor() as second:
            _accept(first, user, handover)  # has the card, and is not yet at the end of its request
            started = time.perf_counter()
            told = _accept(second, user, handover)
            seconds = time.perf_counter() - started
            first.rollback()
            second.rollback()
    finally:
        _withdraw(registry, user, handover)
    if not told:
        raise AssertionError("Both had the card.")
    return seconds


def _find_waiting(registry, arm, user):
    with registry.cursor() as cr:
        env = api.Environment(cr, user, {})
        handovers = Accept.prepare(Accept(1), env, arm.team)
        return handovers.id


def _accept(cr, user, handover):
    env = api.Environment(cr, user, {})
    try:
        env["conveyor.handover"].browse(handover).action_accept()
        cr.flush()
    except Exception as error:
        if type(error).__name__ != "HandoverError":
            raise
        return str(error)
    return None


def _withdraw(registry, user, handover):
    with registry.cursor() as cr:
        api.Environment(cr, user, {})["conveyor.handover"].browse(handover).action_withdraw()
