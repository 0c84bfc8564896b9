"""Numbers as their readers write them, for pages that the server composes."""

from odoo.tools.misc import formatLang

NOTHING = "—"


def tell_number(env, number, currency=None, is_share=False):
    """A number in the language of its reader: whole where it is whole, money with its symbol.

    :param number: None or False where there is nothing to tell: never a zero
    :param currency: of an amount of money
    :param bool is_share: 0.5 is 50 %
    """
    if number is None or number is False:
        return NOTHING
    if is_share:
        return f"{formatLang(env, 100 * number, digits=0)} %"
    is_whole = currency or float(number).is_integer() or abs(number) >= 10
    text = formatLang(env, number, digits=0 if is_whole else 1)
    if not currency:
        return text
    parts = (currency.symbol, text) if currency.position == "before" else (text, currency.symbol)
    return "\N{NO-BREAK SPACE}".join(parts)
