"""What a claim of the evening is worth beside the ledger. Plain Python, no ORM."""

MATCH, OVER, UNDER, NOT_LOGGED, LATE = "match", "over", "under", "not_logged", "late"


def judge(claimed, in_time, final, tolerance=0.0, tolerance_share=0.0):
    """The verdict on one line of an evening report.

    A claim matches within the larger of two tolerances, one absolute and one as a share of what the ledger says.

    :param claimed: what the person says
    :param in_time: what the ledger knew at the deadline
    :param final: what it knows when the day is frozen, later entries included
    :param tolerance: in units of the metric
    :param tolerance_share: 0.1 is 10 %
    :return: ``match``; ``late``, true only by what was entered after the deadline; ``not_logged``, claimed while
        the ledger knows nothing at all; ``over`` or ``under``, more or less than the ledger says

    >>> [judge(claimed, 10, 10) for claimed in (10, 11, 9)]
    ['match', 'over', 'under']
    >>> judge(3, 0, 0), judge(0, 0, 0)
    ('not_logged', 'match')
    >>> judge(5, 3, 5), judge(3, 3, 5)
    ('late', 'under')
    >>> judge(11, 10, 10, tolerance=1), judge(105, 100, 100, tolerance_share=0.05)
    ('match', 'match')
    """

    def _agrees(counted):
        return abs(claimed - counted) <= max(tolerance, tolerance_share * abs(counted)) + 1e-9

    if _agrees(final):
        return MATCH if _agrees(in_time) else LATE
    if claimed > final:
        return OVER if final > 0 else NOT_LOGGED
    return UNDER
