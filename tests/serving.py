"""A real Odoo server of one's own: its own copy of the database, its own process, real transactions."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier

import psycopg2

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

PATIENCE = 90
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """What the server said, or None of it where the connection broke."""

    status: int
    value: object
    seconds: float

    @property
    def ok(self):
        """Did the call succeed?"""
        return self.status == 200

    @property
    def told(self):
        """The sentence of a refusal; a fault of the machine room is none."""
        name = self.value.get("name", "") if isinstance(self.value, dict) else ""
        clear = "odoo.exceptions." in name or name.endswith("HandoverError")
        return self.value["message"] if clear else ""


@contextmanager
def postgres():
    """A cursor beside all databases of Odoo."""
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cr:
        yield cr
    connection.close()


@contextmanager
def copied_database(name, template="CONVEYOR_ADDONS"):
    """A copy of a template of the test command: with the addons, or with Odoo's modules alone."""
    # Two processes that share the tests do not share their copies.
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    source = os.environ.get(template)
    assert source, f"{template} names the database to copy; setup/test sets it."
    with postgres() as cr:
        drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
        cr.execute(drop)
        cr.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        try:
            yield name
        finally:
            odoo.sql_db.close_db(name)
            Registry.registries.pop(name, None)
            cr.execute(drop)


@contextmanager
def rows_of(database):
    """A plain cursor on a database, without Odoo."""
    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cr:
            yield cr
    finally:
        connection.close()


def run_odoo(database, *options, stdin=""):
    """Let Odoo work on a database and leave.

    :return: what it printed, and what it logged
    """
    done = subprocess.run(
        [sys.executable, "-m", "odoo", *options, "-d", database, "--no-http", "--log-level=warn"],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout, done.stderr


class Server:
    """Odoo in a process of its own, with threads for its requests and no cron."""

    def __init__(self, database, log):
        """Nothing starts yet."""
        self.database, self.log, self.process = database, log, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def start(self):
        """Begin; `wait` tells when it answers."""
        options = (
            f"--database={self.database}",
            f"--db-filter=^{self.database}$",
            "--http-interface=127.0.0.1",
            f"--http-port={self.port}",
            "--workers=0",
            "--max-cron-threads=0",
            "--log-level=warn",
        )
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "odoo", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )

    def wait(self):
        """Come back when it answers."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < deadline, "The server does not answer."
            time.sleep(0.2)

    def kill(self):
        """The power fails."""
        self.process.kill()
        self.process.wait()

    def _answers(self):
        try:
            with DIRECT.open(f"http://127.0.0.1:{self.port}/web/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def call(self, key, model, method, **body):
        """One call over /json/2."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/json/2/{model}/{method}",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        started = time.monotonic()
        try:
            with DIRECT.open(request, timeout=PATIENCE) as answer:
                status, value = answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            status, value = error.code, json.load(error)
        except OSError as error:
            status, value = 0, str(error)
        return Answer(status, value, time.monotonic() - started)

    def at_once(self, *calls):
        """Several calls let loose at the same instant; their answers in the same order."""
        gate = Barrier(len(calls))

        def run(call):
            key, model, method, body = call
            gate.wait()
            return self.call(key, model, method, **body)

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))


@contextmanager
def environment(database):
    """Odoo's own environment on the same database, committed at the end."""
    registry = Registry.registries.get(database) or _load(database)
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})


def _load(database):
    """Load a second registry without running the tests of its modules on the way."""
    enabled = odoo.tools.config["test_enable"]
    odoo.tools.config["test_enable"] = False
    try:
        return Registry(database)
    finally:
        odoo.tools.config["test_enable"] = enabled
