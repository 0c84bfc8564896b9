"""What several tests stand on: a server of one's own with a department behind it."""

import pytest

from real_fixtures import answers, data, imported, ledger  # noqa: F401  (found by their names)
from relay import Department
from serving import Server, copied_database


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    """A server and its department."""
    with copied_database("conveyor_races") as database:
        server = Server(database, tmp_path_factory.mktemp("races") / "server.log")
        server.start()
        department = Department(database)
        department.server = server
        server.wait()
        yield department
        server.kill()


@pytest.fixture
def whole(arena):
    """After each race the tables tell one story."""
    yield
    assert not arena.damages()
