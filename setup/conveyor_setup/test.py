"""setup/test: every check and test, or a part of them."""

import argparse
import re
import subprocess
import time
from pathlib import Path

from . import addons, database, desk, places, progress, shell
from .faults import SetupError

DESCRIPTION = """\
Prepare the same as setup/run and run the tests: first the static checks (ruff, pylint-odoo), then
the installation and an update of the addons, whose log must be free of warnings, then every test
through pytest, tours in a real browser too. A skipped test fails the run."""
EPILOG = """\
a part of it:
  setup/test sales_conveyor/tests/test_handover_offer.py
  setup/test -k handover
  setup/test --static         only the static checks
  setup/test --alone sales_conveyor
                              the addon's own tests where no other addon is installed
Whatever is not an option of its own goes to pytest; such a part leaves out the static checks and
the update, and one process runs it. Two processes share the whole, each with a database of its own."""
TROUBLE = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
# A model is cut by theme into several classes, a page each: crm_lead.py, crm_lead_gate.py.
PARTED = "--disable=consider-merging-classes-inherited"
CONCISE = "--output-format=concise"
NOTHING = 5
# A class goes to one process, in the order of the files: the longest ones are not left for the end.
SHARED = [
    "-p",
    "conveyor_setup.sharing",
    "-n",
    "2",
    "--dist",
    "loadscope",
    "--no-loadscope-reorder",
]


def _parser():
    parser = argparse.ArgumentParser(
        prog="setup/test",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--static", action="store_true", help="only the static checks")
    parser.add_argument(
        "--alone",
        choices=addons.names(),
        metavar="ADDON",
        help="install only this addon and what it needs; without further words run all of its tests",
    )
    return parser


def main(arguments):
    """Run what was asked for; the exit code is pytest's."""
    options, chosen = _parser().parse_known_args(arguments)
    started = time.monotonic()
    progress.say("Tests: getting ready")
    ready = desk.prepare(for_tests=True)
    try:
        if options.static or not (chosen or options.alone):
            _check_statically(ready)
        return 0 if options.static else _test(ready, options.alone, chosen, started)
    finally:
        ready.use.release()


def _check_statically(ready):
    """Style and the pitfalls that can be seen without running anything."""
    python = str(ready.python)
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "--no-cache", CONCISE, "."],
        "ruff format": [python, "-m", "ruff", "format", "--no-cache", "--check", CONCISE, "."],
    }
    if addons.names():
        checks["pylint-odoo"] = [
            python,
            "-m",
            "pylint",
            "--rcfile=.pylintrc",
            PARTED,
            *addons.names(),
        ]
    failed = [name for name, command in checks.items() if not _passes(ready, name, command)]
    if failed:
        raise SetupError(f"Static checks failed: {', '.join(failed)}.")


def _passes(ready, name, command):
    with progress.step(name):
        code, output = shell.attempt(command, env=ready.environment(), cwd=places.REPOSITORY)
    if code:
        progress.say(output)
    return code == 0


def _test(ready, alone, chosen, started):
    """Copy the template, run pytest on the copy, and remove it."""
    ours = addons.with_needed(alone) if alone else addons.names()
    with desk.waiting_for(places.state()):
        template = database.addons_template(ready, database.Kind(), ours)
        copy = database.scratch(template, "test")
    try:
        _expect_no_trouble(database.install_log(template), "installation", fatal=not chosen)
        if not chosen:
            _update(ready, copy, ours)
        progress.say(f"  ready for pytest after {time.monotonic() - started:.0f} s")
        code = _pytest(ready, copy, _wanted(alone, chosen), template)
    finally:
        database.drop_all(copy)
    if code == NOTHING:
        raise SetupError("No test was found.")
    return code


def _update(ready, copy, ours):
    """What a company does on every new version must work, and quietly."""
    database.warm(ready, copy)
    if not ours:
        return
    log = places.state() / "logs" / "update-test.log"
    with progress.step("Update of the addons"):
        database.run_odoo(ready, copy, "-u", ",".join(ours), log=log, what="update the addons")
    _expect_no_trouble(log, "update", fatal=True)


def _expect_no_trouble(log, what, fatal):
    """A warning of Odoo often means that a part of the code is ignored."""
    lines = TROUBLE.findall(log.read_text(encoding="utf-8")) if log.exists() else []
    if lines:
        progress.say("\n".join(lines))
    if lines and fatal:
        raise SetupError(f"The {what} of the addons logged warnings: see {log}.")


def _pytest(ready, copy, chosen, template):
    """Run pytest in the foreground; its words go straight to the person."""
    # Some tests compare with a database that the addons have never seen.
    base = database.base_template(ready, database.Kind())
    templates = {"CONVEYOR_BASE": base, "CONVEYOR_ADDONS": template}
    command = [
        str(ready.python),
        "-m",
        "pytest",
        "-p",
        "conveyor_setup.strict",
        "-p",
        "no:cacheprovider",
    ]
    command += [
        f"--odoo-database={copy}",
        "--odoo-http",
        "--odoo-log-level=warn",
        "-ra",
        "--durations=15",
    ]
    command += [_absolute(argument) for argument in chosen]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        env=ready.environment(**templates),
        cwd=places.REPOSITORY,
        preexec_fn=shell.die_with_parent,  # noqa: PLW1509
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def _wanted(alone, chosen):
    """What pytest is given: everything is shared by two processes, a part is run by one."""
    if any(Path(word.partition("::")[0]).exists() for word in chosen):
        return chosen
    if alone:
        return [*(chosen or SHARED), alone]
    return chosen or [*SHARED, "tests", *addons.names()]


def _absolute(argument):
    """Paths are given from where the person stands."""
    path, colons, rest = argument.partition("::")
    looks_like_path = "/" in path or path.endswith(".py")
    return (
        f"{Path(path).absolute()}{colons}{rest}"
        if looks_like_path and Path(path).exists()
        else argument
    )
