"""What a department has done on its cards: activities with their messages, orders with their lines."""

PRODUCTS = 20


def fill(env, lead):
    """Two activities per card, and three orders for two won cards.

    :param lead: id of the first card
    """
    _fill_activities(env, lead)
    _fill_orders(env, lead, _create_products(env))


def _fill_activities(env, lead):
    """A planned call on every open card, three done ones for every two cards, each with the message it left."""
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE done ON COMMIT DROP AS
        SELECT l.id AS lead_id, l.name, l.user_id, u.partner_id, l.create_date + nth * interval '4 days' AS at,
               CASE (l.id + nth) %% 3 WHEN 0 THEN %(mail)s ELSE %(call)s END AS kind
          FROM crm_lead l
          JOIN res_users u ON u.id = l.user_id
         CROSS JOIN LATERAL generate_series(1, 1 + l.id %% 2) nth
         WHERE l.id >= %(lead)s;
        INSERT INTO mail_activity (res_model_id, res_model, res_id, res_name, activity_type_id, user_id, summary,
                                   date_deadline, active, date_done, create_uid, create_date, write_date)
        SELECT m.id, 'crm.lead', d.lead_id, d.name, d.kind, d.user_id, 'Contact', d.at::date, FALSE, d.at::date,
               d.user_id, d.at - interval '1 day', d.at
          FROM done d JOIN ir_model m ON m.model = 'crm.lead'
         UNION ALL
        SELECT m.id, 'crm.lead', l.id, l.name, %(call)s, l.user_id, 'Call', now()::date + l.id %% 7 - 2, TRUE, NULL,
               l.user_id, l.create_date, l.create_date
          FROM crm_lead l JOIN ir_model m ON m.model = 'crm.lead'
         WHERE l.id >= %(lead)s AND l.won_status = 'pending';
        INSERT INTO mail_message (model, res_id, message_type, subtype_id, mail_activity_type_id, author_id, body,
                                  is_internal, date, create_uid, create_date, write_uid, write_date)
        SELECT 'crm.lead', d.lead_id, 'notification', %(subtype)s, d.kind, d.partner_id, 'Contact done', TRUE,
               d.at, d.user_id, d.at, d.user_id, d.at
          FROM done d
        """,
        {
            "lead": lead,
            "call": env.ref("mail.mail_activity_data_call").id,
            "mail": env.ref("mail.mail_activity_data_email").id,
            "subtype": env.ref("mail.mt_activities").id,
        },
    )


def _create_products(env):
    products = env["product.product"].create(
        [{"name": f"Product {n}", "list_price": 100, "standard_price": 60} for n in range(PRODUCTS)]
    )
    env.flush_all()
    return products


def _fill_orders(env, lead, products):
    """Confirmed orders for every won card, with one product or two, sold at the card's expected revenue."""
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE sold ON COMMIT DROP AS
        SELECT nextval('sale_order_id_seq')::int AS id, l.id AS lead_id, nth
          FROM crm_lead l
         CROSS JOIN LATERAL generate_series(0, l.id %% 2) nth
         WHERE l.id >= %(lead)s AND l.won_status = 'won';
        INSERT INTO sale_order (id, name, company_id, partner_id, partner_invoice_id, partner_shipping_id, user_id,
                                team_id, opportunity_id, state, date_order, currency_id, currency_rate,
                                amount_untaxed, amount_tax, amount_total, create_uid, create_date, write_date)
        SELECT s.id, 'B' || s.id, l.company_id, l.partner_id, l.partner_id, l.partner_id, l.user_id, l.team_id, l.id,
               'sale', x.at, c.currency_id, 1, l.expected_revenue, 0, l.expected_revenue, l.user_id, x.at, x.at
          FROM sold s
          JOIN crm_lead l ON l.id = s.lead_id
          JOIN res_company c ON c.id = l.company_id
         CROSS JOIN LATERAL (SELECT l.date_closed + s.nth * interval '1 day' AS at) x;
        INSERT INTO sale_order_line (order_id, sequence, name, company_id, currency_id, order_partner_id, salesman_id,
                                     state, product_id, product_uom_id, product_uom_qty, price_unit, discount,
                                     price_subtotal, price_tax, price_total, purchase_price, margin, margin_percent,
                                     customer_lead, create_uid, create_date, write_date)
        SELECT o.id, 10 + line, 'Product', o.company_id, o.currency_id, o.partner_id, o.user_id, 'sale',
               (%(products)s)[(o.id * 7 + line) %% %(count)s + 1], %(uom)s, 1, x.price, 0, x.price, 0, x.price,
               x.price * 0.6, x.price * 0.4, 0.4, 0, o.create_uid, o.create_date, o.create_date
          FROM sold s
          JOIN sale_order o ON o.id = s.id
         CROSS JOIN LATERAL generate_series(0, o.id / 2 %% 2) line
         CROSS JOIN LATERAL (SELECT CASE WHEN o.id / 2 %% 2 = 0 THEN o.amount_total
                                         WHEN line = 0 THEN round(o.amount_total * 0.7, 2)
                                         ELSE o.amount_total - round(o.amount_total * 0.7, 2) END AS price) x
        """,
        {
            "lead": lead,
            "products": products.ids,
            "count": PRODUCTS,
            "uom": products[0].uom_id.id,
        },
    )
