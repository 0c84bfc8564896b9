from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..const import FACT_KINDS, WINDOWS

LENGTHS = {"month": 1, "quarter": 3, "year": 12}


class MotivationRun(models.Model):
    """What the lines of a run are measured by: scopes, windows, targets, rates of exchange."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _get_judged_sql(self):
        """The windows whose gates are looked at: those of this month, and those that late facts fall into.

        What happened long ago waits for the gates of its own window, which are looked at anew for the people concerned.
        """
        windows = [(kind, self.first_on, self.last_on, None) for kind, _name in WINDOWS]
        for month, people in self._read_late_months():
            for kind, months in LENGTHS.items():
                begin = month - relativedelta(months=(month.month - 1) % months)
                end = begin + relativedelta(months=months, days=-1)
                if end < self.first_on:
                    windows.append((kind, begin, end, people))
        return SQL(" UNION ALL ").join(
            SQL(
                'SELECT %(kind)s::varchar AS "window", date_trunc(%(kind)s, %(day)s::date)::date AS window_on,'
                " %(last)s::date AS last_on, %(people)s::int4[] AS people",
                kind=kind,
                day=day,
                last=last,
                people=people,
            )
            for kind, day, last, people in windows
        )

    def _read_late_months(self):
        """The months before this one whose sales come late or change now, with the people concerned.

        :return: list of ``(first day, [person id])``; nothing where no plan has a gate on facts
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT date_trunc('month', f.pay_on)::date, array_agg(DISTINCT p.user_id)
                  FROM (%(facts)s) f
                 CROSS JOIN LATERAL (VALUES (f.user_id), (f.scout_id), (f.hunter_id), (f.farmer_id)) p(user_id)
                 WHERE f.pay_on < %(first)s AND EXISTS (
                       SELECT FROM motivation_pay_gate g JOIN motivation_pay_component c ON c.id = g.component_id
                        WHERE c.kind IN %(kinds)s)
                 GROUP BY 1
                """,
                facts=self._get_facts_sql(),
                first=self.first_on,
                kinds=FACT_KINDS,
            )
        )
        return self.env.cr.fetchall()

    # === SQL === #

    def _get_is_judged_sql(self):
        """Does the window ``j`` concern the terms ``t``? A bonus is over with its window, whatever comes late."""
        return SQL(
            """
            j."window" = t."window" AND t.is_last AND t.paid_from_on <= j.last_on AND t.paid_to_on >= j.window_on
            AND (j.people IS NULL OR (t.kind != 'bonus' AND (t.credit = 'team' OR t.user_id = ANY(j.people))))
            """
        )

    def _get_length_sql(self, window):
        """How long a window is."""
        return SQL(
            "CASE %s WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months'"
            " ELSE interval '1 year' END",
            window,
        )

    def _get_exchange_sql(self, currency):
        """Units of a currency for one of the company's on the last day of the run; nothing where it has no rate."""
        rate_of = self.env["conveyor.fact"]._get_rate_sql
        day = SQL("%s::date", self.last_on)
        return SQL(
            "CASE WHEN %(pay)s = c.currency_id THEN 1::numeric ELSE %(rate)s / COALESCE(%(company)s, 1) END",
            pay=currency,
            rate=rate_of(currency, day),
            company=rate_of(SQL("c.currency_id"), day),
        )

    def _get_scope_sql(self, traits=None):
        """Does the component ``t`` pay the fact ``f``: product, client, first sale or later one?

        :param traits: of `_read_traits`; without, everything is asked
        """
        narrow = SQL("TRUE") if traits and not traits.is_narrow else self._get_narrow_sql()
        if traits and not traits.asks_first:
            return narrow
        return SQL(
            "%s AND (t.sale = 'all' OR (t.sale = 'first') = %s)", narrow, self._get_is_first_sql()
        )

    def _get_narrow_sql(self):
        """Is the fact ``f`` one of the products and clients that the component ``t`` pays for?"""
        return SQL(
            """
            (NOT t.by_category OR EXISTS (
                SELECT FROM motivation_pay_component_product_category_rel r
                  JOIN product_category top ON top.id = r.product_category_id
                  JOIN product_product pp ON pp.id = f.product_id
                  JOIN product_template pt ON pt.id = pp.product_tmpl_id
                  JOIN product_category own ON own.id = pt.categ_id
                 WHERE r.motivation_pay_component_id = t.component_id
                   AND starts_with(own.parent_path, top.parent_path)))
            AND (NOT t.by_client OR EXISTS (
                SELECT FROM motivation_pay_component_res_partner_rel r
                  JOIN res_partner asked ON asked.id = r.res_partner_id
                  JOIN conveyor_client cl ON cl.id = f.client_id
                 WHERE r.motivation_pay_component_id = t.component_id
                   AND cl.partner_id IN (asked.id, asked.commercial_partner_id)))
            """
        )

    def _get_is_first_sql(self):
        """Is the document of a fact the first sale of its client, or an invoice of it?"""
        return SQL(
            """
            EXISTS (SELECT FROM conveyor_fact s
                     WHERE s.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'first_sale')
                       AND s.client_id = f.client_id AND s.company_id = %(company)s AND s.reversal_of_id IS NULL
                       AND ((s.res_model, s.res_id) = (f.res_model, f.res_id)
                            OR (f.res_model = 'account.move' AND s.res_model = 'sale.order' AND EXISTS (
                                SELECT FROM account_move_line il
                                  JOIN sale_order_line_invoice_rel ir ON ir.invoice_line_id = il.id
                                  JOIN sale_order_line sl ON sl.id = ir.order_line_id
                                 WHERE il.move_id = f.res_id AND sl.order_id = s.res_id)))
                       AND NOT EXISTS (SELECT FROM conveyor_fact g
                                        WHERE g.reversal_of_id = s.id AND g.quantity < 0))
            """,
            company=self.company_id.id,
        )

    def _get_target_sql(self):
        """The target of a window ``w`` for the terms ``t``: the months of the plan in force that the person is paid by.

        A month of which he is paid in part counts by its days, and lighter while he is on the ramp.
        """
        return SQL(
            """
            (SELECT sum(g.value * greatest(0, d.paid - d.ramped * (1 - c.conveyor_ramp_share::numeric)) / d.whole)
               FROM conveyor_target g
               JOIN conveyor_plan gp ON gp.id = g.plan_id AND gp.state IN ('approved', 'closed')
              CROSS JOIN LATERAL (SELECT greatest(g.month_on, t.paid_from_on) AS first_on,
                         least((g.month_on + interval '1 month')::date - 1, t.paid_to_on) AS last_on,
                         (SELECT COALESCE(max(tm.ramp_until_on), '-infinity') FROM crm_team_member tm
                            JOIN crm_team ct ON ct.id = tm.crm_team_id
                             AND COALESCE(ct.company_id, gp.company_id) = gp.company_id
                           WHERE t.credit != 'team' AND tm.user_id = t.user_id AND tm.active) AS ramp_until_on) e
              CROSS JOIN LATERAL (SELECT (e.last_on - e.first_on + 1)::numeric AS paid,
                         CASE WHEN e.ramp_until_on < e.first_on THEN 0
                              ELSE least(e.ramp_until_on, e.last_on) - e.first_on + 1 END AS ramped,
                         (g.month_on + interval '1 month')::date - g.month_on AS whole) d
              WHERE gp.company_id = %(company)s AND g.metric_id = t.target_metric_id
                AND g.month_on >= w.window_on AND g.month_on < w.window_on + %(length)s AND e.first_on <= e.last_on
                AND CASE WHEN t.credit != 'team' THEN g.user_id = t.user_id
                         ELSE t.is_everywhere OR g.team_id IN (
                              SELECT r.crm_team_id FROM crm_team_motivation_pay_assignment_rel r
                               WHERE r.motivation_pay_assignment_id = t.assignment_id) END)
            """,
            company=self.company_id.id,
            length=self._get_length_sql(SQL('t."window"')),
        )
