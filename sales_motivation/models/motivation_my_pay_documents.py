from odoo import api, models
from odoo.tools import SQL

# Metrics that open deals become facts of.
FED = ("deal_won", "contract", "contract_amount", "money_in")


class MotivationMyPay(models.AbstractModel):
    """The documents that are not money yet, as if each were a fact: invoices, orders, deals."""

    _inherit = "motivation.my.pay"

    # === SQL === #

    @api.model
    def _get_whose_sql(self, look, doer):
        """Is a document, with the card ``l``, of the person looked at? Of everybody where his teams pay him.

        :param SQL doer: the column of whoever does it
        """
        credited = set(look.components.mapped("credit"))
        if "team" in credited:
            return SQL("TRUE")
        columns = {
            "doer": doer,
            "scout": SQL("l.scout_id"),
            "hunter": SQL("l.hunter_id"),
            "farmer": SQL("l.farmer_id"),
        }
        return SQL(" OR ").join(
            SQL("%s = %s", column, look.user.id)
            for credit, column in columns.items()
            if credit in credited
        )

    @api.model
    def _get_client_sql(self, partner):
        """The client of the ledger behind a partner, as tables ``p`` and ``cl``."""
        return SQL(
            """
            LEFT JOIN res_partner p ON p.id = %s
            LEFT JOIN conveyor_client cl ON cl.partner_id = p.commercial_partner_id AND cl.merged_into_id IS NULL
            """,
            partner,
        )

    @api.model
    def _get_invoiced_sql(self, look):
        """Invoices that fall due until the end of the month, as far as they are not paid: money without taxes."""
        return SQL(
            """
            SELECT 'won' AS certainty, k.id AS metric_id, m.invoice_user_id AS user_id, l.scout_id, l.hunter_id,
                   l.farmer_id, m.team_id, cl.id AS client_id, ml.product_id, 'account.move' AS res_model,
                   m.id AS res_id, round(-ml.balance * m.amount_residual / m.amount_total, 6) AS amount,
                   1::numeric AS quantity
              FROM account_move m
              JOIN conveyor_metric k ON k.code = 'money_in'
              JOIN account_move_line ml ON ml.move_id = m.id AND ml.display_type = 'product'
              %(client)s
              LEFT JOIN LATERAL (
                   SELECT l.scout_id, l.hunter_id, l.farmer_id
                     FROM account_move_line il
                     JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = il.id
                     JOIN sale_order_line sl ON sl.id = r.order_line_id
                     JOIN sale_order o ON o.id = sl.order_id
                     JOIN crm_lead l ON l.id = o.opportunity_id
                    WHERE il.move_id = m.id ORDER BY l.id LIMIT 1) l ON TRUE
             WHERE m.company_id = %(company)s AND m.move_type = 'out_invoice' AND m.state = 'posted'
               AND m.payment_state IN ('not_paid', 'partial') AND m.amount_total != 0
               AND COALESCE(m.invoice_date_due, m.date) <= %(last)s AND (%(whose)s)
            """,
            client=self._get_client_sql(SQL("m.partner_id")),
            company=look.company.id,
            last=look.last,
            whose=self._get_whose_sql(look, SQL("m.invoice_user_id")),
        )

    @api.model
    def _get_ordered_sql(self, look):
        """Confirmed orders as far as nobody has written the invoice."""
        return SQL(
            """
            SELECT 'won', k.id, o.user_id, l.scout_id, l.hunter_id, l.farmer_id, o.team_id, cl.id, sl.product_id,
                   'sale.order', o.id,
                   round((sl.untaxed_amount_to_invoice / COALESCE(NULLIF(o.currency_rate, 0), 1))::numeric, 6),
                   1::numeric
              FROM sale_order o
              JOIN conveyor_metric k ON k.code = 'money_in'
              JOIN sale_order_line sl ON sl.order_id = o.id AND sl.untaxed_amount_to_invoice > 0
              LEFT JOIN crm_lead l ON l.id = o.opportunity_id
              %(client)s
             WHERE o.company_id = %(company)s AND o.state = 'sale' AND o.invoice_status != 'invoiced' AND (%(whose)s)
            """,
            client=self._get_client_sql(SQL("o.partner_id")),
            company=look.company.id,
            whose=self._get_whose_sql(look, SQL("o.user_id")),
        )

    @api.model
    def _get_closed_sql(self, look):
        """Deals won this month that nobody has written an order for."""
        return SQL(
            """
            SELECT 'won', k.id, l.user_id, l.scout_id, l.hunter_id, l.farmer_id, l.team_id, cl.id, NULL::int4,
                   'crm.lead', l.id, round(l.expected_revenue::numeric, 6), 1::numeric
              FROM crm_lead l
              JOIN conveyor_metric k ON k.code = 'money_in'
              LEFT JOIN crm_team t ON t.id = l.team_id
              %(client)s
             WHERE l.won_status = 'won' AND l.type = 'opportunity' AND l.date_closed >= %(first)s
               AND COALESCE(l.company_id, t.company_id, %(company)s) = %(company)s AND (%(whose)s)
               AND NOT EXISTS (SELECT FROM sale_order o WHERE o.opportunity_id = l.id AND o.state = 'sale')
            """,
            client=self._get_client_sql(SQL("l.partner_id")),
            first=look.first,
            company=look.company.id,
            whose=self._get_whose_sql(look, SQL("l.user_id")),
        )

    @api.model
    def _get_open_sql(self, look):
        """Open deals that are expected until the end of the month, by their chances."""
        return SQL(
            """
            SELECT 'open', k.id, l.user_id, l.scout_id, l.hunter_id, l.farmer_id, l.team_id, cl.id, NULL::int4,
                   'crm.lead', l.id, round((l.expected_revenue * l.probability / 100)::numeric, 6),
                   round((l.probability / 100)::numeric, 6)
              FROM crm_lead l
              JOIN conveyor_metric k ON k.code IN %(fed)s
              LEFT JOIN crm_team t ON t.id = l.team_id
              %(client)s
             WHERE l.won_status = 'pending' AND l.active AND l.type = 'opportunity'
               AND l.date_deadline BETWEEN %(today)s AND %(last)s
               AND COALESCE(l.company_id, t.company_id, %(company)s) = %(company)s AND (%(whose)s)
            """,
            fed=FED,
            client=self._get_client_sql(SQL("l.partner_id")),
            today=look.today,
            last=look.last,
            company=look.company.id,
            whose=self._get_whose_sql(look, SQL("l.user_id")),
        )
