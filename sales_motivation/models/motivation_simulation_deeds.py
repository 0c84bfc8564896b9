import logging

from psycopg2 import DataError, IntegrityError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, date_utils

from ..const import PAY

_logger = logging.getLogger(__name__)


class MotivationSimulation(models.Model):
    """Computing a simulation: month after month, each kept at once, so that a kill costs one month at most."""

    _inherit = "motivation.simulation"

    # === ACTION METHODS === #

    def action_start(self):
        """Compute what is not computed yet, in the background."""
        for simulation in self:
            simulation._begin()
        # Waking the server up is part of the work that was allowed.
        self.env.ref("sales_motivation.motivation_simulation_cron_compute").sudo()._trigger()

    def action_stop(self):
        """Stop after the present month; what is computed stays."""
        self.check_access("write")
        running = self.filtered(lambda simulation: simulation.state == "running")
        running._as_deed().write({"state": "stopped"})

    def action_reset(self):
        """Take the figures away, so that plans, months and people can be chosen anew."""
        self.check_access("write")
        self.lock_for_update()  # not while a month is being computed
        self._discard()

    # === BUSINESS METHODS === #

    def _as_deed(self):
        # Whoever may write a simulation lets the server make its assignments, runs and statements.
        return self.sudo().with_context(motivation_pay=PAY)

    def _begin(self):
        """Bring a simulation under way, once."""
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update(allow_referencing=True)
        if self.compared_in_id or self.state == "running":
            return
        if self.state == "done":
            raise UserError(self.env._("“%s” is computed already.", self.name))
        if not self.person_ids:
            raise UserError(self.env._("Nobody is on these plans: add the people to try them on."))
        deed = self._as_deed()
        if self.state == "draft":
            deed._make_chains()
        deed.write({"state": "running", "problem": False, "started_at": self.env.cr.now()})

    def _make_chains(self):
        """The people on each plan, in a chain of its own."""
        if self.base_plan_id:
            self.create(
                {
                    "compared_in_id": self.id,
                    "name": self.base_plan_id.display_name,
                    "plan_id": self.base_plan_id.id,
                    "base_plan_id": False,
                    "first_on": self.first_on,
                    "last_on": self.last_on,
                    "metric_id": self.metric_id.id,
                    "state": "running",
                }
            )
        # Nobody is told, and nothing is left in anybody's chatter.
        assignments = self.env["motivation.pay.assignment"].with_context(tracking_disable=True)
        for chain in self | self.twin_ids:
            assignments.create(
                [person._prepare_assignment_vals(chain) for person in self.person_ids]
            )

    def _discard(self):
        """Take away all that was computed: a few statements, however many people and months there were."""
        chains = (self | self.twin_ids).ids
        self.env.flush_all()
        of_chains = SQL("IN (SELECT id FROM motivation_run WHERE simulation_id = ANY(%s))", chains)
        statements = SQL("SELECT id FROM motivation_statement WHERE run_id %s", of_chains)
        for statement in (
            SQL("DELETE FROM motivation_statement_line WHERE statement_id IN (%s)", statements),
            SQL("DELETE FROM motivation_statement WHERE run_id %s", of_chains),
            SQL("DELETE FROM motivation_run WHERE simulation_id = ANY(%s)", chains),
            SQL("DELETE FROM motivation_pay_assignment WHERE simulation_id = ANY(%s)", chains),
            SQL("DELETE FROM motivation_simulation WHERE compared_in_id = ANY(%s)", chains),
            SQL(
                """UPDATE motivation_simulation_person SET pay = NULL, base_pay = NULL, difference = NULL, revenue = NULL
                    WHERE simulation_id = ANY(%s)""",
                chains,
            ),
            SQL(
                """UPDATE motivation_simulation SET state = 'draft', problem = NULL, started_at = NULL,
                          finished_at = NULL WHERE id = ANY(%s)""",
                chains,
            ),
        ):
            self.env.cr.execute(statement)
        self.env.invalidate_all(flush=False)

    def _advance(self):
        """Compute the next month; after the last one sum up."""
        self.ensure_one()
        deed = self._as_deed()
        chain, month = deed._find_next()
        try:
            with self.env.cr.savepoint():
                if month:
                    run = deed.env["motivation.run"].create(
                        {
                            "company_id": deed.company_id.id,
                            "first_on": month,
                            "simulation_id": chain.id,
                        }
                    )
                    run._compute()
                else:
                    deed._sum_up()
        except (UserError, DataError, IntegrityError) as error:
            _logger.exception("Simulation %s stopped", self.id)
            deed.write({"state": "stopped", "problem": str(error)[:200]})

    def _find_next(self):
        """The chain and the month that are computed next, or nothing where all is done."""
        done = {(run.simulation_id.id, run.first_on) for run in (self | self.twin_ids).run_ids}
        for chain in self | self.twin_ids:
            for month in self._get_months():
                if (chain.id, month) not in done:
                    return chain, month
        return self, None

    def _sum_up(self):
        """Write what each person would get by both plans, beside what he brought; all of it by one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH paid AS (
                    SELECT s.user_id, sum(a.amount) FILTER (WHERE s.simulation_id = %(plan)s) AS pay,
                           sum(a.amount) FILTER (WHERE s.simulation_id != %(plan)s) AS base_pay
                      FROM motivation_statement s
                      JOIN res_company c ON c.id = s.company_id
                      JOIN res_currency cu ON cu.id = c.currency_id
                     CROSS JOIN LATERAL (SELECT round(s.payable / s.rate / cu.rounding) * cu.rounding AS amount) a
                     WHERE s.simulation_id = ANY(%(chains)s)
                     GROUP BY s.user_id),
                brought AS (
                    SELECT f.user_id, sum(f.amount) AS revenue FROM conveyor_fact_sum f
                     WHERE f.metric_id = %(metric)s AND f.company_id = %(company)s
                       AND f.month_on BETWEEN %(first)s AND %(last)s
                     GROUP BY f.user_id)
                UPDATE motivation_simulation_person p
                   SET pay = COALESCE(paid.pay, 0), revenue = COALESCE(b.revenue, 0),
                       base_pay = CASE WHEN %(compared)s THEN COALESCE(paid.base_pay, 0) END,
                       difference = CASE WHEN %(compared)s THEN COALESCE(paid.pay, 0) - COALESCE(paid.base_pay, 0) END
                  FROM motivation_simulation_person o
                  LEFT JOIN paid ON paid.user_id = o.user_id
                  LEFT JOIN brought b ON b.user_id = o.user_id
                 WHERE o.id = p.id AND p.simulation_id = %(plan)s
                """,
                plan=self.id,
                chains=(self | self.twin_ids).ids,
                metric=self.metric_id.id,
                company=self.company_id.id,
                first=self._get_months()[0],
                last=date_utils.end_of(self.last_on, "month"),
                compared=bool(self.base_plan_id),
            )
        )
        self.person_ids.invalidate_recordset(flush=False)
        self.write({"state": "done", "finished_at": self.env.cr.now()})

    # === CRON === #

    @api.model
    def _cron_compute(self):
        """Go on with what is under way, month by month; each is kept even if the server dies after it."""
        running = [("state", "=", "running"), ("compared_in_id", "=", False)]
        while simulation := self.search(running, order="id", limit=1):
            simulation._advance()
            left = self.search_count(running)
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break
