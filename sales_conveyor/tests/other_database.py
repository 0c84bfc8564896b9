"""Work in a database of one's own: a copy of a template, and scripts that Odoo's shell runs in it."""

import contextlib
import os
import subprocess
import sys

WITHOUT_ADDON, WITH_ADDON = "CONVEYOR_BASE", "CONVEYOR_ADDONS"
MISSING = (
    "The names of the template databases are not known here (CONVEYOR_BASE, CONVEYOR_ADDONS): "
    "call setup/test, which makes them."
)


def knows_templates():
    """Whether setup/test has told which templates there are."""
    return bool(os.environ.get(WITHOUT_ADDON) and os.environ.get(WITH_ADDON))


@contextlib.contextmanager
def copy(template, purpose):
    """A copy of a template for as long as the block lasts.

    :param str template: ``WITHOUT_ADDON`` or ``WITH_ADDON``
    :param str purpose: a word for the name of the copy
    """
    if not knows_templates():
        raise AssertionError(MISSING)
    name = f"conveyor_{purpose}_{os.getpid()}"
    _call("dropdb", "--if-exists", "--force", name)
    _call("createdb", "-T", os.environ[template], name)
    try:
        yield name
    finally:
        _call("dropdb", "--if-exists", "--force", name)


def run_shell(name, script, *options):
    """Run a script inside a database; ``env`` is the superuser's environment.

    :return: what the script printed
    """
    options = ["-d", name, "--no-http", "--log-level=error", *options]
    return _call(
        sys.executable, "-m", "odoo", "shell", "--shell-interface=python", *options, stdin=script
    )


def install(name, module):
    """Install a module in a database as a company does."""
    options = ["-i", module, "--stop-after-init", "--no-http", "--log-level=warn"]
    return _call(sys.executable, "-m", "odoo", "-d", name, *options)


def _call(*command, stdin=""):
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode or "Traceback (most recent call last)" in done.stderr:
        raise AssertionError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout
