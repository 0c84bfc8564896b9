"""The confirmed orders of the won deals: Odoo makes one per product, SQL copies it for every deal.

Making each of them through Odoo would take minutes and tell nothing more.
"""

from odoo.tools import SQL

# Columns of money of a line: one piece without tax, so all of them are the closing value.
LINE_AMOUNTS = ("price_unit", "technical_price_unit", "price_subtotal", "price_total")
LINE_AMOUNTS += ("price_reduce_taxexcl", "price_reduce_taxinc", "untaxed_amount_to_invoice")
ORDER_AMOUNTS = ("amount_untaxed", "amount_total")
PARTNERS = ("partner_id", "partner_invoice_id", "partner_shipping_id")


def fill_orders(company):
    """One confirmed order for every won deal.

    :param company: ``real_company.Company``
    """
    env = company.env
    samples = {name: _make_sample(company, name) for name in company.products}
    env.flush_all()
    _list_deals(company, samples)
    amounts = dict.fromkeys(ORDER_AMOUNTS, SQL("d.value"))
    partners = dict.fromkeys(PARTNERS, SQL("d.partner_id"))
    columns = ("name", "opportunity_id", "user_id", "team_id", "date_order")
    order = {column: SQL("d.%s", SQL.identifier(column)) for column in columns}
    _copy(env, "sale_order", SQL("s.id = d.sample_id"), {**order, **amounts, **partners})
    line = dict.fromkeys(LINE_AMOUNTS, SQL("d.value"))
    line |= {
        "order_id": SQL(
            "(SELECT o.id FROM sale_order o WHERE o.opportunity_id = d.opportunity_id)"
        ),
        "order_partner_id": SQL("d.partner_id"),
        "salesman_id": SQL("d.user_id"),
    }
    _copy(env, "sale_order_line", SQL("s.order_id = d.sample_id"), line)
    env.invalidate_all()
    for sample in samples.values():
        sample._action_cancel()
        sample.unlink()


def _make_sample(company, name):
    product = company.products[name]
    line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": 1}
    values = {"partner_id": company.nobody.id, "order_line": [(0, 0, line)]}
    sample = company.env["sale.order"].create(values)
    sample.action_confirm()
    return sample


def _list_deals(company, samples):
    """What differs from order to order, in a table that ends with the transaction."""
    rows = [
        SQL(
            "%s",
            (
                deal.code,
                samples[deal.product].id,
                company.leads[deal.code],
                (company.partners.get(deal.account) or company.nobody).id,
                company.users[deal.seller].id,
                company.teams[company.data.sellers[deal.seller]].id,
                deal.closed,
                deal.value,
            ),
        )
        for deal in company.data.deals
        if deal.stage == "Won"
    ]
    company.env.cr.execute(
        SQL(
            """
            CREATE TEMPORARY TABLE won_deal ON COMMIT DROP AS
            SELECT name, sample_id, opportunity_id, partner_id, user_id, team_id,
                   date_order::timestamp AS date_order, value
              FROM (VALUES %s) AS x(name, sample_id, opportunity_id, partner_id, user_id, team_id,
                                    date_order, value)
            """,
            SQL(", ").join(rows),
        )
    )


def _copy(env, table, condition, changes):
    """Insert a copy of the sample for every deal, with what is the deal's own."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    names = [name for (name,) in env.cr.fetchall() if name not in ("id", "access_token")]
    values = [changes.get(name, SQL("s.%s", SQL.identifier(name))) for name in names]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM won_deal d JOIN %s s ON %s",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(values),
            SQL.identifier(table),
            condition,
        )
    )
