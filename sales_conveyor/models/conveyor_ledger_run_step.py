from odoo import models
from odoo.tools import SQL

from .conveyor_fact_booking import WITHOUT_HISTORY

# The chunk size: a transaction of seconds, not of minutes.
CHUNK = 10_000
LAST_ID = 2**31 - 1


class ConveyorLedgerRun(models.Model):
    """One step of long work: a range of documents of one source, then the ledger's own rows."""

    _inherit = "conveyor.ledger.run"

    # === BUSINESS METHODS === #

    def _get_phases(self):
        """What is read, one after another: ``{phase: table}``."""
        phases = {
            source: table
            for source, table in self.env["conveyor.fact"]._get_sources().items()
            if source not in WITHOUT_HISTORY
        }
        return phases if self.kind == "backfill" else {**phases, "ledger": "conveyor_fact"}

    def _advance(self):
        """Read the next chunk; after the last one the work is done."""
        self.ensure_one()
        # Compiling these statements would take longer than running them.
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        phases = self._get_phases()
        if self.state == "waiting":
            self._begin(phases)
        upto, count, ids = self._find_chunk(phases[self.source])
        booked = self._read_chunk(ids) if ids else 0
        values = {
            "last_id": upto,
            "done_count": self.done_count + count,
            "booked_count": self.booked_count + booked,
        }
        if upto == LAST_ID:
            values |= self._get_next_phase(list(phases))
        self.write(values)

    def _begin(self, phases):
        """Start, or go on after a stop."""
        values = {"state": "running"}
        if not self.source:
            if self.kind == "rebuild":
                self.env["conveyor.ledger.copy"]._clear()
            counts = SQL(" + ").join(
                SQL("(SELECT count(*) FROM (%s) x)", self._get_ids_sql(phase, table))
                for phase, table in phases.items()
            )
            [(total,)] = self.env.execute_query(SQL("SELECT %s", counts))
            values |= {
                "source": next(iter(phases)),
                "last_id": 0,
                "total_count": total,
                "started_at": self.env.cr.now(),
            }
        self.write(values)

    def _get_ids_sql(self, phase, table):
        """The ids that are read in a phase: all of its table, or what facts were booked of since a day."""
        if not self.date_from:
            return SQL("SELECT id FROM %s", SQL.identifier(table))
        # The day begins first in the zone that is farthest ahead; what is checked once more does no harm.
        since = SQL("f.booked_at >= %s::timestamp - interval '14 hours'", self.date_from)
        if phase == "ledger":
            return SQL("SELECT f.id FROM conveyor_fact f WHERE %s", since)
        return SQL(
            """
            SELECT DISTINCT %s AS id
              FROM conveyor_fact f
              JOIN conveyor_metric m ON m.id = f.metric_id AND %s
              LEFT JOIN conveyor_client c ON c.id = f.client_id
             WHERE %s
            """,
            SQL("c.partner_id" if phase == "res.partner" else "f.origin_id"),
            self.env["conveyor.fact"]._get_fed_sql(phase),
            since,
        )

    def _find_chunk(self, table):
        """The next chunk; a short one is the last.

        :return: its last id, the number of its documents, and the SQL condition of them that follows a column
        """
        [(upto, count, ids)] = self.env.execute_query(
            SQL(
                """
                SELECT max(id), count(*), CASE WHEN %s THEN array_agg(id) END
                  FROM (SELECT id FROM (%s) x WHERE id > %s ORDER BY id LIMIT %s) x
                """,
                bool(self.date_from),
                self._get_ids_sql(self.source, table),
                self.last_id,
                CHUNK,
            )
        )
        # Facts of documents that were deleted may lie beyond the last one.
        upto = upto if count == CHUNK else LAST_ID
        if self.date_from:
            return upto, count, ids and SQL("= ANY (%s)", ids)
        return upto, count, SQL("BETWEEN %s AND %s", self.last_id + 1, upto)

    def _get_next_phase(self, phases):
        following = phases[phases.index(self.source) + 1 :]
        if following:
            return {"source": following[0], "last_id": 0}
        self._conclude()
        return {
            "state": "done",
            "finished_at": self.env.cr.now(),
            "source": False,
            "difference_count": self.difference_ids.search_count([("run_id", "=", self.id)]),
        }

    def _conclude(self):
        """After the last chunk: what only the whole can tell."""
        if self.kind == "check":
            self._check_sums()
        elif self.kind == "rebuild":
            copy = self.env["conveyor.ledger.copy"]
            copy._compare(self)
            copy._clear()

    def _read_chunk(self, ids):
        """Book or check the documents whose ids lie in a range.

        :param SQL ids: condition that follows the column of an id
        :return: number of facts booked
        """

        def scope(column):
            """The documents of this chunk."""
            return SQL("%s %s", column, ids)

        if self.kind == "backfill":
            return self.env["conveyor.fact"]._book_scope(self.source, scope, SQL("FALSE"))
        if self.kind == "check":
            self._check_seals(ids) if self.source == "ledger" else self._check_documents(scope)
        elif self.source == "ledger":
            self.env["conveyor.ledger.copy"]._copy_evidence(ids)
        else:
            self.env["conveyor.ledger.copy"]._derive(self.source, scope)
        return 0

    def _check_documents(self, scope):
        """Derive these documents' facts anew and name what differs from the ledger."""
        ledger = self.env["conveyor.fact"]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                %(changes)s
                INSERT INTO conveyor_ledger_difference (run_id, kind, source, origin_id, metric_id, company_id, user_id,
                                                        res_model, res_id, reference, quantity, amount)
                SELECT %(run)s, CASE WHEN reversal_of_id IS NULL THEN 'missing'
                                     WHEN reason IN ('deleted', 'cancelled') THEN 'orphan' ELSE 'changed' END,
                       %(source)s, %(origin)s, metric_id, company_id, user_id, res_model, res_id, reference,
                       quantity, amount
                  FROM changes n
                """,
                changes=ledger._get_changes_sql(self.source, scope, SQL("FALSE")),
                run=self.id,
                source=self.source,
                origin=SQL(
                    "COALESCE(n.partner_id, (SELECT c.partner_id FROM conveyor_client c WHERE c.id = n.client_id))"
                    if self.source == "res.partner"
                    else "n.origin_id"
                ),
            )
        )

    def _check_seals(self, ids):
        """Name the rows that no longer are what they were when they were booked."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_ledger_difference (run_id, kind, metric_id, company_id, user_id, res_model, res_id,
                                                        reference)
                SELECT %s, 'tampered', f.metric_id, f.company_id, f.user_id, 'conveyor.fact', f.id, f.reference
                  FROM conveyor_fact f
                 WHERE f.id %s AND f.hash IS DISTINCT FROM %s
                """,
                self.id,
                ids,
                self.env["conveyor.fact"]._get_seal_sql(),
            )
        )

    def _check_sums(self):
        """Name the months whose sums are not those of the facts: rows of the ledger or of the sums were taken away.

        A check of some days looks at the months of these days.
        """
        since = self.date_from and self.date_from.replace(day=1)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO conveyor_ledger_difference (run_id, kind, metric_id, company_id, user_id, month_on, quantity,
                                                        amount)
                SELECT %(run)s, 'sum', metric_id, company_id, user_id, month_on, sum(quantity), sum(amount)
                  FROM (SELECT f.metric_id, f.company_id, f.user_id, date_trunc('month', f.happened_on)::date AS month_on,
                               f.team_id, f.role, f.product_id, f.quantity, COALESCE(f.amount, 0) AS amount
                          FROM conveyor_metric m
                          JOIN conveyor_fact f ON f.metric_id = m.id
                         WHERE m.aggregation = 'sum' %(facts)s
                         UNION ALL
                        SELECT s.metric_id, s.company_id, s.user_id, s.month_on, s.team_id, s.role, s.product_id,
                               -s.quantity, -COALESCE(s.amount, 0)
                          FROM conveyor_fact_sum s
                         WHERE TRUE %(sums)s) x
                 GROUP BY metric_id, company_id, user_id, month_on, team_id, role, product_id
                HAVING sum(quantity) != 0 OR sum(amount) != 0
                """,
                run=self.id,
                facts=SQL("AND f.happened_on >= %s", since) if since else SQL(),
                sums=SQL("AND s.month_on >= %s", since) if since else SQL(),
            )
        )
