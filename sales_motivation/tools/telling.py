"""Numbers as the reader writes them: money, shares, counts, without zeros that say nothing."""

from odoo.tools.misc import get_lang

SPACE = "\N{NO-BREAK SPACE}"


def tell_number(env, value, digits=4):
    """A number in the reader's language.

    :param int digits: at most so many behind the point
    """
    lang = env["res.lang"].browse(get_lang(env).id)
    text = lang.format(f"%.{digits}f", value, grouping=True).replace(" ", SPACE)
    return text.rstrip("0").rstrip(lang.decimal_point) if digits else text


def tell_share(env, value):
    """A share as per cent: 0.05 is 5 %."""
    return f"{tell_number(env, round(100 * value, 6))}{SPACE}%"


def tell_money(env, value, currency):
    """Money of a currency; whole amounts stand without a fraction."""
    digits = 0 if value == round(value) else currency.decimal_places
    text = tell_number(env, value, 0) if not digits else _fixed(env, value, digits)
    if currency.position == "before":
        return f"{currency.symbol or ''}{SPACE}{text}"
    return f"{text}{SPACE}{currency.symbol or ''}"


def _fixed(env, value, digits):
    lang = env["res.lang"].browse(get_lang(env).id)
    return lang.format(f"%.{digits}f", value, grouping=True).replace(" ", SPACE)
