"""Marks become a score: every scorecard of every addon is added up here.

``score = Σ weight × mark ÷ maximum ÷ Σ weight`` of the criteria that applied. What does not apply leaves the
denominator, a failed critical criterion makes the whole nothing worth, and where nothing applied there is no score.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """What one criterion got.

    :param float weight: how much the criterion counts, above zero
    :param value: the mark, from 0 to the maximum; None: does not apply
    :param float maximum: the best mark
    :param bool is_critical: whether nothing else counts where this one is failed
    """

    weight: float
    value: float | None
    maximum: float = 5
    is_critical: bool = False

    def __post_init__(self):
        """Refuse what no criterion can have, NaN included: it is not above zero either.

        >>> Mark(weight=0, value=1)
        Traceback (most recent call last):
        ValueError: weight 0, maximum 5, value 1
        >>> Mark(weight=float("nan"), value=1)
        Traceback (most recent call last):
        ValueError: weight nan, maximum 5, value 1
        >>> Mark(weight=1, value=6)
        Traceback (most recent call last):
        ValueError: weight 1, maximum 5, value 6
        """
        is_sound = 0 < self.weight < 1e6 and 0 < self.maximum < 1e6
        if not is_sound or not (self.value is None or 0 <= self.value <= self.maximum):
            raise ValueError(f"weight {self.weight}, maximum {self.maximum}, value {self.value}")

    @property
    def points(self):
        """How much of its weight the criterion earned.

        >>> Mark(weight=2, value=4).points
        1.6
        >>> Mark(weight=2, value=None).points
        0.0
        """
        return 0.0 if self.value is None else self.weight * self.value / self.maximum

    @property
    def counted(self):
        """The weight in the denominator.

        >>> Mark(weight=2, value=0).counted, Mark(weight=2, value=None).counted
        (2, 0.0)
        """
        return 0.0 if self.value is None else self.weight

    @property
    def is_failed(self):
        """Whether it is a critical criterion with nothing.

        >>> Mark(weight=1, value=0, is_critical=True).is_failed
        True
        >>> Mark(weight=1, value=1, is_critical=True).is_failed
        False
        >>> Mark(weight=1, value=None, is_critical=True).is_failed
        False
        """
        return self.is_critical and self.value == 0


def get_score(marks):
    """The score of a whole sheet, between 0 and 1.

    >>> get_score([Mark(1, 5), Mark(1, 0)])
    0.5
    >>> get_score([Mark(3, 5), Mark(1, 1)])
    0.8
    >>> get_score([Mark(3, 5), Mark(1, None)])
    1.0
    >>> get_score([Mark(3, 5), Mark(1, 0, is_critical=True)])
    0.0
    >>> get_score([Mark(3, 5), Mark(1, None, is_critical=True)])
    1.0
    >>> get_score([Mark(1, None)]) is None
    True
    >>> get_score([]) is None
    True
    """
    marks = list(marks)
    if any(mark.is_failed for mark in marks):
        return 0.0
    counted = sum(mark.counted for mark in marks)
    return round(sum(mark.points for mark in marks) / counted, 6) if counted else None


def get_spread(scores):
    """How far apart several judges of one thing are: the best score minus the worst.

    >>> get_spread([0.6, 0.85, None])
    0.25
    >>> get_spread([0.6]) is None
    True
    """
    known = [score for score in scores if score is not None]
    return round(max(known) - min(known), 6) if len(known) > 1 else None
