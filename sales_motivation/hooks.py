from odoo.tools import SQL

# Where badges are promised; what refers to them would keep them from going.
PROMISES = ("motivation_contest_prize", "motivation_grade")


def uninstall_hook(env):
    """Let a company that takes pay out of Odoo keep nothing of it but what people have won."""
    _take_locks_off(env)
    for table in PROMISES:
        env.cr.execute(SQL("UPDATE %s SET badge_id = NULL", SQL.identifier(table)))
    env.invalidate_all()
    ours = env["ir.model.data"].search(
        [("module", "=", "sales_motivation"), ("model", "=", "gamification.badge")]
    )
    won = (
        env["gamification.badge.user"].search([("badge_id", "in", ours.mapped("res_id"))]).badge_id
    )
    # A badge that somebody has won is his, and stays as one of the company's own.
    ours.filtered(lambda name: name.res_id in won.ids).unlink()


def _take_locks_off(env):
    """Drop the functions of the locks, and their triggers with them: what is approved would not go otherwise."""
    locks = env.execute_query(
        SQL(
            """
            SELECT proname FROM pg_proc
             WHERE prorettype = 'trigger'::regtype AND pronamespace = current_schema::regnamespace
               AND starts_with(proname, 'motivation_')
            """
        )
    )
    for (name,) in locks:
        env.cr.execute(SQL("DROP FUNCTION %s() CASCADE", SQL.identifier(name)))
