"""Packages that the machine itself must have: installed by root, named for everyone else."""

import shutil
import sys
from pathlib import Path

from . import pins, places, progress, shell
from .archive import Archive
from .faults import SetupError

PLEASE = "Please install: sudo apt-get install {packages}"
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def find_program(name):
    """A program on the PATH, or where Debian hides PostgreSQL's."""
    places_to_look = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    for folder in places_to_look:
        if (folder / name).is_file():
            return folder / name
    return shutil.which(name)


def _version(folder):
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _is_there(proof):
    return Path(proof).exists() if proof.startswith("/") else bool(find_program(proof))


def _venv_is_there():
    """Debian ships the module without what it needs to put pip into a new environment."""
    code, _output = shell.attempt([sys.executable, "-c", "import ensurepip, venv"])
    return code == 0


def missing(section):
    """Packages of a section of the pins that are not on the machine."""
    return [package for package, proof in pins.section(section).items() if not _is_there(proof)]


def ensure(for_tests, external_postgresql):
    """Have every machine package, or say in one line which to install."""
    needed = missing("machine") + (missing("machine-tests") if for_tests else [])
    if external_postgresql and "postgresql" in needed:
        needed[needed.index("postgresql")] = "postgresql-client"
        needed = [
            name for name in needed if name != "postgresql-client" or not find_program("psql")
        ]
    if not _venv_is_there():
        needed.append("python3-venv")
    wished = [package for package in missing("machine-optional") if package not in needed]
    if not places.is_root():
        _ask_for(needed, wished)
    elif needed or wished:
        _install(needed, wished)


def _ask_for(needed, wished):
    if needed:
        raise SetupError(PLEASE.format(packages=" ".join(needed)))
    if wished:
        progress.say(f"  (to print PDF: sudo apt-get install {' '.join(wished)})")


def _install(needed, wished):
    """Install what is needed; what is only wished for may be gone from this release."""
    archive = Archive("machine")
    with progress.step(f"Machine packages: {', '.join(needed + wished)}"):
        archive.update()
        found = [package for package in wished if archive.versions(package)]
        if "postgresql" in needed:
            _want_no_system_cluster()
        if needed + found:
            archive.install(needed + found)


def _want_no_system_cluster():
    """The private cluster is enough: the package need not start one of its own."""
    if not NO_CLUSTER.parent.exists():
        NO_CLUSTER.parent.mkdir(parents=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="utf-8")
