"""A second look at a plan, as data."""

from typing import NamedTuple


class Risk(NamedTuple):
    """What may go wrong with a plan: a code, the name of what it is about, and a sentence."""

    code: str
    about: str
    text: str
