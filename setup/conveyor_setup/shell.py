"""Run other programs: their words go to the log, their failure becomes a sentence."""

import ctypes
import os
import selectors
import signal
import subprocess

from . import places, progress
from .faults import SetupError, from_output

PR_SET_PDEATHSIG = 1
INHERITED_NOT = ("PYTHONPATH", "PYTHONHOME", "ODOO_RC", "OPENERP_SERVER", "VIRTUAL_ENV")


def environment(**changes):
    """The person's environment less what would steer our Python and Odoo elsewhere."""
    kept = {name: value for name, value in os.environ.items() if name not in INHERITED_NOT}
    cache = str(places.cache() / "pycache")
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": cache,
        "PYTHONUNBUFFERED": "1",
        "PYLINTHOME": cache,
        **changes,
    }


def die_with_parent():
    """Ask the kernel to end this child when setup dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(command, otherwise, **options):
    """Run to the end and return what was printed; a failure raises its sentence."""
    code, output = attempt(command, **options)
    if code:
        raise from_output(output, otherwise)
    return output


def attempt(command, *, user=None, env=None, cwd=None, stdin="", holds_locks=True):
    """Run to the end and return the exit code and what was printed.

    ``holds_locks=False`` is for programs that leave a service behind.
    """
    command = [str(part) for part in command]
    places.write_log("$ " + " ".join(command))
    identity = {"user": user, "group": user, "extra_groups": []} if user else {}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env or environment(),
            cwd=cwd or "/",
            pass_fds=places.HELD if holds_locks else (),
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no threads here)
            **identity,
        )
    except FileNotFoundError as error:
        raise SetupError(f"The program {error.filename} is missing on this machine.") from error
    output = _read(process, stdin)
    places.write_log(output)
    return process.returncode, output


def _read(process, stdin):
    """Collect the output, showing that time passes; end the program if we are interrupted."""
    chunks = []
    try:
        with process.stdin as pipe:
            pipe.write(stdin.encode())
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                if selector.select(timeout=1):
                    chunk = os.read(process.stdout.fileno(), 65536)
                    if not chunk:
                        break
                    chunks.append(chunk)
                progress.tick()
        process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    return b"".join(chunks).decode("utf-8", "replace")
