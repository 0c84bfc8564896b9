from odoo.tools import SQL

# What the locks of the statements run, whoever writes: motivation_statement_seal and _line_lock make them.
LOCKS = ("motivation_statement_keep", "motivation_statement_line_keep")


def uninstall_hook(env):
    """Take the locks off before the tables go: a company that leaves the addon takes its statements out of Odoo.

    Tables take their triggers along, but neither the functions behind them nor what is approved would go by itself.
    """
    for name in LOCKS:
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(name)))
