"""What a domain asks for, found out before the query of an analysis is made: its fields, its days."""

from datetime import date
from functools import reduce

EVER = (date(1, 1, 1), date(9999, 1, 1))


def fold(domain, find, meet, join):
    """What a domain tells, put together of what its conditions tell.

    :param find: what a piece of the domain tells, which may be no condition
    """
    if getattr(domain, "OPERATOR", None) not in ("&", "|"):
        return find(domain)
    told = (fold(child, find, meet, join) for child in domain.children)
    return reduce(meet if domain.OPERATOR == "&" else join, told)


def find_names(domain):
    """The fields that a domain looks at, ``id`` for what only a whole row can tell."""

    def _find(condition):
        if condition.is_true() or condition.is_false():
            return set()
        return {getattr(condition, "field_expr", "id").partition(".")[0]}

    return fold(domain, _find, set.union, set.union)


def find_days(domain, name):
    """The days between which a domain lets the values of a field through.

    :param str name: of a date
    """

    def _find(condition):
        if getattr(condition, "field_expr", None) != name:
            return EVER
        value = condition.value
        if condition.operator == "in" and all(isinstance(day, date) for day in value):
            return min(value, default=EVER[0]), max(value, default=EVER[1])
        if isinstance(value, date) and condition.operator in (">", ">="):
            return value, EVER[1]
        if isinstance(value, date) and condition.operator in ("<", "<="):
            return EVER[0], value
        return EVER

    def _meet(one, other):
        return max(one[0], other[0]), min(one[1], other[1])

    def _join(one, other):
        return min(one[0], other[0]), max(one[1], other[1])

    return fold(domain, _find, _meet, _join)


def is_of_months(domain, name):
    """Whether a domain asks for whole months of a date, as far as it asks for days at all.

    :param str name: of the date
    """

    def _find(condition):
        if condition.is_true() or condition.is_false():
            return True
        expression = getattr(condition, "field_expr", None)
        if expression is None or expression.partition(".")[0] != name:
            return expression is not None
        is_border = condition.operator in (">=", "<") and expression == name
        return is_border and isinstance(condition.value, date) and condition.value.day == 1

    return fold(domain, _find, lambda one, other: one and other, lambda one, other: one and other)


def find_ids(domain):
    """The ids of rows that a domain names, ``None`` where it names none."""

    def _find(condition):
        is_named = getattr(condition, "field_expr", None) == "id" and condition.operator == "in"
        return frozenset(condition.value) if is_named else None

    def _meet(one, other):
        return other if one is None else one if other is None else one & other

    def _join(one, other):
        return None if one is None or other is None else one | other

    return fold(domain, _find, _meet, _join)
