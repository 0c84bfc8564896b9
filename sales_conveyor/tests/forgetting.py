"""The ledger as on the day of the installation, whatever other addons have written about it since."""


def let_go(cr, table="conveyor_fact"):
    """Drop the foreign keys by which other tables hold the rows of a table, until the transaction is rolled back.

    An addon that pays for facts keeps them for ever; a test that begins without any is not about that.

    :param cr: cursor of Odoo or of psycopg2
    """
    cr.execute(
        """
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
          FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass AND conrelid != confrelid
        """,
        [table],
    )
    for (statement,) in cr.fetchall():
        cr.execute(statement)
