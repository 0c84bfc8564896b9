from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Judgement(NamedTuple):
    """What was found before anything is paid.

    closed: ``{(person id, component id)}`` whose gates are not reached
    reached: ``{(person id, component id): share of the target}`` of bonuses by a curve
    """

    closed: set
    reached: dict


class MotivationRun(models.Model):
    """Gates and attainment over the windows that this month lies in, for everybody at once."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _judge(self):
        """Find out which gates are not reached and which share of its target each bonus has."""
        closed, reached = set(), {}
        for user_id, component_id, gate_id, is_less_better, goal, value in self._read_attainment():
            if not gate_id:
                reached[user_id, component_id] = value
            elif not _holds(value, goal, is_less_better):
                closed.add((user_id, component_id))
        return Judgement(closed | self._judge_values(), reached)

    def _judge_values(self):
        """Gates on a metric itself: how a ratio is made is the metric's own business."""
        closed = set()
        for window_on, of_whom, terms in self._read_value_gates():
            metrics = self.env["conveyor.metric"].browse({metric for *_key, metric, _goal in terms})
            name = "team_id" if of_whom == "team" else "user_id"
            sums = metrics._read_sums(self._get_measured_domain(window_on), (name,))
            for user_id, component_id, keys, metric_id, goal in terms:
                metric = metrics.browse(metric_id)
                value = metric._compose(_gather(sums, set(keys))).get(())
                if not _holds(value, goal, metric.is_less_better):
                    closed.add((user_id, component_id))
        return closed

    def _get_measured_domain(self, window_on):
        return [
            ("company_id", "=", self.company_id.id),
            ("happened_on", ">=", window_on),
            ("happened_on", "<=", self.last_on),
        ]

    # === SQL === #

    def _read_attainment(self):
        """Shares of targets that bonuses and gates ask for, by one statement.

        :return: list of ``(person id, component id, gate id or None, is less better, goal, value)``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH terms AS (%(terms)s), asked AS (
                    SELECT t.user_id, t.component_id, t.assignment_id, t.is_everywhere, t.paid_from_on, t.paid_to_on,
                           t."window", date_trunc(t."window", %(first)s::date)::date AS window_on, g.id AS gate_id,
                           COALESCE(g.kind, 'attainment') AS kind, m.id AS target_metric_id, m.is_less_better,
                           COALESCE(m.basis_id, m.id) AS metric_id, m.measure, g.goal, g.threshold,
                           CASE WHEN g.id IS NULL THEN t.credit WHEN g.of_whom = 'team' THEN 'team' ELSE 'doer' END
                           AS credit
                      FROM terms t
                      LEFT JOIN motivation_pay_gate g ON g.component_id = t.component_id AND g.kind != 'value'
                      JOIN conveyor_metric m ON m.id = COALESCE(g.metric_id, t.target_metric_id)
                     WHERE g.id IS NOT NULL OR (t.kind = 'bonus' AND t.first_rate IS NOT NULL))
                SELECT t.user_id, t.component_id, t.gate_id, t.is_less_better, t.goal,
                       CASE t.kind WHEN 'share' THEN %(share)s ELSE %(actual)s / NULLIF(%(target)s, 0) END
                  FROM asked t
                 CROSS JOIN LATERAL (SELECT t.window_on) w
                  JOIN res_company c ON c.id = %(company)s
                """,
                terms=self._get_terms_sql(("commission", "override", "spif", "bonus")),
                first=self.first_on,
                share=self._get_share_sql(),
                actual=self._get_actual_sql(self._get_whose_sql(SQL("s"))),
                target=self._get_target_sql(),
                company=self.company_id.id,
            )
        )
        return self.env.cr.fetchall()

    def _get_actual_sql(self, whose):
        """What the window of ``t`` has brought so far, from the sums of the ledger."""
        return SQL(
            """
            (SELECT COALESCE(sum(CASE t.measure WHEN 'amount' THEN s.amount ELSE s.quantity END), 0)
               FROM conveyor_fact_sum s
              WHERE s.metric_id = t.metric_id AND s.company_id = %(company)s
                AND s.month_on BETWEEN t.window_on AND %(last)s AND %(whose)s)
            """,
            company=self.company_id.id,
            last=self.last_on,
            whose=whose,
        )

    def _get_whose_sql(self, alias):
        """Is a row of the person ``t``, or of his teams?"""
        return SQL(
            """CASE WHEN t.credit != 'team' THEN %(row)s.user_id = t.user_id
                    ELSE t.is_everywhere OR %(row)s.team_id IN (
                         SELECT r.crm_team_id FROM crm_team_motivation_pay_assignment_rel r
                          WHERE r.motivation_pay_assignment_id = t.assignment_id) END""",
            row=alias,
        )

    def _get_share_sql(self):
        """Of the people with a target in the teams of ``t``, the share who reached the threshold of it."""
        return SQL(
            """
            (SELECT avg((e.actual >= t.threshold * e.target)::int)
               FROM (SELECT g.user_id, sum(g.value) AS target, %(actual)s AS actual
                       FROM conveyor_target g
                       JOIN conveyor_plan gp ON gp.id = g.plan_id AND gp.state IN ('approved', 'closed')
                      WHERE gp.company_id = %(company)s AND g.metric_id = t.target_metric_id AND g.user_id IS NOT NULL
                        AND g.month_on >= t.window_on AND g.month_on < t.window_on + %(length)s AND %(whose)s
                      GROUP BY g.user_id) e WHERE e.target > 0)
            """,
            actual=self._get_actual_sql(SQL("s.user_id = g.user_id")),
            company=self.company_id.id,
            length=self._get_length_sql(SQL('t."window"')),
            whose=self._get_whose_sql(SQL("g")),
        )

    def _read_value_gates(self):
        """Gates on metrics themselves, by window and of whom.

        :return: list of ``(first day, of whom, [(person id, component id, keys, metric id, goal)])``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH terms AS (%(terms)s)
                SELECT date_trunc(t."window", %(first)s::date)::date, g.of_whom, t.user_id, t.component_id,
                       CASE g.of_whom WHEN 'person' THEN ARRAY[t.user_id] ELSE COALESCE(
                            (SELECT array_agg(r.crm_team_id) FROM crm_team_motivation_pay_assignment_rel r
                              WHERE r.motivation_pay_assignment_id = t.assignment_id),
                            (SELECT array_agg(ct.id) FROM crm_team ct)) END,
                       g.metric_id, g.goal
                  FROM terms t JOIN motivation_pay_gate g ON g.component_id = t.component_id AND g.kind = 'value'
                """,
                terms=self._get_terms_sql(("commission", "override", "spif", "bonus")),
                first=self.first_on,
            )
        )
        grouped = {}
        for window_on, of_whom, *term in self.env.cr.fetchall():
            grouped.setdefault((window_on, of_whom), []).append(term)
        return [(*key, terms) for key, terms in grouped.items()]


def _holds(value, goal, is_less_better):
    """Is a gate reached? Nothing measured reaches no gate but one that asks for little."""
    if value is None:
        return is_less_better
    return value <= goal if is_less_better else value >= goal


def _gather(sums, keys):
    """Sums of groups of one key, added up over some of them."""
    gathered = {}
    for metric, groups in sums.items():
        mine = [numbers for (key,), numbers in groups.items() if key and key.id in keys]
        gathered[metric] = (
            {
                (): {
                    measure: sum(numbers[measure] or 0 for numbers in mine)
                    for measure in ("quantity", "amount")
                }
            }
            if mine
            else {}
        )
    return gathered
