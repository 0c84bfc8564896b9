"""The scripts of setup/ as a person calls them: what they say, what they leave behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
SETUP = REPOSITORY / "setup"
# The tests themselves run with settings that a person does not have.
STEERING = ("PYTHONPATH", "ODOO_RC", "PGHOST", "PGPORT", "PGUSER", "VIRTUAL_ENV")


def _environment(keep=(), **changes):
    kept = {key: value for key, value in os.environ.items() if key not in STEERING or key in keep}
    return {**kept, **{name: str(value) for name, value in changes.items()}}


def call(script, *arguments, keep=(), before=(), **changes):
    """Run a script to its end."""
    return subprocess.run(
        [*before, SETUP / script, *arguments],
        env=_environment(keep, **changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _sentence(result):
    """The one line that tells a fault; never a traceback."""
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize("script", ["run", "test", "wheels"])
def test_every_script_explains_itself(script):
    """--help works before anything is prepared."""
    result = call(script, "--help", CONVEYOR_CACHE="/nonexistent", CONVEYOR_STATE="/nonexistent")
    assert result.returncode == 0
    assert result.stdout.startswith(f"usage: setup/{script}")


@pytest.mark.parametrize(("version", "words"), [("3.8", "found is 3.8"), ("", "none was found")])
def test_a_wrong_python_is_told(tmp_path, version, words):
    """Too old, or not there at all."""
    if version:
        fake = tmp_path / "python3"
        fake.write_text(f"#!/bin/sh\necho {version.replace('.', '0')}\n", encoding="utf-8")
        fake.chmod(0o755)
    sentence = _sentence(call("run", PATH=tmp_path, CONVEYOR_PYTHON=""))
    assert words in sentence


def test_a_taken_port_is_told_before_any_work(tmp_path):
    """Nothing is made for a server that could not start."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = call("run", "--port", str(port), CONVEYOR_CACHE=tmp_path, CONVEYOR_STATE=tmp_path)
    assert f"Port {port} is taken" in _sentence(result)
    assert not list(tmp_path.iterdir())


def test_a_missing_network_is_told(tmp_path):
    """The first call needs the package registries, and nothing half-made stays without them."""
    nowhere = f"http://127.0.0.1:{_free_port()}"
    places = {"CONVEYOR_CACHE": tmp_path / "cache", "CONVEYOR_STATE": tmp_path / "state"}
    proxies = {"http_proxy": nowhere, "https_proxy": nowhere}
    result = call("run", "--port", str(_free_port()), **places, **proxies)
    assert "registries cannot be reached" in _sentence(result)
    assert not list((tmp_path / "cache").glob("odoo-*"))


def test_a_wrong_odoo_path_is_told(tmp_path):
    """It says what it looked for and how to point at it."""
    places = {"CONVEYOR_CACHE": tmp_path / "cache", "CONVEYOR_STATE": tmp_path / "state"}
    result = call("run", "--port", str(_free_port()), ODOO_PATH=tmp_path, **places)
    assert "holds no Odoo 19" in _sentence(result)


def test_a_postgresql_that_does_not_answer_is_told(tmp_path):
    """Whoever names a server gets the server's answer."""
    result = call("run", "--port", str(_free_port()), PGHOST=tmp_path, CONVEYOR_STATE=tmp_path)
    assert "cannot be reached as the environment says" in _sentence(result)


CUT = """
import os, signal, sys
from pathlib import Path
from conveyor_setup import places
with places.making(Path(sys.argv[1])) as folder:
    (folder / "half").touch()
    if sys.argv[2] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _make(folder, how):
    command = [sys.executable, "-c", CUT, folder, how]
    return subprocess.run(command, env=_environment(PYTHONPATH=SETUP), check=False).returncode


def test_what_a_killed_call_left_is_made_anew(tmp_path):
    """A folder counts only when it was made to the end."""
    from conveyor_setup import places

    folder = tmp_path / "thing"
    assert _make(folder, "die") == -signal.SIGKILL
    assert not places.is_complete(folder)
    assert _make(folder, "finish") == 0
    assert places.is_complete(folder)


def test_a_fault_leaves_nothing_half_made(tmp_path):
    """Neither does a full disk in the middle of the work."""
    from conveyor_setup import places

    with pytest.raises(OSError, match="full"), places.making(tmp_path / "thing"):
        raise OSError(28, "full")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("dpkg-deb: error: ... No space left on device", "The disk is full"),
        ("E: Could not connect to 127.0.0.1:9", "registries cannot be reached"),
        ("something else", "It failed. The details are in"),
    ],
)
def test_what_a_program_printed_becomes_a_sentence(printed, words):
    """The words of other programs are for the log."""
    from conveyor_setup import faults

    assert words in str(faults.from_output(printed, "It failed."))


def test_who_is_not_root_is_asked_for_packages(monkeypatch):
    """One line to copy."""
    from conveyor_setup import faults, machine, places

    monkeypatch.setattr(places, "is_root", lambda: False)
    monkeypatch.setattr(machine, "find_program", lambda name: None)
    with pytest.raises(faults.SetupError, match="^Please install: sudo apt-get install postgresql"):
        machine.ensure(for_tests=False, external_postgresql=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo server of its own, on the database server that the tests use already."""
    state = tmp_path_factory.mktemp("state")
    port, name = str(_free_port()), f"conveyor_try_{os.getpid()}"
    keep = ("PGHOST", "PGPORT", "PGUSER")

    def run(*arguments):
        options = ("--port", port, "--database", name)
        return call("run", *options, *arguments, keep=keep, CONVEYOR_STATE=state)

    run.port, run.state, run.keep, run.name = port, state, keep, name
    yield run
    run("--stop")
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)
    shutil.rmtree(state)


def _status(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=30) as answer:
        return answer.status


def test_a_demo_is_made_started_and_stopped(demo):
    """The first call makes the database; the second only starts the server."""
    first = demo("--detach")
    assert first.returncode == 0, first.stderr
    assert f"http://127.0.0.1:{demo.port}" in first.stdout
    assert "admin" in first.stdout
    assert _status(demo.port) == 200
    assert "running already" in demo().stdout
    assert "Stopped." in demo("--stop").stdout
    second = demo("--detach")
    assert second.returncode == 0, second.stderr
    assert [line for line in second.stdout.splitlines() if line.endswith("...")] == [
        "  Odoo server ..."
    ]
    assert "Stopped." in demo("--stop").stdout
    with contextlib.suppress(OSError):
        assert _status(demo.port) != 200


def test_a_database_keeps_its_kind(demo):
    """With and without demo data are two databases, and somebody else's database is left alone."""
    assert demo("--detach").returncode == 0
    demo("--stop")
    assert "was made with demo data" in _sentence(demo("--without-demo", "--detach"))
    assert "was not made by setup/run" in _sentence(demo("--database", "postgres", "--detach"))


def test_ctrl_c_ends_the_server(demo):
    """In the foreground, and nothing of it stays."""
    command = [SETUP / "run", "--port", demo.port, "--database", demo.name]
    environment = _environment(demo.keep, CONVEYOR_STATE=demo.state)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert any("Ctrl-C stops it" in line for line in process.stdout)
        assert _status(demo.port) == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    with pytest.raises(OSError, match="refused"):
        _status(demo.port)
