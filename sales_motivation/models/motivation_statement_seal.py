from odoo import api, models
from odoo.tools import SQL

from ..const import FROZEN

# What a line says, in the order of its seal.
SEALED = (
    "component_id", "kind", "fact_id", "original_id", "adjustment_id", "happened_on", "window_on", "base", "before",
    "after", "target", "amount", "held",
)  # fmt: skip
NUMBERS = {"base", "before", "after", "target", "amount", "held"}
KEPT = (
    "run_id", "first_on", "simulation_id", "company_id", "user_id", "currency_id", "rate", "salary", "variable", "payable", "carried", "held",
    "approved_by_id", "approved_at", "number", "hash",
)  # fmt: skip


class MotivationStatement(models.Model):
    """The lock: a chain of seals over approved statements, and triggers that keep them as they are."""

    _inherit = "motivation.statement"

    def init(self):
        """Have PostgreSQL refuse what Python refuses: SQL and RPC alike change nothing that is approved.

        Only columns of business are guarded, so that updates of the addon may add others.
        """
        res = super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION motivation_statement_keep() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'TRUNCATE' OR (OLD.state IN ('approved', 'paid') AND (TG_OP = 'DELETE'
                       OR NEW.state NOT IN ('approved', 'paid') OR (OLD.state = 'paid' AND NEW.state = 'approved')
                       OR (OLD.hash IS NOT NULL AND (%(old)s) IS DISTINCT FROM (%(new)s)))) THEN
                        RAISE EXCEPTION 'An approved pay statement never changes.'
                              USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                END $$;
                DROP TRIGGER IF EXISTS motivation_statement_keep_row ON motivation_statement;
                CREATE TRIGGER motivation_statement_keep_row BEFORE UPDATE OR DELETE ON motivation_statement
                    FOR EACH ROW EXECUTE FUNCTION motivation_statement_keep();
                DROP TRIGGER IF EXISTS motivation_statement_keep_all ON motivation_statement;
                CREATE TRIGGER motivation_statement_keep_all BEFORE TRUNCATE ON motivation_statement
                    FOR EACH STATEMENT EXECUTE FUNCTION motivation_statement_keep();
                """,
                old=_columns("OLD", KEPT),
                new=_columns("NEW", KEPT),
            )
        )
        return res

    # === BUSINESS METHODS === #

    def _seal(self):
        """Give these statements their places in the chain and their seals."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE ordered AS (
                    SELECT s.id, s.company_id, d.digest,
                           row_number() OVER (PARTITION BY s.company_id ORDER BY s.user_id, s.id)
                           + COALESCE(b.number, 0) AS number, b.hash AS hash_before, COALESCE(b.number, 0) AS number_before
                      FROM motivation_statement s
                     CROSS JOIN LATERAL (%(digest)s) d
                      LEFT JOIN LATERAL (SELECT p.number, p.hash FROM motivation_statement p
                                          WHERE p.company_id = s.company_id AND p.number IS NOT NULL
                                          ORDER BY p.number DESC LIMIT 1) b ON TRUE
                     WHERE s.id = ANY(%(ids)s)),
                chain AS (
                    SELECT o.id, o.company_id, o.number, %(first)s AS hash
                      FROM ordered o WHERE o.number = o.number_before + 1
                     UNION ALL
                    SELECT o.id, o.company_id, o.number, %(next)s
                      FROM chain c JOIN ordered o ON o.company_id = c.company_id AND o.number = c.number + 1)
                UPDATE motivation_statement s SET number = c.number, hash = c.hash FROM chain c WHERE c.id = s.id
                """,
                digest=self._get_digest_sql(),
                ids=self.ids,
                first=self._get_hash_sql(SQL("o.hash_before")),
                next=self._get_hash_sql(SQL("c.hash")),
            )
        )
        self.invalidate_recordset(["number", "hash"], flush=False)

    @api.model
    def _find_broken(self, company):
        """The approved statements of a company whose lines, totals, place, month or state do not fit their seals any more.

        :return: statements, in the order of the chain; nothing where all is as it was approved
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT x.id FROM (
                    SELECT o.id, o.number, o.hash, o.is_frozen, o.number - lag(o.number, 1, 0) OVER by_number AS step,
                           %(hash)s AS due
                      FROM (SELECT s.id, s.number, s.hash, d.digest, lag(s.hash) OVER (ORDER BY s.number) AS hash_before,
                                   s.state IN %(frozen)s AND (r.company_id, r.first_on, COALESCE(r.simulation_id, 0))
                                   = (s.company_id, s.first_on, COALESCE(s.simulation_id, 0)) AS is_frozen
                              FROM motivation_statement s JOIN motivation_run r ON r.id = s.run_id
                             CROSS JOIN LATERAL (%(digest)s) d
                             WHERE s.company_id = %(company)s AND (s.number IS NOT NULL OR s.state IN %(frozen)s)) o
                    WINDOW by_number AS (ORDER BY o.number)) x
                 WHERE x.step IS DISTINCT FROM 1 OR x.hash IS DISTINCT FROM x.due OR x.is_frozen IS NOT TRUE
                 ORDER BY x.number, x.id
                """,
                hash=self._get_hash_sql(SQL("o.hash_before")),
                digest=self._get_digest_sql(),
                company=company.id,
                frozen=FROZEN,
            )
        )
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    # === SQL === #

    @api.model
    def _get_digest_sql(self):
        """What the statement ``s`` and its lines say, as one text in a hash."""
        line = _text("l", SEALED)
        return SQL(
            """
            SELECT encode(sha256(convert_to(concat_ws(';', s.company_id, s.user_id, s.currency_id, s.run_id, s.first_on,
                   trim_scale(s.rate::numeric), trim_scale(s.salary), trim_scale(s.variable), trim_scale(s.payable),
                   trim_scale(s.carried), trim_scale(s.held), s.approved_by_id, extract(epoch FROM s.approved_at),
                   string_agg(%s, ';' ORDER BY l.id)), 'UTF8')), 'hex') AS digest
              FROM motivation_statement_line l WHERE l.statement_id = s.id
            """,
            line,
        )

    @api.model
    def _get_hash_sql(self, before):
        return SQL(
            "encode(sha256(convert_to(concat_ws('|', COALESCE(%s, '-'), o.number, o.digest), 'UTF8')), 'hex')",
            before,
        )


def _columns(row, names):
    return SQL(", ").join(SQL("%s.%s", SQL(row), SQL.identifier(name)) for name in names)


def _text(alias, names):
    """Columns as one text: an empty value has its own sign, a number no trailing zeros."""
    parts = [
        SQL(
            "COALESCE(%s::text, '-')",
            SQL("trim_scale(%s)" if name in NUMBERS else "%s", SQL.identifier(alias, name)),
        )
        for name in names
    ]
    return SQL("concat_ws('|', %s)", SQL(", ").join(parts))
