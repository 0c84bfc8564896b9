"""Alternating rounds, each in a transaction that is rolled back; medians and query counts."""

import statistics
import time
from dataclasses import dataclass, field

from odoo import api
from odoo.modules.registry import Registry


@dataclass
class Arm:
    """One way to do the same thing: in which database, with which team."""

    name: str
    database: str
    team: int
    operation: object = None  # its own, where the arms do the same by different means
    times: list = field(default_factory=list)
    queries: list = field(default_factory=list)

    @property
    def seconds(self):
        """Median time."""
        return statistics.median(self.times)

    @property
    def statements(self):
        """Median number of statements."""
        return int(statistics.median(self.queries))


def compare(arms, operation, rounds, user):
    """Run an operation in every arm, the order turning with each round; the first round only warms up.

    :param operation: an object with ``prepare(env, team)`` and ``run(prepared)``; what its ``finish(prepared)`` does,
        where it has one, is not measured
    """
    for number in range(rounds + 1):
        turn = number % len(arms)
        for arm in arms[turn:] + arms[:turn]:
            seconds, queries = _once(arm, arm.operation or operation, user)
            if number:
                arm.times.append(seconds)
                arm.queries.append(queries)
    return arms


def _once(arm, operation, user):
    with Registry(arm.database).cursor() as cr:
        env = api.Environment(cr, user, {})
        prepared = operation.prepare(env, arm.team)
        env.flush_all()
        env.invalidate_all()
        count, started = cr.sql_log_count, time.perf_counter()
        operation.run(prepared)
        cr.flush()  # tracking is written when a transaction ends
        result = time.perf_counter() - started, cr.sql_log_count - count
        if hasattr(operation, "finish"):
            operation.finish(prepared)
        cr.rollback()
    return result


def spread(arm):
    """Lowest and highest time, to show how noisy the machine was."""
    return min(arm.times), max(arm.times)
