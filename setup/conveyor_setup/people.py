"""Who can sign in: read from the database, shown as a table."""

from . import addons, postgres

# The demo people carry external ids user_...; their password is their login.
QUERY = """
SELECT partner.name, users.login, users.login, COALESCE(partner.function, '')
FROM ir_model_data data
JOIN res_users users ON users.id = data.res_id
JOIN res_partner partner ON partner.id = users.partner_id
WHERE data.model = 'res.users' AND users.active
  AND (data.name = 'user_admin' AND data.module = 'base'
       OR data.name LIKE 'user\\_%' AND data.module = ANY (string_to_array(:'addons', ',')))
ORDER BY data.module = 'base' DESC, data.id
"""
HEAD = ("Who", "Login", "Password", "Role")


def table(database):
    """Lines of the table, aligned."""
    output = postgres.psql(database, QUERY, addons=",".join(addons.names()))
    rows = [HEAD, *(line.split("\t") for line in output.splitlines())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
