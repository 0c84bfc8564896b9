"""Where things are kept: the repository, the cache of downloads, the state of this machine."""

import contextlib
import fcntl
import os
import shutil
import time
from pathlib import Path

SETUP = Path(__file__).resolve().parents[1]
REPOSITORY = SETUP.parent
NAME = "sales-conveyor"
# Locks that this process holds. Programs that it starts hold them too, so that the next call waits
# for whatever a killed one left at work.
HELD = set()
UNUSED_AFTER = 14 * 24 * 3600


def is_root():
    """PostgreSQL refuses to run as root, so root keeps its things where others may enter."""
    return os.geteuid() == 0


def cache():
    """Downloads and what is unpacked from them; may be deleted at any time."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return _place("CONVEYOR_CACHE", Path("/var/cache"), own)


def state():
    """The database cluster, the logs and the settings of the server."""
    own = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return _place("CONVEYOR_STATE", Path("/var/lib"), own)


def _place(variable, for_root, for_others):
    if os.environ.get(variable):
        return Path(os.environ[variable]).expanduser().absolute()
    return (for_root if is_root() else for_others) / NAME


def log():
    """What the commands behind each step printed."""
    return state() / "logs" / "setup.log"


def write_log(text):
    """Append to the log; a log that cannot be written must not hide the fault itself."""
    with contextlib.suppress(OSError):
        log().parent.mkdir(parents=True, exist_ok=True)
        with log().open("a", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else text + "\n")


def free_megabytes(folder):
    """Room on the disk of a folder that may not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // 2**20


@contextlib.contextmanager
def locked(folder, waiting):
    """One setup at a time may change ``folder``; the others wait. The kernel frees it at any death."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        HELD.add(file.fileno())
        try:
            yield
        finally:
            HELD.discard(file.fileno())


def is_complete(folder):
    """Only a folder that carries its mark was made to the end."""
    return (folder / ".complete").is_file()


@contextlib.contextmanager
def making(folder):
    """Make a folder anew; it gets its mark at the very end, and nothing of it stays after a fault."""
    remove(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
        (folder / ".complete").touch()
    except BaseException:
        remove(folder)
        raise


def remove(folder):
    """Take the mark away first, so that a half-removed folder never counts as complete."""
    if folder.is_symlink() or folder.exists():
        (folder / ".complete").unlink(missing_ok=True)
        shutil.rmtree(folder)


def keep_recent(folder, pattern):
    """Note that ``folder`` is used, and remove its siblings that nobody used for two weeks."""
    with contextlib.suppress(OSError):
        (folder / ".complete").touch()
        for other in folder.parent.glob(pattern):
            mark = other / ".complete"
            if (
                other != folder
                and mark.exists()
                and time.time() - mark.stat().st_mtime > UNUSED_AFTER
            ):
                remove(other)
