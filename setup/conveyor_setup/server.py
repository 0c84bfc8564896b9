"""The Odoo server: start it, wait until it answers, stop it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import places, progress, shell
from .faults import SetupError, from_output

PATIENCE = 180
TAKEN = "Port {port} is taken by another program: choose another one with --port."
GONE = "The server stopped by itself."
SLOW = "The server did not answer within {patience} s: see {log}."


def log():
    """What the server logs."""
    return places.state() / "logs" / "server.log"


def _note():
    return places.state() / "server.json"


def running():
    """The server that an earlier call left running: {pid, port, database, interface}, or nothing."""
    try:
        known = json.loads(_note().read_text(encoding="utf-8"))
        command = Path(f"/proc/{known['pid']}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return known if f"--config={places.state()}".encode() in command else None


def address(known):
    """What to type into a browser."""
    host = known["interface"] if known["interface"] != "0.0.0.0" else "127.0.0.1"
    return f"http://{host}:{known['port']}"


def expect_free(interface, port):
    """A taken port is told before any long work begins."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == 99 or isinstance(error, socket.gaierror):
                raise SetupError(
                    f"This machine has no address {interface}: choose another --interface."
                ) from error
            if isinstance(error, PermissionError):
                raise SetupError(
                    f"Port {port} is for root only: choose one above 1023 with --port."
                ) from error
            raise SetupError(TAKEN.format(port=port)) from error


def start(desk, known, detach):
    """Start the server and come back when it answers; the process is returned."""
    log().parent.mkdir(parents=True, exist_ok=True)
    command = desk.odoo_command(
        f"--config={desk.config}",
        f"--database={known['database']}",
        f"--db-filter=^{known['database']}$",
        f"--http-interface={known['interface']}",
        f"--http-port={known['port']}",
    )
    with progress.step("Odoo server"), log().open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=desk.environment(),
            cwd="/",
            start_new_session=True,
            pass_fds=[desk.use.fileno()],
            preexec_fn=None if detach else shell.die_with_parent,  # noqa: PLW1509
        )
        _note().write_text(json.dumps({**known, "pid": process.pid}), encoding="utf-8")
        try:
            _wait_until_up(process, address(known))
        except BaseException:
            end(process.pid)
            raise
    return process


def _wait_until_up(process, url):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise from_output(_tail(), GONE, log())
        if _answers(url):
            return
        progress.tick()
        time.sleep(0.3)
    raise SetupError(SLOW.format(patience=PATIENCE, log=log()))


def _answers(url):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/web/login", timeout=60) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def _tail():
    return log().read_text(encoding="utf-8", errors="replace")[-4000:]


def watch(process):
    """Stay until the server ends by itself; Ctrl-C comes out as KeyboardInterrupt."""
    process.wait()
    raise SetupError(f"{GONE} Its log is {log()}.")


def end(pid):
    """Ask the server to finish, and insist after a while."""
    for number, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            break
        if _is_gone(pid, patience):
            break
    _note().unlink(missing_ok=True)


def _is_gone(pid, patience):
    """Has the process ended (or become a zombie of ours, which is reaped here)?"""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                return True
        except ChildProcessError:
            if not Path(f"/proc/{pid}").exists():
                return True
        time.sleep(0.1)
    return False
