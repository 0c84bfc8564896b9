from odoo import models
from odoo.tools import SQL

KEPT = ("company_id", "first_on", "last_on", "simulation_id", "is_frozen")


class MotivationRun(models.Model):
    """The month of approved statements stays the month that it was, whoever writes to the database."""

    _inherit = "motivation.run"

    def init(self):
        done = super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION motivation_run_keep() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.is_frozen AND (%(old)s) IS DISTINCT FROM (%(new)s) THEN
                        RAISE EXCEPTION 'The month of approved pay statements never changes.'
                              USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                END $$;
                DROP TRIGGER IF EXISTS motivation_run_keep_row ON motivation_run;
                CREATE TRIGGER motivation_run_keep_row BEFORE UPDATE ON motivation_run
                    FOR EACH ROW EXECUTE FUNCTION motivation_run_keep();
                """,
                old=SQL(", ").join(SQL("OLD.%s", SQL.identifier(name)) for name in KEPT),
                new=SQL(", ").join(SQL("NEW.%s", SQL.identifier(name)) for name in KEPT),
            )
        )
        return done
