from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class MotivationPayPlan(models.Model):
    """What sellers would gain by moving deals, worked out on the facts of the past."""

    _inherit = "motivation.pay.plan"

    # === BUSINESS METHODS === #

    def _find_gains(self, months=12, days=3):
        """What each person would gain at most by moving what he did in the last days of a window over its end.

        Components are taken one by one, as if sales could be cut to any size; of the conditions only those are
        weighed that ask for the very facts that the component pays.

        :param int months: how far to look back from the beginning of the present month
        :param int days: how many last days of a window are moved
        :return: list of `Gain`, the greatest first, without those who gain nothing
        """
        self.ensure_one()
        components = self.component_ids.filtered(
            lambda component: (
                component.kind in ("commission", "override", "bonus")
                and (component._is_bent() or component._get_own_goal())
            )
        )
        people = self._get_people_of_gain()
        if not components or not people:
            return []
        self.env.flush_all()
        until = self.company_id._get_business_day().replace(day=1)
        since = until - relativedelta(months=months)
        totals = defaultdict(dict)
        for user_id, component_id, window_on, total, movable in self._read_windows(
            components, people, since, until, days
        ):
            totals[user_id, component_id][window_on] = (Decimal(total), Decimal(movable))
        gains = []
        for (user_id, component_id), windows in totals.items():
            component = components.browse(component_id)
            gains += component._weigh_borders(user_id, people[user_id], windows, since, until)
        return sorted(gains, key=lambda gain: -gain.gain)

    def _get_people_of_gain(self):
        """Whoever is on this plan or on the one before; else whoever has its role: ``{user id: team ids or None}``."""
        plans = self | self.previous_id
        people = {
            assignment.user_id.id: assignment.team_ids.ids or None
            for assignment in plans.assignment_ids.sorted("date_from_on")
        }
        if people or self.role == "head":
            return people
        members = self.env["crm.team.member"].search(
            [("role", "=", self.role), ("user_id.company_ids", "in", self.company_id.ids)]
        )
        return dict.fromkeys(members.user_id.ids)

    # === SQL === #

    def _read_windows(self, components, people, since, until, days):
        """What each window brought, and what of it came in its last days.

        :return: list of ``(person id, component id, first day, total, of the last days)``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH people AS (SELECT * FROM unnest(%(users)s::int4[], %(teams)s::text[]) AS p(user_id, teams)),
                t AS (%(terms)s), matched AS (%(matched)s),
                free AS (SELECT m.*, bool_or(m.is_exclusive AND m.kind != 'bonus') OVER (
                                PARTITION BY m.user_id, m.fact_id ORDER BY m.sequence, m.component_id
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_taken
                           FROM matched m)
                SELECT user_id, component_id, w.window_on, sum(base)::text,
                       COALESCE(sum(base) FILTER (WHERE base > 0 AND pay_on >= w.next_on - %(days)s::int4), 0)::text
                  FROM free
                 CROSS JOIN LATERAL (SELECT date_trunc("window", pay_on)::date AS window_on,
                       (date_trunc("window", pay_on) + %(length)s)::date AS next_on) w
                 WHERE component_id = ANY(%(components)s) AND (is_taken IS NOT TRUE OR kind = 'bonus')
                 GROUP BY user_id, component_id, w.window_on
                """,
                users=list(people),
                teams=[ids and "{%s}" % ",".join(map(str, ids)) for ids in people.values()],
                terms=self._get_gain_terms_sql(),
                matched=self._get_matched_sql(since, until),
                days=days,
                length=self.env["motivation.run"]._get_length_sql(SQL('"window"')),
                components=components.ids,
            )
        )
        return self.env.cr.fetchall()

    def _get_gain_terms_sql(self):
        """The components of this plan whose windows may be gathered in."""
        return SQL(
            """
            SELECT c.id AS component_id, c.plan_id, c.sequence, c.kind, c.credit, c.sale, c.share, c."window",
                   c.is_exclusive, COALESCE(m.basis_id, m.id) AS metric_id, m.measure,
                   EXISTS (SELECT FROM motivation_pay_component_product_category_rel r
                            WHERE r.motivation_pay_component_id = c.id) AS by_category,
                   EXISTS (SELECT FROM motivation_pay_component_res_partner_rel r
                            WHERE r.motivation_pay_component_id = c.id) AS by_client
              FROM motivation_pay_component c JOIN conveyor_metric m ON m.id = c.metric_id
             WHERE c.plan_id = %s AND c.kind IN ('commission', 'override', 'bonus')
            """,
            self.id,
        )

    def _get_matched_sql(self, since, until):
        """The facts of these days, for each person of ``people`` and component of ``t`` that counts them."""
        run = self.env["motivation.run"].new({"company_id": self.company_id.id})
        return SQL(
            """
            SELECT p.user_id, t.*, f.id AS fact_id, d.pay_on,
                   CASE t.measure WHEN 'amount' THEN COALESCE(f.amount, 0) ELSE f.quantity END * t.share AS base
              FROM t JOIN conveyor_fact f ON f.metric_id = t.metric_id
              LEFT JOIN conveyor_fact o ON o.id = f.reversal_of_id
             CROSS JOIN LATERAL (SELECT COALESCE(o.happened_on, f.happened_on) AS pay_on) d
              JOIN people p ON CASE t.credit WHEN 'doer' THEN f.user_id = p.user_id
                   WHEN 'scout' THEN f.scout_id = p.user_id WHEN 'hunter' THEN f.hunter_id = p.user_id
                   WHEN 'farmer' THEN f.farmer_id = p.user_id
                   ELSE p.teams IS NULL OR f.team_id = ANY(p.teams::int4[]) END
             WHERE f.company_id = %(company)s AND NOT f.is_level AND d.pay_on >= %(since)s AND d.pay_on < %(until)s
               AND (t.kind != 'override' OR f.user_id != p.user_id) AND %(scope)s
            """,
            company=self.company_id.id,
            since=since,
            until=until,
            scope=run._get_scope_sql(),
        )
