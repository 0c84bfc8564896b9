"""PostgreSQL: the one the environment names (PGHOST...), or a private cluster.

The private one listens on a unix socket only, in a folder that nobody but its owner may enter.
"""

import fcntl
import os
import pwd
import shutil
import time
from pathlib import Path

from . import machine, pins, places, progress, shell
from .faults import SetupError, expect_room

ROLE = "odoo"
NAMED_BY = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGPORT")
SETTINGS = {
    "listen_addresses": "''",
    "jit": "off",
    "synchronous_commit": "off",
    "shared_buffers": "512MB",
    "max_connections": "100",
}
LONGEST_SOCKET = 90
ATTEMPTS = 10
NO_WAY_IN = "PostgreSQL cannot be reached as the environment says (PGHOST...): {fault}"
TOO_OLD = "PostgreSQL {found} is too old: Odoo 19 needs {needed} or newer."
NO_ENTRY = (
    "PostgreSQL runs as {user} and cannot enter {folder}: "
    "name a folder that everyone may enter with CONVEYOR_STATE."
)


def is_external():
    """Does the environment name a PostgreSQL?"""
    return any(os.environ.get(name) for name in NAMED_BY)


def _folder():
    return places.state() / "postgresql"


def _data():
    return _folder() / "data"


def _socket():
    """A folder for the socket; a socket's path may not be long."""
    inside = _folder() / "run"
    if len(str(inside)) <= LONGEST_SOCKET:
        return inside
    return Path("/tmp") / f"sales-conveyor-{pins.fingerprint(str(inside))}"


def _owner():
    """Root hands the cluster to another user, as PostgreSQL demands."""
    return "postgres" if places.is_root() else None


def client_environment():
    """What a program needs to reach the database: also createdb and dropdb on the PATH."""
    tools = Path(machine.find_program("psql")).parent
    path = f"{tools}:{os.environ.get('PATH', '')}"
    if is_external():
        return {"PATH": path}
    return {"PATH": path, "PGHOST": str(_socket()), "PGUSER": ROLE, "PGPORT": "5432"}


def ensure():
    """A PostgreSQL that answers and is new enough."""
    if not is_external():
        _ensure_cluster()
    code, output = psql("postgres", "SHOW server_version_num", checked=False)
    if code:
        raise SetupError(NO_WAY_IN.format(fault=output.strip().splitlines()[-1:][0]))
    needed = int(pins.section("database")["postgresql_from"])
    if int(output) // 10000 < needed:
        raise SetupError(TOO_OLD.format(found=int(output) // 10000, needed=needed))


def psql(database, statement, *, checked=True, **values):
    """Run SQL and return what it printed; ``:'name'`` in it stands for a quoted value."""
    tool = machine.find_program("psql")
    command = [tool, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database]
    command += [part for name, value in values.items() for part in ("-v", f"{name}={value}")]
    env = shell.environment(**client_environment(), PGCONNECT_TIMEOUT="10")
    if checked:
        return shell.run(command, "A statement failed in PostgreSQL.", env=env, stdin=statement)
    return shell.attempt(command, env=env, stdin=statement)


def _control(*arguments, checked=True):
    command = [machine.find_program("pg_ctl"), "-D", _data(), *arguments]
    options = {"user": _owner(), "holds_locks": False}
    if checked:
        return shell.run(command, "PostgreSQL could not be started.", **options)
    return shell.attempt(command, **options)[0]


def _is_running():
    return _data().exists() and _control("status", checked=False) == 0


def _ensure_cluster():
    if not places.is_complete(_folder()):
        expect_room(places.state(), 700)
        with progress.step("PostgreSQL cluster"), places.making(_folder()):
            _make_cluster()
    _own(_socket())
    if not (_is_running() and _answers()):
        with progress.step("PostgreSQL"):
            _start()
        _passing().touch()


def _own(folder):
    """A folder of the cluster's user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if places.is_root():
        shutil.chown(folder, _owner(), pwd.getpwnam(_owner()).pw_gid)


def _make_cluster():
    """Sort by the rules of Unicode where the server can: Russian and Latin names in one list."""
    _own(_folder())
    if shell.attempt(["test", "-x", _folder()], user=_owner())[0]:
        raise SetupError(NO_ENTRY.format(user=_owner(), folder=places.state()))
    tool = machine.find_program("initdb")
    options = ["-D", _data(), "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    if _major(tool) >= 15:
        options += ["--locale-provider=icu", "--icu-locale=und"]
    shell.run([tool, *options], "The database cluster could not be made.", user=_owner())


def _major(tool):
    return int(float(shell.attempt([tool, "--version"])[1].split()[2].split("devel")[0]))


def _answers():
    return psql("postgres", "SELECT 1", checked=False)[0] == 0


def _start():
    """Start, also after a crash: PostgreSQL recovers by itself once its last processes are gone."""
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    options = " ".join(["-k", str(_socket()), *settings])
    command = ("-l", _folder() / "postgresql.log", "-o", options, "-w", "-t", "120", "start")
    for _attempt in range(ATTEMPTS):
        if _control(*command, checked=False) == 0:
            return
        time.sleep(1)
    _control(*command)


def _passing():
    """The mark of a cluster that should stop when nobody uses it any more."""
    return places.state() / ".postgresql-passing"


class Use:
    """Who uses the cluster holds a shared lock; whoever leaves last stops a passing one."""

    def __init__(self):
        """Lock, for as long as this process or a server that inherits the file lives."""
        places.state().mkdir(parents=True, exist_ok=True)
        self.file = (places.state() / ".postgresql-in-use").open("a")
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def fileno(self):
        """For handing the lock to a server that stays behind."""
        return self.file.fileno()

    def release(self):
        """Leave, and stop the cluster if nobody else uses it."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not is_external() and _passing().exists() and _is_running():
            _control("-m", "fast", "-w", "stop", checked=False)


def keep_running():
    """The cluster stays until it is told to stop."""
    _passing().unlink(missing_ok=True)


def stop():
    """Stop the private cluster unless somebody uses it; tell whether it ran."""
    ran = not is_external() and _is_running()
    if ran:
        _passing().touch()
        Use().release()
    return ran and not _is_running()
