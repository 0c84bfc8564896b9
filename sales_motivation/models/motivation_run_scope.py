from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..const import FACT_KINDS

# A transaction that booked a fact may have begun long before it ended.
MARGIN = timedelta(days=1)
# What a change takes from its sale.
OF_SALE = (
    "user_id", "scout_id", "hunter_id", "farmer_id", "team_id", "client_id", "product_id", "res_model", "res_id",
)  # fmt: skip


class MotivationRun(models.Model):
    """What a run looks at: people with their components, and facts that are not settled yet."""

    _inherit = "motivation.run"

    # === SQL === #

    def _get_people_sql(self, alias):
        """Whose pay is computed now: everybody, beside those whose statement is approved; or the people asked for."""
        asked = self.env.context.get("motivation_people")
        return SQL(
            """(%(everybody)s OR %(user)s = ANY(%(asked)s))
               AND NOT EXISTS (SELECT FROM motivation_statement done
                                WHERE done.run_id = %(run)s AND done.user_id = %(user)s
                                  AND done.state IN ('approved', 'paid'))""",
            everybody=asked is None,
            asked=list(asked or ()),
            user=SQL.identifier(alias, "user_id"),
            run=self.id or 0,
        )

    def _get_chain_sql(self, alias):
        """Is it a statement of the months before, in this company or in this simulation?"""
        return SQL(
            """%(s)s.company_id = %(company)s AND %(s)s.first_on < %(first)s
               AND COALESCE(%(s)s.simulation_id, 0) = %(simulation)s""",
            s=SQL.identifier(alias),
            company=self.company_id.id,
            first=self.first_on,
            simulation=self.simulation_id.id or 0,
        )

    def _get_settled_line_sql(self, condition, alias):
        """Is there a settled line ``l`` of the same person and component?"""
        return SQL(
            """EXISTS (SELECT FROM motivation_statement_line l JOIN motivation_statement s ON s.id = l.statement_id
                        WHERE %(condition)s AND l.component_id = %(row)s.component_id AND s.user_id = %(row)s.user_id
                          AND %(chain)s)""",
            condition=condition,
            row=SQL.identifier(alias),
            chain=self._get_chain_sql("s"),
        )

    def _get_terms_sql(self, kinds=FACT_KINDS):
        """The terms of each person: assignments beside their components, with the curve as two arrays.

        ``starts`` and ``steps`` hold where the rate changes and by how much; the first rate goes on below 0.
        """
        return SQL(
            """
            SELECT a.id AS assignment_id, a.user_id, a.plan_id, a.date_from_on, COALESCE(a.date_to_on, 'infinity') AS date_to_on,
                   row_number() OVER (PARTITION BY a.user_id, c.id ORDER BY a.date_from_on DESC) = 1 AS is_last,
                   min(a.date_from_on) OVER same AS paid_from_on, max(COALESCE(a.date_to_on, 'infinity')) OVER same AS paid_to_on,
                   NOT EXISTS (SELECT FROM crm_team_motivation_pay_assignment_rel r
                                WHERE r.motivation_pay_assignment_id = a.id) AS is_everywhere,
                   a.salary, c.id AS component_id, c.kind, c.credit, c.share, c."window", c.tier_on, c.sequence,
                   c.is_exclusive, c.sale, c.unit, c.amount, c.first_on, c.last_on, c.is_recoverable, m.measure,
                   COALESCE(m.basis_id, m.id) AS metric_id, c.metric_id AS target_metric_id,
                   p.currency_id, p.clawback_days, p.clawback_floor, t.rate AS first_rate, t.starts, t.steps,
                   EXISTS (SELECT FROM motivation_pay_component_product_category_rel r
                            WHERE r.motivation_pay_component_id = c.id) AS by_category,
                   EXISTS (SELECT FROM motivation_pay_component_res_partner_rel r
                            WHERE r.motivation_pay_component_id = c.id) AS by_client
              FROM motivation_pay_assignment a
              JOIN motivation_pay_plan p ON p.id = a.plan_id
              JOIN motivation_pay_component c ON c.plan_id = p.id AND c.kind IN %(kinds)s
              LEFT JOIN conveyor_metric m ON m.id = c.metric_id
              LEFT JOIN LATERAL (
                   SELECT min(s.rate) FILTER (WHERE s.start = 0) AS rate,
                          array_agg(s.start ORDER BY s.start) FILTER (WHERE s.start > 0) AS starts,
                          array_agg(s.step ORDER BY s.start) FILTER (WHERE s.start > 0) AS steps
                     FROM (SELECT t.start, t.rate, t.rate - lag(t.rate) OVER (ORDER BY t.start) AS step
                             FROM motivation_pay_tier t WHERE t.component_id = c.id) s) t ON TRUE
             WHERE a.company_id = %(company)s AND COALESCE(a.simulation_id, 0) = %(simulation)s
               AND a.date_from_on <= %(last)s AND %(people)s
            WINDOW same AS (PARTITION BY a.user_id, c.id)
            """,
            kinds=tuple(kinds),
            company=self.company_id.id,
            simulation=self.simulation_id.id or 0,
            last=self.last_on,
            people=self._get_people_sql("a"),
        )

    def _get_cut_sql(self):
        """When the run before looked at the ledger, less a margin; the facts booked since may be late ones.

        Whoever was approved first, and not computed with the others again, saw the least. Nothing is late without a
        run before; in a simulation nothing but what is booked from now on.
        """
        if self.simulation_id:
            return SQL("%s::timestamp", self.env.cr.now())
        return SQL(
            """
            COALESCE((SELECT least(r.computed_at, (SELECT min(s.computed_at) FROM motivation_statement s WHERE s.run_id = r.id))
                             - %(margin)s
                        FROM motivation_run r
                       WHERE r.company_id = %(company)s AND r.simulation_id IS NULL AND r.first_on < %(first)s
                         AND r.computed_at IS NOT NULL
                       ORDER BY r.first_on DESC LIMIT 1), 'infinity')
            """,
            margin=MARGIN,
            company=self.company_id.id,
            first=self.first_on,
        )

    def _get_sources_sql(self):
        """Where the facts of this run are looked for, each by its own index: its month, what was booked late, refunds
        that were matched since."""
        asked = self._get_asked_sql()
        if asked:
            return asked
        return SQL(
            """
            SELECT f.* FROM conveyor_fact f WHERE %(is_paid)s AND f.happened_on BETWEEN %(first)s AND %(last)s
             UNION ALL
            SELECT f.* FROM conveyor_fact f
             WHERE %(is_paid)s AND f.happened_on < %(first)s AND f.booked_at >= %(cut)s
             UNION ALL
            SELECT f.* FROM conveyor_fact f
             WHERE %(is_paid)s AND f.happened_on < %(first)s AND (f.booked_at >= %(cut)s) IS NOT TRUE
               AND f.id IN (SELECT r.fact_id FROM motivation_refund r WHERE r.decided_at >= %(cut)s
                             UNION
                            SELECT c.id FROM motivation_refund r JOIN conveyor_fact c ON c.reversal_of_id = r.fact_id
                             WHERE r.decided_at >= %(cut)s)
            """,
            is_paid=self._get_is_paid_sql(),
            first=self.first_on,
            last=self.last_on,
            cut=self._get_cut_sql(),
        )

    def _get_is_paid_sql(self):
        """Is the fact ``f`` of this company, and of a metric that somebody is paid by?"""
        return SQL(
            """
            f.company_id = %s AND f.metric_id = ANY(ARRAY(
              SELECT COALESCE(m.basis_id, m.id) FROM motivation_pay_component c
                JOIN conveyor_metric m ON m.id = c.metric_id WHERE c.kind IN %s))
            """,
            self.company_id.id,
            FACT_KINDS,
        )

    def _get_facts_sql(self):
        """The facts of this run: those of its month, late ones, and refunds matched by hand since.

        What changes a sale is the affair of the people of the sale, whoever typed it. A negative fact that changes
        nothing waits until somebody says what it takes back, and so does whatever changes it.
        """
        return SQL(
            """
            SELECT f.id AS fact_id, f.metric_id, f.happened_on, f.happened_at, f.quantity, COALESCE(f.amount, 0) AS amount,
                   %(columns)s, f.happened_on < %(first)s AS is_late, o.id AS original_id,
                   COALESCE(o.happened_on, f.happened_on) AS pay_on
              FROM (%(sources)s) f
              LEFT JOIN motivation_refund r ON r.fact_id = f.id
              LEFT JOIN motivation_refund rr ON rr.fact_id = f.reversal_of_id
              LEFT JOIN conveyor_fact o ON o.id = COALESCE(r.original_id, rr.original_id, f.reversal_of_id)
             WHERE %(is_paid)s AND f.happened_on <= %(last)s
               AND (f.happened_on >= %(first)s OR f.booked_at >= %(cut)s
                    OR COALESCE(r.decided_at, rr.decided_at) >= %(cut)s)
               AND NOT f.is_level AND (%(is_simulation)s OR f.is_imported IS NOT TRUE)
               AND (r.id IS NULL OR r.state = 'matched')
               AND COALESCE(o.quantity, f.quantity) >= 0
               AND CASE WHEN o.id IS NULL THEN COALESCE(f.amount, 0) ELSE COALESCE(o.amount, 0) END >= 0
            """,
            sources=self._get_sources_sql(),
            is_paid=self._get_is_paid_sql(),
            columns=SQL(", ").join(map(_of_sale, OF_SALE)),
            first=self.first_on,
            last=self.last_on,
            cut=self._get_cut_sql(),
            is_simulation=bool(self.simulation_id),
        )


def _of_sale(name):
    """A column of a fact, taken from its sale where it changes one."""
    return SQL(
        "CASE WHEN o.id IS NULL THEN f.%(name)s ELSE o.%(name)s END AS %(name)s",
        name=SQL.identifier(name),
    )
