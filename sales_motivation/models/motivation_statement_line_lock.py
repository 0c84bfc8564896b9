from odoo import api, models
from odoo.tools import SQL

from .motivation_statement_seal import SEALED

# The end of a trigger's name, its moment, and the rows that it sees.
EVENTS = {
    "all": ("BEFORE TRUNCATE", ""),
    "insert": ("AFTER INSERT", "REFERENCING NEW TABLE AS newer"),
    "update": ("AFTER UPDATE", "REFERENCING OLD TABLE AS older NEW TABLE AS newer"),
    "delete": ("AFTER DELETE", "REFERENCING OLD TABLE AS older"),
}


class MotivationStatementLine(models.Model):
    """Lines are locked with their statement: one look for each SQL statement, whatever the number of lines."""

    _inherit = "motivation.statement.line"

    def init(self):
        res = super().init()
        columns = SQL(", ").join(SQL.identifier(name) for name in ("statement_id", *SEALED))
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION motivation_statement_line_keep() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE touched int[];
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        touched := ARRAY(SELECT DISTINCT statement_id FROM newer);
                    ELSIF TG_OP = 'DELETE' THEN
                        touched := ARRAY(SELECT DISTINCT statement_id FROM older);
                    ELSIF TG_OP = 'UPDATE' THEN
                        touched := ARRAY(SELECT DISTINCT d.statement_id FROM (
                            (SELECT id, %(columns)s FROM older EXCEPT SELECT id, %(columns)s FROM newer) UNION ALL
                            (SELECT id, %(columns)s FROM newer EXCEPT SELECT id, %(columns)s FROM older)) d);
                    END IF;
                    IF TG_OP = 'TRUNCATE' OR EXISTS (SELECT FROM motivation_statement s
                                         WHERE s.id = ANY(touched) AND s.state IN ('approved', 'paid')) THEN
                        RAISE EXCEPTION 'Lines of an approved pay statement never change.'
                              USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NULL;
                END $$;
                """,
                columns=columns,
            )
        )
        for name, (moment, tables) in EVENTS.items():
            self._lock(name, moment, tables)
        return res

    @api.model
    def _lock(self, name, moment, tables):
        """Have the function look at every SQL statement of one kind."""
        self.env.cr.execute(
            SQL(
                """
                DROP TRIGGER IF EXISTS %(name)s ON motivation_statement_line;
                CREATE TRIGGER %(name)s %(moment)s ON motivation_statement_line %(tables)s
                    FOR EACH STATEMENT EXECUTE FUNCTION motivation_statement_line_keep();
                """,
                name=SQL.identifier(f"motivation_statement_line_keep_{name}"),
                moment=SQL(moment),
                tables=SQL(tables),
            )
        )
