"""Numbers as the reader writes them: money, shares, counts, without zeros that say nothing."""

from odoo.tools.misc import get_lang

SPACE = "\N{NO-BREAK SPACE}"


def tell_number(env, value, digits=4):
    """A number in the reader's language.

    :param int digits: at most so many behind the point
    """
    lang = _get_lang(env)
    text = _format(env, lang, value, digits)
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
    return _format(env, _get_lang(env), value, digits)


def _format(env, lang, value, digits):
    text = env["res.lang"].browse(lang.id).format(f"%.{digits}f", value, grouping=True)
    return text.replace(" ", SPACE)


def _get_lang(env):
    """What Odoo keeps of the reader's language in its cache, without a question to the database."""
    return env["res.lang"]._get_data(code=env.lang) if env.lang else get_lang(env)
