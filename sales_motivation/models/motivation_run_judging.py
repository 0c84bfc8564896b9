from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Judgement(NamedTuple):
    """What was found before anything is paid.

    closed: ``{(person id, component id, first day of the window)}`` whose gates are not reached
    reached: ``{(person id, component id): share of the target}`` of bonuses by a curve
    gates: ``{(person id, gate id): (what was measured or None, whether it is reached)}``
    """

    closed: set
    reached: dict
    gates: dict


class MotivationRun(models.Model):
    """Gates and attainment over the windows that this month lies in, and that its late facts lie in."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _judge(self):
        """Find out which gates are not reached and which share of its target each bonus has."""
        state = Judgement(set(), {}, {})
        judged = self._get_judged_sql()
        self._judge_targets(state, judged)
        self._judge_values(state, judged)
        return state

    def _judge_targets(self, state, judged):
        """Gates on shares of targets, and the shares that bonuses follow."""
        for *key, last_on, gate_id, is_less_better, goal, value in self._read_attainment(judged):
            if gate_id:
                is_reached = _holds(value, goal, is_less_better)
                self._note(state, key, last_on, gate_id, value, is_reached)
            else:
                state.reached[tuple(key[:2])] = value

    def _judge_values(self, state, judged):
        """Gates on a metric itself: how a ratio is made is the metric's own business."""
        for window_on, last_on, of_whom, terms in self._read_value_gates(judged):
            metrics = self.env["conveyor.metric"].browse({term[-2] for term in terms})
            name = "team_id" if of_whom == "team" else "user_id"
            sums = metrics._read_sums(self._get_measured_domain(window_on, last_on), (name,))
            for user_id, component_id, keys, gate_id, metric_id, goal in terms:
                metric = metrics.browse(metric_id)
                value = metric._compose(_gather(sums, set(keys))).get(())
                is_reached = _holds(value, goal, metric.is_less_better)
                key = (user_id, component_id, window_on)
                self._note(state, key, last_on, gate_id, value, is_reached)

    def _note(self, state, key, last_on, gate_id, value, is_reached):
        """Note what a gate of a person measured, and whether it lets the money of a window through."""
        if last_on == self.last_on:
            state.gates[key[0], gate_id] = (value, bool(is_reached))
        if not is_reached:
            state.closed.add(tuple(key))

    def _get_measured_domain(self, first_on, last_on):
        return [
            ("company_id", "=", self.company_id.id),
            ("happened_on", ">=", first_on),
            ("happened_on", "<=", last_on),
        ]

    # === SQL === #

    def _read_attainment(self, judged):
        """Shares of targets that bonuses and gates ask for, by one statement.

        :param SQL judged: of `_get_judged_sql`
        :return: list of ``(person id, component id, first day, last day, gate id or None, is less better, goal, value)``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH terms AS (%(terms)s), asked AS (
                    SELECT t.user_id, t.component_id, t.assignment_id, t.is_everywhere, t.paid_from_on, t.paid_to_on,
                           t."window", j.window_on, j.last_on, g.id AS gate_id,
                           COALESCE(g.kind, 'attainment') AS kind, m.id AS target_metric_id, m.is_less_better,
                           COALESCE(m.basis_id, m.id) AS metric_id, m.measure, g.goal, g.threshold,
                           CASE WHEN g.id IS NULL THEN t.credit WHEN g.of_whom = 'team' THEN 'team' ELSE 'doer' END
                           AS credit
                      FROM terms t
                      JOIN (%(judged)s) j ON %(is_judged)s
                     CROSS JOIN LATERAL (
                           SELECT g.id, g.kind, g.metric_id, g.of_whom, g.goal, g.threshold FROM motivation_pay_gate g
                            WHERE g.component_id = t.component_id AND g.kind != 'value'
                            UNION ALL
                           SELECT NULL, NULL, NULL, NULL, NULL, NULL WHERE t.kind = 'bonus' AND t.first_rate IS NOT NULL) g
                      JOIN conveyor_metric m ON m.id = COALESCE(g.metric_id, t.target_metric_id))
                SELECT t.user_id, t.component_id, t.window_on, t.last_on, t.gate_id, t.is_less_better, t.goal,
                       CASE t.kind WHEN 'share' THEN %(share)s ELSE %(actual)s / NULLIF(%(target)s, 0) END
                  FROM asked t
                 CROSS JOIN LATERAL (SELECT t.window_on) w
                  JOIN res_company c ON c.id = %(company)s
                """,
                terms=self._get_terms_sql(("commission", "override", "spif", "bonus")),
                judged=judged,
                is_judged=self._get_is_judged_sql(),
                share=self._get_share_sql(),
                actual=self._get_paid_actual_sql(),
                target=self._get_target_sql(),
                company=self.company_id.id,
            )
        )
        return self.env.cr.fetchall()

    def _get_actual_sql(self, whose):
        """What the window of ``t`` has brought until its last day, from the sums of the ledger."""
        return SQL(
            """
            (SELECT COALESCE(sum(CASE t.measure WHEN 'amount' THEN s.amount ELSE s.quantity END), 0)
               FROM conveyor_fact_sum s
              WHERE s.metric_id = t.metric_id AND s.company_id = %(company)s
                AND s.month_on BETWEEN t.window_on AND t.last_on AND %(whose)s)
            """,
            company=self.company_id.id,
            whose=whose,
        )

    def _get_paid_actual_sql(self):
        """The same on the days that ``t`` is paid by, as its target is: months of sums, less the facts of other days."""
        months = SQL(
            """s.month_on >= date_trunc('month', t.paid_from_on)::date AND s.month_on <= t.paid_to_on AND %s""",
            self._get_whose_sql(SQL("s")),
        )
        return SQL(
            """
            (%(months)s - CASE WHEN t.paid_from_on > t.window_on OR t.paid_to_on < t.last_on THEN (
             SELECT COALESCE(sum(CASE t.measure WHEN 'amount' THEN f.amount ELSE f.quantity END), 0)
               FROM conveyor_fact f
              WHERE f.metric_id = t.metric_id AND f.company_id = %(company)s AND NOT f.is_level AND %(whose)s
                AND f.happened_on BETWEEN greatest(t.window_on, date_trunc('month', t.paid_from_on)::date) AND
                    least(t.last_on, (date_trunc('month', t.paid_to_on) + interval '1 month')::date - 1)
                AND f.happened_on NOT BETWEEN t.paid_from_on AND t.paid_to_on) ELSE 0 END)
            """,
            months=self._get_actual_sql(months),
            company=self.company_id.id,
            whose=self._get_whose_sql(SQL("f")),
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

    def _read_value_gates(self, judged):
        """Gates on metrics themselves, by window and of whom.

        :param SQL judged: of `_get_judged_sql`
        :return: list of ``(first day, last day, of whom, [(person id, component id, keys, gate id, metric id, goal)])``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH terms AS (%(terms)s)
                SELECT j.window_on, j.last_on, g.of_whom, t.user_id, t.component_id,
                       CASE g.of_whom WHEN 'person' THEN ARRAY[t.user_id] ELSE COALESCE(
                            (SELECT array_agg(r.crm_team_id) FROM crm_team_motivation_pay_assignment_rel r
                              WHERE r.motivation_pay_assignment_id = t.assignment_id),
                            (SELECT array_agg(ct.id) FROM crm_team ct)) END,
                       g.id, g.metric_id, g.goal
                  FROM terms t JOIN (%(judged)s) j ON %(is_judged)s
                  JOIN motivation_pay_gate g ON g.component_id = t.component_id AND g.kind = 'value'
                """,
                terms=self._get_terms_sql(("commission", "override", "spif", "bonus")),
                judged=judged,
                is_judged=self._get_is_judged_sql(),
            )
        )
        grouped = {}
        for window_on, last_on, of_whom, *term in self.env.cr.fetchall():
            grouped.setdefault((window_on, last_on, of_whom), []).append(term)
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
