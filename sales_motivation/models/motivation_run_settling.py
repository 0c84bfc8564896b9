from odoo import models
from odoo.tools import SQL


class MotivationRun(models.Model):
    """How a month ends: what is owed from before, what can be taken now, what is carried over.

    Lines are summed up beside each statement (``LATERAL``), by its own index: PostgreSQL knows nothing yet of rows that
    this transaction has written, and a join would read all lines again for each of a thousand statements.
    """

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _insert_settlement(self):
        """Take what is owed out of variable pay, leave its floor, make it up to the draw, carry the rest over.

        As `tools.commission.settle` and `top_up` have it.
        """
        self._insert_lines(
            ("component_id", "kind", "happened_on", "base", "amount"),
            SQL(
                """
                WITH owing AS (%(owing)s),
                settled AS (%(settled)s),
                drawn AS (%(drawn)s)
                SELECT user_id, currency_id, NULL::int4 AS component_id, 'carried' AS kind,
                       %(first)s::date AS happened_on, carried_in AS base, -carried_in AS amount
                  FROM settled WHERE carried_in != 0
                 UNION ALL
                SELECT user_id, currency_id, NULL, 'carried', %(last)s::date, due - taken, due - taken
                  FROM settled WHERE due != taken
                 UNION ALL
                SELECT user_id, currency_id, component_id, 'draw', %(last)s::date, minimum, amount
                  FROM drawn WHERE amount != 0
                """,
                owing=self._get_owing_sql(),
                settled=self._get_taken_sql(),
                drawn=self._get_drawn_sql(),
                first=self.first_on,
                last=self.last_on,
            ),
        )

    def _sum_up(self):
        """Write the totals of the statements; whoever agreed to another amount is asked again."""
        self.env.cr.execute(
            SQL(
                """
                WITH sums AS (
                    SELECT s.id, l.*, (%(team)s) AS team_id
                      FROM motivation_statement s
                     CROSS JOIN LATERAL (
                           SELECT COALESCE(sum(l.amount), 0) AS payable,
                                  COALESCE(sum(l.amount) FILTER (WHERE l.kind = 'salary'), 0) AS salary,
                                  COALESCE(sum(l.amount) FILTER (WHERE l.kind = 'carried' AND l.happened_on = %(last)s), 0)
                                  AS carried,
                                  COALESCE(sum(l.held), 0) AS held, count(l.trouble) AS troubles
                             FROM motivation_statement_line l WHERE l.statement_id = s.id) l
                     WHERE s.run_id = %(run)s AND %(people)s)
                UPDATE motivation_statement s
                   SET payable = u.payable, salary = u.salary, variable = u.payable - u.salary, carried = u.carried,
                       held = u.held, trouble_count = u.troubles, team_id = u.team_id,
                       state = CASE WHEN s.state = 'accepted' AND s.payable != u.payable THEN 'sent' ELSE s.state END
                  FROM sums u WHERE u.id = s.id
                """,
                last=self.last_on,
                team=self._get_team_sql(),
                run=self.id,
                people=self._get_people_sql("s"),
            )
        )
        if self.env.context.get("motivation_people") is None:
            self.env.cr.execute(
                SQL(
                    "UPDATE motivation_run SET computed_at = %s WHERE id = %s",
                    self.env.cr.now(),
                    self.id,
                )
            )

    # === SQL === #

    def _get_taken_sql(self):
        """What of everything that is due can be taken out of the variable pay of each statement."""
        return SQL(
            """
            SELECT p.*, COALESCE(o.carried, 0) AS carried_in, COALESCE(o.drawn, 0) AS drawn, x.due,
                   CASE WHEN p.variable <= 0 THEN p.variable
                        ELSE least(x.due, round(p.variable * (1 - t.clawback_floor) / p.rounding) * p.rounding) END AS taken
              FROM (SELECT s.user_id, s.currency_id, cu.rounding, l.variable, l.clawback
                      FROM motivation_statement s
                      JOIN res_currency cu ON cu.id = s.currency_id
                     CROSS JOIN LATERAL (
                           SELECT COALESCE(sum(l.amount) FILTER (WHERE l.kind NOT IN ('salary', 'clawback')), 0) AS variable,
                                  COALESCE(-sum(l.amount) FILTER (WHERE l.kind = 'clawback'), 0) AS clawback
                             FROM motivation_statement_line l WHERE l.statement_id = s.id) l
                     WHERE s.run_id = %(run)s AND %(people)s) p
              LEFT JOIN owing o USING (user_id, currency_id)
             CROSS JOIN LATERAL (SELECT p.clawback + COALESCE(o.carried, 0) AS due) x
             CROSS JOIN LATERAL (%(plan)s) t
            """,
            run=self.id,
            people=self._get_people_sql("s"),
            plan=self._get_last_plan_sql(),
        )

    def _get_owing_sql(self):
        """What people owe from the months before: carried over in their last statement, and drawn in advance."""
        return SQL(
            """
            SELECT o.user_id, o.currency_id, o.carried, COALESCE(d.drawn, 0) AS drawn
              FROM (SELECT DISTINCT ON (s.user_id, s.currency_id) s.user_id, s.currency_id, s.carried
                      FROM motivation_statement s WHERE %(chain)s
                     ORDER BY s.user_id, s.currency_id, s.first_on DESC) o
              LEFT JOIN (SELECT s.user_id, s.currency_id, sum(l.amount) AS drawn
                           FROM motivation_statement_line l
                           JOIN motivation_statement s ON s.id = l.statement_id AND %(chain)s
                           JOIN motivation_pay_component c ON c.id = l.component_id AND c.is_recoverable
                          WHERE l.kind = 'draw'
                          GROUP BY s.user_id, s.currency_id) d USING (user_id, currency_id)
            """,
            chain=self._get_chain_sql("s"),
        )

    def _get_last_plan_sql(self):
        """The plan of the person ``p`` on the last of his days so far: its floor is his."""
        return SQL(
            """
            SELECT COALESCE(max(t.clawback_floor), 0) AS clawback_floor
              FROM (SELECT pl.clawback_floor::numeric
                      FROM motivation_pay_assignment a JOIN motivation_pay_plan pl ON pl.id = a.plan_id
                     WHERE a.user_id = p.user_id AND a.company_id = %(company)s AND a.date_from_on <= %(last)s
                       AND COALESCE(a.simulation_id, 0) = %(simulation)s
                     ORDER BY a.date_from_on DESC LIMIT 1) t
            """,
            company=self.company_id.id,
            last=self.last_on,
            simulation=self.simulation_id.id or 0,
        )

    def _get_drawn_sql(self):
        """What the draw adds or takes back, by the days of the month on a plan that has one."""
        return SQL(
            """
            SELECT s.user_id, s.currency_id, t.component_id, t.minimum,
                   CASE WHEN v.left_over < t.minimum THEN t.minimum - greatest(0, v.left_over)
                        WHEN t.is_recoverable THEN -least(greatest(0, s.drawn), v.left_over - t.minimum)
                        ELSE 0 END AS amount
              FROM settled s
              JOIN (SELECT t.user_id, t.currency_id, sum(m.minimum) AS minimum,
                           (array_agg(t.component_id ORDER BY t.date_from_on DESC))[1] AS component_id,
                           (array_agg(t.is_recoverable ORDER BY t.date_from_on DESC))[1] AS is_recoverable
                      FROM (%(terms)s) t
                      JOIN res_currency cu ON cu.id = t.currency_id
                     CROSS JOIN LATERAL (SELECT greatest(t.date_from_on, %(first)s) - %(first)s::date AS days_before,
                           least(t.date_to_on, %(last)s)::date - %(first)s::date + 1 AS days_after,
                           %(last)s::date - %(first)s::date + 1 AS whole) d
                     CROSS JOIN LATERAL (SELECT round(t.amount * d.days_after / d.whole / cu.rounding) * cu.rounding
                           - round(t.amount * d.days_before / d.whole / cu.rounding) * cu.rounding AS minimum) m
                     WHERE t.date_to_on >= %(first)s
                     GROUP BY t.user_id, t.currency_id) t ON t.user_id = s.user_id AND t.currency_id = s.currency_id
             CROSS JOIN LATERAL (SELECT s.variable - s.taken AS left_over) v
            """,
            terms=self._get_terms_sql(("draw",)),
            first=self.first_on,
            last=self.last_on,
        )

    def _get_team_sql(self):
        """The team of the statement ``s``: whose leader reads it."""
        return SQL(
            """
            SELECT tm.crm_team_id AS team_id FROM crm_team_member tm
              JOIN crm_team ct ON ct.id = tm.crm_team_id AND COALESCE(ct.company_id, s.company_id) = s.company_id
             WHERE tm.user_id = s.user_id ORDER BY tm.active DESC, tm.id LIMIT 1
            """
        )
