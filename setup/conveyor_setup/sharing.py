"""A pytest plugin: how two processes share the tests."""

import pytest
from xdist.scheduler import LoadScopeScheduling


class Sharing(LoadScopeScheduling):
    """Class by class, in the order of the files; what works on real data is one piece of work."""

    def _split_scope(self, nodeid):
        """Importing the real data takes minutes, so one process does it, once."""
        return "real data" if "/test_real_" in nodeid else super()._split_scope(nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests so."""
    return Sharing(config, log)
