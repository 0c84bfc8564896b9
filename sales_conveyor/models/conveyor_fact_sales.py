from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE


class ConveyorFact(models.Model):
    """The rules of quotations, contracts and first sales."""

    _inherit = "conveyor.fact"

    # === RULES === #

    @api.model
    def _truth_sale_order_sent(self, scope):
        """Quotations sent, credited to the sender; Odoo does not remember him, so history has none."""
        return self._compose_order_truth(
            SQL("sale_order o"),
            SQL(),
            SQL("o.state = 'sent' AND %s", scope(SQL("o.id"))),
            metric=SQL("'offer_sent'"),
            own_at=SQL("o.write_date"),
            user_id=SQL("o.write_uid"),
            quantity=SQL("1"),
        )

    @api.model
    def _truth_sale_order(self, scope):
        """Contracts: one row for the count, and per line of the order one for money and one for margin.

        The count has no product, so that a contract of three products is counted once.
        """
        lines = SQL(
            """CROSS JOIN LATERAL (
                    SELECT 'contract' AS metric, 0 AS line_id, NULL::int4 AS product_id, 1::numeric AS quantity,
                           NULL::numeric AS amount
                     UNION ALL
                    SELECT x.metric, s.id, s.product_id, x.quantity, x.amount
                      FROM sale_order_line s
                     CROSS JOIN LATERAL (VALUES ('contract_amount', s.product_uom_qty, s.price_subtotal),
                                                ('margin', 0, s.margin::numeric)) AS x(metric, quantity, amount)
                     WHERE s.order_id = o.id AND s.display_type IS NULL) s"""
        )
        return self._compose_order_truth(
            SQL("sale_order o"),
            lines,
            SQL("o.state = 'sale' AND %s", scope(SQL("o.id"))),
            metric=SQL("s.metric"),
            line_id=SQL("s.line_id"),
            own_at=SQL("o.date_order"),
            user_id=SQL("COALESCE(o.user_id, l.user_id)"),
            product_id=SQL("s.product_id"),
            quantity=SQL("s.quantity"),
            currency_id=SQL("CASE WHEN s.amount IS NOT NULL THEN o.currency_id END"),
            origin_amount=SQL("s.amount"),
        )

    @api.model
    def _compose_order_truth(self, tables, lines, condition, **columns):
        """A rule over orders ``o``: card, client and people are the same in all of them."""
        common = {
            "origin_id": SQL("o.id"),
            "res_model": SQL("'sale.order'"),
            "res_id": SQL("o.id"),
            "reference": SQL("o.name"),
            **CARD_PEOPLE,
            "team_id": SQL("COALESCE(o.team_id, l.team_id)"),
            "company_id": SQL("o.company_id"),
            "partner_id": SQL("p.commercial_partner_id"),
            "source_id": SQL("COALESCE(o.source_id, l.source_id)"),
        }
        tables = SQL(
            """%s LEFT JOIN crm_lead l ON l.id = o.opportunity_id
                  LEFT JOIN res_partner p ON p.id = o.partner_id %s""",
            tables,
            lines,
        )
        return self._compose_truth(tables, condition, **{**common, **columns})

    @api.model
    def _truth_res_partner(self, scope):
        """The first sale of each client in each company: a confirmed order or a posted invoice.

        The document that stands stays the first as long as it is a sale; after that the next one is, an order
        before the invoices of its day. An order has line 0, an invoice line 1.
        """
        first = SQL(
            """(SELECT DISTINCT ON (d.company_id, d.partner_id) d.*
                  FROM (%s) d
                  LEFT JOIN LATERAL (
                       SELECT min(f.happened_at) AS at FROM conveyor_fact f
                        WHERE f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'first_sale')
                          AND f.origin_id = d.id AND f.line_id = d.line_id AND NOT f.is_imported
                       HAVING sum(f.quantity) > 0) s ON TRUE
                 WHERE d.user_id IS NOT NULL
                 ORDER BY d.company_id, d.partner_id, s.at, d.at::date, d.line_id, d.at, d.id) d
               LEFT JOIN crm_lead l ON l.id = d.lead_id""",
            self._get_sales_sql(scope),
        )
        return self._compose_truth(
            first,
            SQL("TRUE"),
            metric=SQL("'first_sale'"),
            origin_id=SQL("d.id"),
            line_id=SQL("d.line_id"),
            res_model=SQL("d.res_model"),
            res_id=SQL("d.id"),
            reference=SQL("d.name"),
            own_at=SQL("d.at"),
            user_id=SQL("d.user_id"),
            **CARD_PEOPLE,
            team_id=SQL("d.team_id"),
            company_id=SQL("d.company_id"),
            partner_id=SQL("d.partner_id"),
            source_id=SQL("l.source_id"),
            quantity=SQL("1"),
        )

    @api.model
    def _get_sales_sql(self, scope):
        """All documents by which these clients have bought; one of nothing is no sale."""
        return SQL(
            """
            SELECT o.id, 0 AS line_id, 'sale.order' AS res_model, o.name, o.company_id, o.date_order AS at,
                   p.commercial_partner_id AS partner_id, COALESCE(l.hunter_id, o.user_id, l.user_id) AS user_id,
                   COALESCE(o.team_id, l.team_id) AS team_id, o.opportunity_id AS lead_id
              FROM res_partner p
              JOIN sale_order o ON o.partner_id = p.id
              LEFT JOIN crm_lead l ON l.id = o.opportunity_id
             WHERE o.state = 'sale' AND o.amount_total > 0 AND %(scope)s
             UNION ALL
            SELECT m.id, 1, 'account.move', m.name, m.company_id, m.invoice_date::timestamp,
                   p.commercial_partner_id, m.invoice_user_id, m.team_id, NULL
              FROM res_partner p
              JOIN account_move m ON m.partner_id = p.id
             WHERE m.state = 'posted' AND m.move_type = 'out_invoice' AND m.amount_total > 0 AND %(scope)s
            """,
            scope=scope(SQL("p.commercial_partner_id")),
        )
