"""The databases of the part ``pay``: people who are paid by facts, alone in an Odoo with the addon; and the peer's."""

from dataclasses import dataclass

import pay_peer

from conveyor_setup import database


@dataclass(frozen=True)
class World:
    """How many people, and how many facts in which month; 0 is the month that is running."""

    database: str
    people: int
    facts: tuple  # ((months ago, number of facts), ...)
    settled: bool = False  # are the months before computed and approved?


SMALL = World("bench_pay", 50, ((0, 10_000),))
PAST = World("bench_pay_past", 50, tuple((ago, 10_000) for ago in range(18)), settled=True)
LARGE = World("bench_pay_large", 1000, ((2, 10_000), (1, 1_000_000), (0, 100_000)))
WORLDS = (SMALL, PAST, LARGE)


def make(desk, here, worlds=WORLDS):
    """The databases of this part: ours from an empty one with the addon, and the peer's."""
    pay_peer.make(desk, here, SMALL.facts[0][1], SMALL.people)
    empty = "bench_pay_empty"
    database.drop(empty)
    database.clone(database.base_template(desk, database.Kind(with_demo=False)), empty)
    log = database.install_log(empty)
    database.run_odoo(desk, empty, "-i", "sales_motivation", log=log, what="install the addon")
    for world in worlds:
        database.drop(world.database)
        database.clone(empty, world.database)
        lines = [
            f"import sys; sys.path.insert(0, {str(here)!r})",
            "import pay_fill; from pay_worlds import World",
            f"pay_fill.fill(env, {world!r}); pay_fill.prepare_run(env)",
        ]
        database.run_script(desk, world.database, "\n".join(lines))
    database.drop(empty)
