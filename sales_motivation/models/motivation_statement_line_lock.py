from odoo import models
from odoo.tools import SQL

from .motivation_statement_seal import SEALED

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS newer",
    "update": "REFERENCING OLD TABLE AS older NEW TABLE AS newer",
    "delete": "REFERENCING OLD TABLE AS older",
}


class MotivationStatementLine(models.Model):
    """Lines are locked with their statement: one look for each SQL statement, whatever the number of lines."""

    _inherit = "motivation.statement.line"

    def init(self):
        super().init()
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
                DROP TRIGGER IF EXISTS motivation_statement_line_keep_all ON motivation_statement_line;
                CREATE TRIGGER motivation_statement_line_keep_all BEFORE TRUNCATE ON motivation_statement_line
                    FOR EACH STATEMENT EXECUTE FUNCTION motivation_statement_line_keep();
                """,
                columns=columns,
            )
        )
        for event, tables in EVENTS.items():
            self.env.cr.execute(
                SQL(
                    """
                    DROP TRIGGER IF EXISTS %(name)s ON motivation_statement_line;
                    CREATE TRIGGER %(name)s AFTER %(event)s ON motivation_statement_line %(tables)s
                        FOR EACH STATEMENT EXECUTE FUNCTION motivation_statement_line_keep();
                    """,
                    name=SQL.identifier(f"motivation_statement_line_keep_{event}"),
                    event=SQL(event),
                    tables=SQL(tables),
                )
            )
