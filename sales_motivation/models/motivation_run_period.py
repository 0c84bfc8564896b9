from odoo import models
from odoo.tools import SQL

# What every line of a component says beside its money.
PLACED = ("component_id", "kind", "happened_on", "window_on", "base", "before", "after")


class MotivationRun(models.Model):
    """What is paid by the month or when a window ends: salaries, bonuses, deductions, adjustments."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _insert_salaries(self):
        """Salaries by the days of each assignment; the days of a month pay exactly the salary."""
        self._insert_lines(
            (*PLACED, "amount"),
            SQL(
                """
                SELECT t.user_id, t.currency_id, t.component_id, t.kind, d.last_on AS happened_on,
                       %(first)s::date AS window_on, (d.last_on - d.first_on + 1)::numeric AS base,
                       (d.first_on - %(first)s::date)::numeric AS before,
                       (d.last_on - %(first)s::date + 1)::numeric AS after,
                       round(t.salary * (d.last_on - %(first)s::date + 1) / d.whole / cu.rounding) * cu.rounding
                     - round(t.salary * (d.first_on - %(first)s::date) / d.whole / cu.rounding) * cu.rounding AS amount
                  FROM (%(terms)s) t
                  JOIN res_currency cu ON cu.id = t.currency_id
                 CROSS JOIN LATERAL (SELECT greatest(t.date_from_on, %(first)s) AS first_on,
                       least(t.date_to_on, %(last)s)::date AS last_on,
                       (%(last)s::date - %(first)s::date + 1)::numeric AS whole) d
                 WHERE d.first_on <= d.last_on AND t.salary > 0
                """,
                terms=self._get_terms_sql(("salary",)),
                first=self.first_on,
                last=self.last_on,
            ),
        )

    def _insert_bonuses(self, state):
        """Bonuses of windows that end with this month, for whoever is paid by any plan on the last day.

        Whole, or by the curve of attainment; by the days on the plan for whoever came or changed within the window.
        """
        keys = list(state.reached)
        self._insert_lines(
            (*PLACED, "amount", "held", "trouble"),
            SQL(
                """
                SELECT t.user_id, t.currency_id, t.component_id, t.kind, %(last)s::date AS happened_on,
                       w.window_on, COALESCE(k.reached, 1) AS base, 0::numeric AS before, w.share AS after,
                       CASE WHEN g.user_id IS NULL THEN a.amount ELSE 0 END AS amount,
                       CASE WHEN g.user_id IS NOT NULL THEN a.amount ELSE 0 END AS held,
                       CASE WHEN t.first_rate IS NOT NULL AND k.reached IS NULL THEN 'target' END AS trouble
                  FROM (%(terms)s) t
                  JOIN res_currency cu ON cu.id = t.currency_id
                  LEFT JOIN unnest(%(users)s::int4[], %(components)s::int4[], %(reached)s::numeric[])
                         AS k(user_id, component_id, reached) USING (user_id, component_id)
                  LEFT JOIN (%(closed)s) g ON g.user_id = t.user_id AND g.component_id = t.component_id
                        AND g.window_on = date_trunc(t."window", %(first)s::date)::date
                 CROSS JOIN LATERAL (SELECT date_trunc(t."window", %(first)s::date)::date AS window_on) s
                 CROSS JOIN LATERAL (SELECT s.window_on, %(days)s / (%(last)s::date - s.window_on + 1) AS share) w
                 CROSS JOIN LATERAL (SELECT COALESCE(
                       round(t.amount * w.share * %(earned)s / cu.rounding) * cu.rounding, 0) AS amount) a
                 WHERE w.window_on + %(length)s = %(last)s::date + 1 AND t.is_last AND w.share > 0 AND %(stays)s
                """,
                terms=self._get_terms_sql(("bonus",)),
                stays=self._get_stays_sql(),
                days=self._get_paid_days_sql(),
                users=[user_id for user_id, _component_id in keys],
                components=[component_id for _user_id, component_id in keys],
                reached=[state.reached[key] for key in keys],
                closed=self._get_closed_sql(state.closed),
                earned=self._get_reached_sql(),
                first=self.first_on,
                last=self.last_on,
                length=self._get_length_sql(SQL('t."window"')),
            ),
        )

    def _get_paid_days_sql(self):
        """The days of the window ``s`` on which the person ``t`` is on the plan; whoever left and came back has a gap."""
        return SQL(
            """
            (SELECT sum(greatest(0, least(COALESCE(a.date_to_on, 'infinity'), %(last)s)::date
                                    - greatest(a.date_from_on, s.window_on) + 1))::numeric
               FROM motivation_pay_assignment a
              WHERE a.user_id = t.user_id AND a.plan_id = t.plan_id AND COALESCE(a.simulation_id, 0) = %(simulation)s)
            """,
            last=self.last_on,
            simulation=self.simulation_id.id or 0,
        )

    def _get_stays_sql(self):
        """Is the person ``t`` paid by any plan on the last day of the month?"""
        return SQL(
            """
            EXISTS (SELECT FROM motivation_pay_assignment a
                     WHERE a.user_id = t.user_id AND a.company_id = %(company)s
                       AND COALESCE(a.simulation_id, 0) = %(simulation)s
                       AND %(last)s BETWEEN a.date_from_on AND COALESCE(a.date_to_on, 'infinity'))
            """,
            company=self.company_id.id,
            simulation=self.simulation_id.id or 0,
            last=self.last_on,
        )

    def _get_reached_sql(self):
        """The share of a bonus that an attainment earns by its curve; all of it where there is none."""
        return SQL(
            """
            CASE WHEN t.first_rate IS NULL THEN 1 ELSE t.first_rate * k.reached + COALESCE((
                 SELECT sum(d.step * greatest(0, k.reached - d.start)) FROM unnest(t.starts, t.steps) AS d(start, step)
                 ), 0) END
            """
        )

    def _insert_deductions(self):
        """Deductions of windows that end with this month: each fact lowers the bonus of the statement, never below 0."""
        self._insert_lines(
            (*PLACED, "fact_id", "original_id", "amount"),
            SQL(
                """
                SELECT e.user_id, e.currency_id, e.component_id, e.kind, e.fact_id, e.original_id, e.happened_on,
                       e.window_on, e.base, e.reached - e.due AS before, e.reached AS after,
                       greatest(0, least(e.bonus, e.reached - e.due)) - greatest(0, least(e.bonus, e.reached)) AS amount
                  FROM (SELECT e.*, sum(e.due) OVER (PARTITION BY e.user_id, e.currency_id
                               ORDER BY e.happened_at, e.fact_id, e.component_id ROWS UNBOUNDED PRECEDING) AS reached
                          FROM (SELECT t.user_id, t.currency_id, t.component_id, t.kind, f.id AS fact_id,
                                       f.reversal_of_id AS original_id, f.happened_on, f.happened_at,
                                       w.window_on, x.base, round(x.base * t.amount / cu.rounding) * cu.rounding AS due,
                                       b.bonus
                                  FROM (%(terms)s) t
                                  JOIN res_currency cu ON cu.id = t.currency_id
                                 CROSS JOIN LATERAL (SELECT date_trunc(t."window", %(first)s::date)::date AS window_on) w
                                  JOIN conveyor_fact f ON f.metric_id = t.metric_id AND f.user_id = t.user_id
                                   AND f.company_id = %(company)s AND NOT f.is_level AND f.is_imported IS NOT TRUE
                                   AND f.happened_on BETWEEN greatest(w.window_on, t.paid_from_on)
                                                         AND least(%(last)s, t.paid_to_on)
                                 CROSS JOIN LATERAL (SELECT (CASE t.measure WHEN 'amount' THEN COALESCE(f.amount, 0)
                                       ELSE f.quantity END)::numeric AS base) x
                                  JOIN LATERAL (SELECT sum(l.amount) AS bonus FROM motivation_statement s
                                          JOIN motivation_statement_line l ON l.statement_id = s.id AND l.kind = 'bonus'
                                         WHERE s.run_id = %(run)s AND s.user_id = t.user_id
                                           AND s.currency_id = t.currency_id) b
                                    ON b.bonus > 0
                                 WHERE w.window_on + %(length)s = %(last)s::date + 1 AND t.is_last AND x.base != 0) e) e
                """,
                terms=self._get_terms_sql(("deduction",)),
                first=self.first_on,
                last=self.last_on,
                company=self.company_id.id,
                run=self.id,
                length=self._get_length_sql(SQL('t."window"')),
            ),
        )

    def _insert_adjustments(self):
        """What was agreed upon by two people and waits for its month."""
        self._insert_lines(
            ("kind", "happened_on", "amount", "adjustment_id"),
            SQL(
                """
                SELECT j.user_id, j.currency_id, 'adjustment' AS kind, %(last)s::date AS happened_on, j.amount,
                       j.id AS adjustment_id
                  FROM motivation_adjustment j
                 WHERE %(waiting)s AND %(people)s
                """,
                last=self.last_on,
                waiting=self._get_waiting_sql(),
                people=self._get_people_sql("j"),
            ),
        )

    def _get_waiting_sql(self):
        """Is the adjustment ``j`` agreed upon and in no statement yet?"""
        return SQL(
            """
            %(is_real)s AND j.company_id = %(company)s AND j.state = 'approved' AND j.month_on <= %(first)s
            AND NOT EXISTS (SELECT FROM motivation_statement_line l WHERE l.adjustment_id = j.id)
            """,
            is_real=not self.simulation_id,
            company=self.company_id.id,
            first=self.first_on,
        )
