from odoo import api, models
from odoo.tools import SQL

from .conveyor_fact_rules import CARD_PEOPLE


class ConveyorFact(models.Model):
    """The rule of money: what clients have really paid, instalment by instalment."""

    _inherit = "conveyor.fact"

    # === RULES === #

    @api.model
    def _truth_account_move(self, scope):
        """Payments reconciled with invoices, untaxed, spread over the products of the invoice.

        Of an invoice of U without and T with taxes, money paid up to an instalment is worth
        F(x) = round(U x ÷ T), so that a fully paid invoice is worth exactly U; the instalment is
        F(after) − F(before). Its cents go to the lines by largest remainder. Money paid back against a credit
        note counts negative; a credit note set against an invoice is no money at all.
        """
        return self._compose_truth(
            self._get_paid_tables_sql(scope),
            SQL("TRUE"),
            metric=SQL("'money_in'"),
            origin_id=SQL("m.id"),
            line_id=SQL("s.line_id"),
            part_id=SQL("s.partial_id"),
            res_model=SQL("'account.move'"),
            res_id=SQL("m.id"),
            reference=SQL("m.name"),
            own_at=SQL("s.at"),
            fixed_on=SQL("s.paid_on"),
            user_id=SQL("m.invoice_user_id"),
            **CARD_PEOPLE,
            team_id=SQL("m.team_id"),
            company_id=SQL("m.company_id"),
            partner_id=SQL("p.commercial_partner_id"),
            product_id=SQL("s.product_id"),
            source_id=SQL("COALESCE(m.source_id, l.source_id)"),
            currency_id=SQL("s.currency_id"),
            origin_amount=SQL("s.amount"),
            amount=SQL("s.amount"),
        )

    @api.model
    def _get_paid_tables_sql(self, scope):
        """Instalments by line, with their invoice and the people of its card."""
        return SQL(
            """(%s) s
               JOIN account_move m ON m.id = s.move_id
               LEFT JOIN res_partner p ON p.id = m.partner_id
               LEFT JOIN LATERAL (
                    SELECT l.scout_id, l.hunter_id, l.farmer_id, l.source_id
                      FROM account_move_line il
                      JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = il.id
                      JOIN sale_order_line sl ON sl.id = r.order_line_id
                      JOIN sale_order o ON o.id = sl.order_id
                      JOIN crm_lead l ON l.id = o.opportunity_id
                     WHERE il.move_id = m.id ORDER BY l.id LIMIT 1) l ON TRUE""",
            self._get_spread_sql(scope),
        )

    @api.model
    def _get_instalments_sql(self, scope):
        """What each payment brought, in the company's currency at the rate of the invoice, to the cent."""
        return SQL(
            """
            SELECT i.move_id, i.partial_id, i.paid_on, i.at, i.rounding, i.currency_id,
                   round(i.untaxed * i.paid_after / i.total / i.rounding) * i.rounding
                       - round(i.untaxed * (i.paid_after - i.paid) / i.total / i.rounding) * i.rounding AS amount
              FROM (SELECT m.id AS move_id, r.id AS partial_id, cl.date AS paid_on, r.create_date AS at, cc.rounding,
                           cc.id AS currency_id, m.amount_untaxed_signed AS untaxed, m.amount_total AS total,
                           s.paid, sum(s.paid) OVER (PARTITION BY m.id ORDER BY r.id) AS paid_after
                      FROM account_move m
                      JOIN res_company c ON c.id = m.company_id
                      JOIN res_currency cc ON cc.id = c.currency_id
                      JOIN account_move_line ml ON ml.move_id = m.id
                      JOIN account_account a ON a.id = ml.account_id AND a.account_type = 'asset_receivable'
                      JOIN LATERAL (
                           SELECT d.id, d.create_date, d.credit_move_id AS other_id, d.debit_amount_currency AS paid
                             FROM account_partial_reconcile d WHERE d.debit_move_id = ml.id
                            UNION ALL
                           SELECT d.id, d.create_date, d.debit_move_id, d.credit_amount_currency
                             FROM account_partial_reconcile d WHERE d.credit_move_id = ml.id) r ON TRUE
                      JOIN account_move_line cl ON cl.id = r.other_id
                      JOIN account_move cm ON cm.id = cl.move_id
                      JOIN account_journal j ON j.id = cm.journal_id
                      LEFT JOIN account_payment ap ON ap.id = cm.origin_payment_id
                     CROSS JOIN LATERAL (%s) s
                     WHERE m.move_type IN ('out_invoice', 'out_refund', 'out_receipt') AND m.state = 'posted'
                       AND m.amount_total != 0
                       AND (cm.origin_payment_id IS NOT NULL OR cm.statement_line_id IS NOT NULL) AND %s) i
            """,
            self._get_share_sql(),
            scope(SQL("m.id")),
        )

    @api.model
    def _get_share_sql(self):
        """Of what a payment settled, the part that is money: what was written off or given as discount is none."""
        return SQL(
            """
            SELECT r.paid * CASE WHEN x.settled = 0 OR x.money IS NULL THEN 1 ELSE LEAST(1, x.money / x.settled) END
                   AS paid
              FROM (SELECT abs(sum(xl.balance) FILTER (WHERE xa.account_type = 'asset_receivable')) AS settled,
                           COALESCE(abs(ap.amount_company_currency_signed),
                                    abs(sum(xl.balance) FILTER (WHERE xl.account_id = j.default_account_id))) AS money
                      FROM account_move_line xl JOIN account_account xa ON xa.id = xl.account_id
                     WHERE xl.move_id = cm.id) x
            """
        )

    @api.model
    def _get_spread_sql(self, scope):
        """Each instalment over the lines of its invoice: whole cents first, then one more by largest remainder."""
        return SQL(
            """
            SELECT w.move_id, w.partial_id, w.paid_on, w.at, w.currency_id, w.line_id, w.product_id,
                   (w.whole + CASE WHEN row_number() OVER (
                             PARTITION BY w.partial_id, w.move_id ORDER BY w.exact - w.whole DESC, w.line_id)
                         <= w.cents - sum(w.whole) OVER (PARTITION BY w.partial_id, w.move_id)
                         THEN 1 ELSE 0 END) * w.rounding AS amount
              FROM (SELECT i.move_id, i.partial_id, i.paid_on, i.at, i.rounding, i.currency_id, p.id AS line_id,
                           p.product_id, e.cents, e.exact, floor(e.exact) AS whole
                      FROM (%s) i
                      JOIN (SELECT l.id, l.move_id, l.product_id, l.price_subtotal,
                                   sum(l.price_subtotal) OVER (PARTITION BY l.move_id) AS total,
                                   count(*) OVER (PARTITION BY l.move_id) AS lines
                              FROM account_move_line l
                             WHERE l.display_type = 'product' AND %s) p ON p.move_id = i.move_id
                     CROSS JOIN LATERAL (SELECT i.amount / i.rounding AS cents,
                           i.amount / i.rounding * CASE p.total WHEN 0 THEN 1.0 / p.lines
                                                        ELSE p.price_subtotal / p.total END AS exact) e) w
            """,
            self._get_instalments_sql(scope),
            scope(SQL("l.move_id")),
        )
