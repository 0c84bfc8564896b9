"""A pytest plugin: a log line of WARNING or above fails its test, a skipped test fails the run."""

import logging

import pytest


class Collector(logging.Handler):
    """Keeps what was logged since the last look."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        """Keep a readable line."""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def take(self):
        """Hand over the lines and forget them."""
        lines, self.lines = self.lines, []
        return lines


COLLECTOR = Collector()


def pytest_sessionstart():
    """Listen from the beginning: what the loading of the registry logs counts too."""
    logging.getLogger().addHandler(COLLECTOR)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a passed phase that logged a warning into a failed one."""
    report = yield
    lines = COLLECTOR.take()
    if lines and report.passed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} ({call.when}) logged:\n" + "\n".join(lines)
    return report


def _skipped(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """A run that skipped something has not passed."""
    if _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Name what was skipped, as the reason for the failure."""
    reports = _skipped(terminalreporter.config)
    if reports:
        terminalreporter.section("skipped, therefore failed", red=True)
        for report in reports:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[-1]}")
