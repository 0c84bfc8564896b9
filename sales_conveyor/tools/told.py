"""What somebody tells over RPC, looked at before it is used. Plain Python, no ORM."""

LARGEST_ID = 2**31


def is_number(value, low, high):
    """Whether a value is a plain number between two others; neither yes or no, nor text, nor NaN is one.

    >>> [is_number(value, 0, 10) for value in (0, 2.5, 10)]
    [True, True, True]
    >>> [is_number(value, 0, 10) for value in (-1, 10**400, float("nan"), True, "5", None, [1])]
    [False, False, False, False, False, False, False]
    """
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return is_plain and low <= value <= high


def is_id(value):
    """Whether a value may be the id of a record.

    >>> [is_id(value) for value in (7, 0, -1, 2**31, True, "7", [7], None)]
    [True, False, False, False, False, False, False, False]
    """
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST_ID


def is_text(value):
    """Whether a text can be kept: it has neither NUL nor halves of characters.

    >>> [is_text(value) for value in ("Grüße, Привет", "", "a\\0b", "\\ud800")]
    [True, True, False, False]
    """
    return "\0" not in value and value.encode("utf-8", "ignore").decode() == value


def clean_text(value):
    """A text without what no database keeps: NUL, and halves of characters.

    >>> clean_text(" a\\0b \\ud800 ")
    'ab'
    """
    return value.replace("\0", "").encode("utf-8", "ignore").decode().strip()
