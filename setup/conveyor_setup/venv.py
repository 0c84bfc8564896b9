"""A Python environment of its own with the pinned distributions."""

import sys

from . import pins, places, progress, shell
from .faults import expect_room


def ensure(for_tests):
    """The environment's Python; the one for tests can do all that the plain one can."""
    tests, plain = _folder(True), _folder(False)
    if not for_tests and places.is_complete(plain) and not places.is_complete(tests):
        tests = plain
    folder = tests if for_tests or places.is_complete(tests) else plain
    if not places.is_complete(folder):
        expect_room(places.cache(), 500)
        with progress.step("Python packages"), places.making(folder):
            _make(folder, _sections(folder == _folder(True)))
    places.keep_recent(folder, "python-*")
    return folder / "bin" / "python"


def _sections(for_tests):
    return ["python", "python-tests"] if for_tests else ["python"]


def _folder(for_tests):
    """Named by what goes into it: other pins or another Python make another folder."""
    contents = [pins.section(name) for name in (*_sections(for_tests), "python-brought")]
    kind = "tests" if for_tests else "run"
    return (
        places.cache() / f"python-{kind}-{pins.fingerprint(contents, sys.version, sys.executable)}"
    )


def _make(folder, sections):
    """Create it and install: every version is pinned, also of what the distributions bring along."""
    shell.run([sys.executable, "-m", "venv", folder], "The Python environment could not be made.")
    wanted = folder / "wanted.txt"
    limits = folder / "limits.txt"
    names = [distribution for section in sections for distribution in pins.distributions(section)]
    wanted.write_text("\n".join(names) + "\n", encoding="utf-8")
    limits.write_text("\n".join(pins.distributions("python-brought")) + "\n", encoding="utf-8")
    pip = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
    ]
    env = shell.environment(
        PIP_ROOT_USER_ACTION="ignore", PIP_CACHE_DIR=str(places.cache() / "pip")
    )
    shell.run(
        [*pip, "-r", wanted, "-c", limits], "The Python packages could not be installed.", env=env
    )
