from odoo import models
from odoo.tools import SQL

from ..const import PAY
from .motivation_run_curve import FACT_COLUMNS
from .motivation_run_judging import Judgement

# Lines that are computed again stand where they stood.
ORDER = ("happened_on", "kind", "fact_id", "component_id", "adjustment_id")


class MotivationRun(models.Model):
    """Computing a month: the same few statements whatever the number of people."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _compute(self):
        """Compute every statement of this month that is not approved; run again it gives the same."""
        self.ensure_one()
        self.env["conveyor.fact"]._book_expected()
        self.env.flush_all()  # the statements below read many tables
        self._clear()
        kinds = self._read_kinds()
        state = self._judge() if kinds & {"gate", "bonus"} else Judgement(set(), {}, {})
        self._insert_facts(state.closed)
        self._remove_forsaken()
        self._note_gates(state)
        self._insert_salaries()
        if "bonus" in kinds:
            self._insert_bonuses(state)
            self._insert_deductions()
        self._insert_adjustments()
        self._insert_settlement()
        self._sum_up()
        self.env.invalidate_all(flush=False)

    def _read_kinds(self):
        """Kinds of components that people of this company have, and ``gate`` where one has a gate: no more is asked."""
        self.env.cr.execute(
            SQL(
                """
                SELECT k.kind
                  FROM (SELECT DISTINCT plan_id FROM motivation_pay_assignment WHERE company_id = %s) a
                  JOIN motivation_pay_component c ON c.plan_id = a.plan_id
                 CROSS JOIN LATERAL (
                       SELECT c.kind
                        UNION ALL
                       SELECT 'gate' FROM motivation_pay_gate g WHERE g.component_id = c.id) k
                 GROUP BY k.kind
                """,
                self.company_id.id,
            )
        )
        return {kind for (kind,) in self.env.cr.fetchall()}

    def _clear(self):
        """Empty the statements that are computed anew."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM motivation_statement_line WHERE statement_id = ANY(ARRAY(
                       SELECT s.id FROM motivation_statement s WHERE s.run_id = %s AND %s))
                """,
                self.id,
                self._get_people_sql("s"),
            )
        )

    def _remove_forsaken(self):
        """Take away the statements that nobody is owed any more."""
        self.env.cr.execute(
            SQL(
                "SELECT s.id FROM motivation_statement s WHERE s.run_id = %s AND s.computed_at != %s AND %s",
                self.id,
                self.env.cr.now(),
                self._get_people_sql("s"),
            )
        )
        ids = [id_ for (id_,) in self.env.cr.fetchall()]
        if ids:
            # Nobody deletes statements by hand; these pay nothing.
            statements = self.env["motivation.statement"].sudo().with_context(motivation_pay=PAY)
            statements.browse(ids).unlink()

    def _insert_facts(self, closed):
        """Make the statements, with the lines of facts and of what is taken back."""
        self.env.cr.execute(
            SQL(
                """
                WITH %(curve)s,
                every AS (SELECT * FROM lines UNION ALL %(clawback)s UNION ALL %(released)s),
                statements AS (%(statements)s)
                INSERT INTO motivation_statement_line (statement_id, %(columns)s)
                SELECT s.id, %(values)s
                  FROM every e
                  JOIN statements s ON s.user_id = e.user_id AND s.currency_id = e.currency_id
                 ORDER BY s.id, e.component_id, e.kind = 'clawback', e.happened_on, e.fact_id
                """,
                curve=self._get_curve_sql(closed),
                clawback=self._get_clawback_sql(),
                released=self._get_released_sql(),
                statements=self._get_statements_sql(),
                columns=_list(FACT_COLUMNS),
                values=_list(FACT_COLUMNS, "e"),
            )
        )

    def _insert_lines(self, columns, query):
        """Add lines to the statements of this month.

        :param columns: names of columns that the query gives, beside ``user_id`` and ``currency_id``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO motivation_statement_line (statement_id, %(columns)s)
                SELECT s.id, %(values)s
                  FROM (%(query)s) q
                  JOIN motivation_statement s
                    ON s.run_id = %(run)s AND s.user_id = q.user_id AND s.currency_id = q.currency_id
                 ORDER BY s.id, %(order)s
                """,
                columns=_list(columns),
                values=_list(columns, "q"),
                order=_list([name for name in ORDER if name in columns], "q"),
                query=query,
                run=self.id,
            )
        )

    def _get_statements_sql(self):
        """A statement for everybody who is paid this month, owes from before, or has a late line."""
        return SQL(
            """
            INSERT INTO motivation_statement (run_id, first_on, simulation_id, company_id, user_id, currency_id, state, rate,
                                              computed_at, create_uid, create_date, write_uid, write_date)
            SELECT %(run)s, %(first)s, NULLIF(%(simulation)s, 0), c.id, w.user_id, w.currency_id, 'computed', %(exchange)s, %(now)s,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM (SELECT user_id, currency_id FROM every
                     UNION
                    SELECT a.user_id, p.currency_id FROM motivation_pay_assignment a
                      JOIN motivation_pay_plan p ON p.id = a.plan_id
                     WHERE a.company_id = %(company)s AND COALESCE(a.simulation_id, 0) = %(simulation)s
                       AND a.date_from_on <= %(last)s AND COALESCE(a.date_to_on, 'infinity') >= %(first)s AND %(paid)s
                     UNION
                    SELECT o.user_id, o.currency_id FROM (%(owing)s) o WHERE o.carried != 0 AND %(owes)s
                     UNION
                    SELECT j.user_id, j.currency_id FROM motivation_adjustment j
                     WHERE %(adjusted)s AND %(waiting)s) w
              JOIN res_company c ON c.id = %(company)s
            ON CONFLICT (run_id, user_id, currency_id) DO UPDATE
               SET computed_at = EXCLUDED.computed_at, rate = EXCLUDED.rate
            RETURNING id, user_id, currency_id
            """,
            run=self.id,
            exchange=self._get_exchange_sql(SQL("w.currency_id")),
            now=self.env.cr.now(),
            uid=self.env.uid,
            company=self.company_id.id,
            simulation=self.simulation_id.id or 0,
            first=self.first_on,
            last=self.last_on,
            paid=self._get_people_sql("a"),
            owing=self._get_owing_sql(),
            owes=self._get_people_sql("o"),
            adjusted=self._get_people_sql("j"),
            waiting=self._get_waiting_sql(),
        )


def _list(columns, alias=None):
    """Columns, of a table with an alias or plain."""
    return SQL(", ").join(
        SQL.identifier(alias, name) if alias else SQL.identifier(name) for name in columns
    )
