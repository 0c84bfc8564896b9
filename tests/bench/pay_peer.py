"""The open peer: commissions of invoices, settled agent by agent, in a database of its own.

It is only compared with: this script alone brings it, from the registry of Python packages, into the cache.
"""

from datetime import timedelta

from conveyor_setup import database, pins, places, shell

DATABASE = "bench_peer"
PACKAGES = (
    "odoo-addon-account-commission-oca==19.0.1.0.1.4",
    "odoo-addon-commission-oca==19.0.2.0.0.10",
)
RATE = 5
FILL = """
    WITH moves AS (
        INSERT INTO account_move (name, move_type, state, payment_state, date, invoice_date, journal_id, company_id,
                                  currency_id, partner_id, commercial_partner_id, amount_total, auto_post)
        SELECT 'BNCH/' || i, 'out_invoice', 'posted', 'paid', %(first)s::date + i %% 28, %(first)s::date + i %% 28,
               %(journal)s, %(company)s, %(currency)s, %(client)s, %(client)s, 100 + i %% 977, 'no'
          FROM generate_series(1, %(count)s) i RETURNING id, date, amount_total),
    lines AS (
        INSERT INTO account_move_line (move_id, move_name, parent_state, date, invoice_date, journal_id, company_id,
                                       currency_id, company_currency_id, partner_id, account_id, product_id,
                                       display_type, name, quantity, price_unit, price_subtotal, price_total,
                                       debit, credit, balance, amount_currency)
        SELECT id, 'BNCH', 'posted', date, date, %(journal)s, %(company)s, %(currency)s, %(currency)s, %(client)s,
               %(account)s, %(product)s, 'product', 'Sold', 1, amount_total, amount_total, amount_total, 0,
               amount_total, -amount_total, -amount_total FROM moves RETURNING id, move_id, date, price_subtotal)
    INSERT INTO account_invoice_line_agent (object_id, invoice_id, invoice_date, agent_id, commission_id, amount,
                                            settled, company_id)
    SELECT id, move_id, date, (%(agents)s)[1 + id %% cardinality(%(agents)s)], %(commission)s,
           price_subtotal * %(rate)s / 100.0, FALSE, %(company)s FROM lines
"""


def make(desk, here, invoices, agents):
    """Install the peer and fill its world."""
    place = folder()
    if not places.is_complete(place):
        with places.making(place):
            options = ["install", "--no-deps", "--no-input", "--target", place]
            command = [desk.python, "-m", "pip", *options, *PACKAGES]
            shell.run(command, "The peer could not be brought.", env=shell.environment())
    database.drop(DATABASE)
    database.clone(database.base_template(desk, database.Kind(with_demo=False)), DATABASE)
    path = f"--addons-path={desk.odoo.addons[0]},{addons()}"
    log = database.install_log(DATABASE)
    options = (path, "-i", "account_commission_oca")
    database.run_odoo(desk, DATABASE, *options, log=log, what="install the peer")
    lines = [
        f"import sys; sys.path.insert(0, {str(here)!r})",
        f"import pay_peer; pay_peer.fill(env, {invoices}, {agents})",
    ]
    database.run_script(_Beside(desk, path), DATABASE, "\n".join(lines))


def folder():
    """Where the peer is kept."""
    return places.cache() / f"bench-peer-{pins.fingerprint(PACKAGES)}"


def addons():
    """The folder of its addons."""
    return folder() / "odoo" / "addons"


class _Beside:
    """The desk, with the peer's addons on every command line."""

    def __init__(self, desk, path):
        self.desk, self.path = desk, path

    def __getattr__(self, name):
        return getattr(self.desk, name)

    def odoo_command(self, *arguments):
        """A command line of Odoo."""
        return self.desk.odoo_command(*arguments, self.path)


def fill(env, invoices, agents):
    """Posted, paid invoices of last month by SQL, each with one agent: what the wizard settles."""
    values = _create_terms(env, agents)
    env.flush_all()
    month = env.cr.now().date().replace(day=1)
    env.cr.execute(
        FILL,
        {
            "first": (month - timedelta(days=1)).replace(day=1),
            **values,
            "rate": RATE,
            "count": invoices,
        },
    )
    env.cr.commit()
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE")
    env.cr._cnx.autocommit = False


def _create_terms(env, agents):
    """Agents on one commission, and what their invoices are written with."""
    commission = env["commission"].create(
        {"name": "Bench", "fix_qty": RATE, "invoice_state": "paid"}
    )
    people = env["res.partner"].create(
        [
            {
                "name": f"Agent {number}",
                "agent": True,
                "commission_id": commission.id,
                "settlement": "monthly",
            }
            for number in range(agents)
        ]
    )
    journal = env["account.journal"].create({"name": "Bench", "code": "BNCH", "type": "general"})
    account = env["account.account"].create(
        {"name": "Bench", "code": "BENCH1", "account_type": "income"}
    )
    client = env["res.partner"].create({"name": "Client"})
    product = env["product.product"].create({"name": "Bench"})
    return {
        "journal": journal.id,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "client": client.id,
        "account": account.id,
        "product": product.id,
        "agents": people.ids,
        "commission": commission.id,
    }


class Settle:
    """What the peer's wizard does at the end of a month."""

    count = 0

    def prepare(self, env, team):
        """The wizard of this month: it settles the months before."""
        day = env.cr.now().date()
        return env["commission.make.settle"].create(
            {"settlement_type": "sale_invoice", "date_to": day}
        )

    def run(self, wizard):
        """Settle all agents."""
        wizard.action_settle()
        wizard.env.flush_all()
        wizard.env.cr.execute("SELECT count(*) FROM commission_settlement_line")
        [[self.count]] = wizard.env.cr.fetchall()
