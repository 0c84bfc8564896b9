"""Drawing lots that anybody can draw again.

Whoever knows the seed and the population gets the same lots, in any version of Python and in any other language:
they are the lowest SHA-256 of ``seed:id``.
"""

from hashlib import sha256
from math import ceil


def get_lot(seed, record_id):
    """The number under which an id takes part in a draw.

    >>> get_lot("spring", 7)[:16]
    '6f22d49f6fda681f'
    """
    return sha256(f"{seed}:{record_id}".encode()).hexdigest()


def draw(seed, population, count):
    """Draw ids without favour.

    :param str seed: what nobody could know beforehand
    :param population: ids, in whatever order
    :param int count: how many; the whole population where it is smaller
    :return: list of ids, in the order of the draw

    >>> draw("spring", [1, 2, 3], 5) == draw("spring", [3, 3, 2, 1], 5)
    True
    >>> draw("spring", range(10), 0)
    []
    >>> draw("spring", [], 3)
    []
    """
    lots = sorted({(get_lot(seed, record_id), record_id) for record_id in population})
    return [record_id for _lot, record_id in lots[: max(count, 0)]]


def get_count(population_count, share, minimum):
    """How many of so many are looked at: the share rounded up, at least the minimum, at most all.

    >>> [get_count(size, 0.05, 1) for size in (0, 1, 20, 21, 100)]
    [0, 1, 1, 2, 5]
    >>> get_count(2, 0.05, 3)
    2
    >>> get_count(100, 0.07, 0)
    7
    """
    # 100 × 0.07 is a little more than 7 in binary.
    return min(population_count, max(minimum, ceil(round(population_count * share, 6))))


def split(seed, owners, judges):
    """Give each thing one judge, to all judges alike many, to none what is his own.

    What has the fewest judges to choose from is given first.

    :param dict owners: ``{id: owner}``
    :param dict judges: ``{id: judges who may have it}``
    :return: ``{id: judge}``; None where nobody may

    >>> split("spring", {1: "ann", 2: "ann", 3: "bob", 4: "bob"}, dict.fromkeys(range(1, 5), ["ann", "bob"]))
    {1: 'bob', 2: 'bob', 3: 'ann', 4: 'ann'}
    >>> split("spring", {1: "ann"}, {1: ["ann"]})
    {1: None}
    """
    free = {
        record_id: sorted(set(judges[record_id]) - {owner}, key=lambda judge: get_lot(seed, judge))
        for record_id, owner in owners.items()
    }
    loads, given = {}, {}
    order = sorted(free, key=lambda record_id: (len(free[record_id]), get_lot(seed, record_id)))
    for record_id in order:
        judge = min(free[record_id], key=lambda judge: loads.get(judge, 0), default=None)
        loads[judge] = loads.get(judge, 0) + 1
        given[record_id] = judge
    return {record_id: given[record_id] for record_id in owners}
