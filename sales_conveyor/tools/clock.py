"""The transaction's own clock, set by hand: for the demonstration and for tests."""

from contextlib import contextmanager


@contextmanager
def at_instant(env, instant):
    """Let everything inside the block happen at another instant.

    Odoo and the conveyor take the present from ``env.cr.now()``; the cursor keeps that instant in a private
    attribute, which no context key and no call over RPC can reach. After the block the clock goes on.

    :param datetime instant: naive, in UTC
    """
    _settle(env)
    before, env.cr._now = env.cr._now, instant
    try:
        yield
        _settle(env)
    finally:
        env.cr._now = before


def _settle(env):
    """Finish what belongs to this instant: the ledger books at the end of a transaction, by the clock of then."""
    env.flush_all()
    env["conveyor.fact"]._book_expected()
