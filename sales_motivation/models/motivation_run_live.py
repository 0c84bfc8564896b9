from odoo import models
from odoo.tools import SQL

from .motivation_run_curve import PLACES

# What a live look reads of a line, in order.
LIVE_COLUMNS = (
    "component_id", "kind", "fact_id", "original_id", "happened_on", "window_on", "base", "before", "after", "target",
    "amount", "held", "trouble",
)  # fmt: skip
# How long before this month a sale may lie that changes now.
REACH = "14 months"


class MotivationRun(models.Model):
    """The very SQL of pay runs for one person in a month that is still running; nothing is written."""

    _inherit = "motivation.run"

    # === BUSINESS METHODS === #

    def _read_live(self, closed, today):
        """What a person has earned so far, and where his windows stand today.

        The run is a new record, and its context names the person (``motivation_people``).

        :param closed: of `_judge`
        :param date today: whose windows are told
        :return: list of rows: ``'line'`` with the values of `LIVE_COLUMNS`, or ``'window'`` with its component, what
            it has come to in settled statements (``before``), its target, and the rate of exchange (``amount``)
        """
        self.env.cr.execute(
            SQL(
                """
                WITH %(curve)s,
                every AS (SELECT * FROM lines UNION ALL %(clawback)s UNION ALL %(released)s),
                present AS (%(present)s)
                SELECT 'line', %(columns)s FROM every e
                 UNION ALL
                SELECT 'window', p.component_id, p.kind, NULL, NULL, NULL, p.window_on, NULL, p.before, NULL, p.target,
                       p.exchange, NULL, NULL
                  FROM present p
                """,
                curve=self._get_curve_sql(closed),
                clawback=self._get_clawback_sql(),
                released=self._get_released_sql(),
                present=self._get_present_sql(today),
                columns=SQL(", ").join(SQL.identifier("e", name) for name in LIVE_COLUMNS),
            )
        )
        return self.env.cr.fetchall()

    # === SQL === #

    def _get_present_sql(self, today):
        """The windows of today of everything that is paid fact by fact."""
        return SQL(
            """
            SELECT w.component_id, w.kind, w.window_on, %(before)s AS before, w.target,
                   CASE w.unit WHEN 'percent' THEN x.exchange ELSE 1 END AS exchange
              FROM (SELECT w.*, CASE WHEN t.tier_on = 'attainment' AND t.starts IS NOT NULL THEN %(target)s END AS target
                      FROM (SELECT t.*, date_trunc(t."window", %(today)s::date)::date AS window_on FROM terms t
                             WHERE t.is_last AND t.date_to_on >= %(first)s) w
                      JOIN terms t ON t.user_id = w.user_id AND t.component_id = w.component_id AND t.is_last
                      JOIN res_company c ON c.id = %(company)s) w
              JOIN res_company c ON c.id = %(company)s
             CROSS JOIN LATERAL (SELECT %(exchange)s AS exchange) x
            """,
            before=self._get_before_sql(),
            target=self._get_target_sql(),
            today=today,
            first=today.replace(day=1),
            company=self.company_id.id,
            exchange=self._get_exchange_sql(SQL("w.currency_id")),
        )

    def _get_asked_sql(self):
        """The facts that concern the people asked for, by the indexes of the ledger; nothing where everybody's are.

        Facts of theirs, what changes them since, and refunds that were matched with them.
        """
        asked = self.env.context.get("motivation_people")
        if asked is None:
            return None
        credited = {*(self.env.context.get("motivation_credits") or self._read_credits(asked))}
        if "team" in credited:  # a leader is paid by the facts of others
            return None
        whose = SQL(" OR ").join(
            SQL("%s = ANY(%s)", PLACES[name], list(asked))
            for name in ("doer", *credited - {"doer"})
        )
        return SQL(
            """
            WITH mine AS MATERIALIZED (
                SELECT f.* FROM conveyor_fact f
                 WHERE (%(whose)s) AND f.happened_on >= %(first)s::date - %(reach)s::interval)
            SELECT * FROM mine
             UNION ALL
            SELECT f.* FROM conveyor_fact f
             WHERE f.id NOT IN (SELECT id FROM mine)
               AND f.id IN (SELECT c.id FROM mine m JOIN conveyor_fact c ON c.reversal_of_id = m.id
                             UNION
                            SELECT r.fact_id FROM mine m JOIN motivation_refund r ON r.original_id = m.id)
            """,
            whose=whose,
            first=self.first_on,
            reach=REACH,
        )

    def _read_credits(self, asked):
        """Whose facts the components of these people pay: codes of `PLACES`."""
        assignments = self.env["motivation.pay.assignment"].search(
            [("user_id", "in", list(asked)), ("company_id", "=", self.company_id.id)]
        )
        return set(assignments.plan_id.component_ids.mapped("credit"))
