"""Everything prepared: Odoo, its Python and its database server, ready to be called."""

import configparser
import os
from dataclasses import dataclass

from . import addons, machine, odoo, pins, places, postgres, progress, shell, venv

WAITING = "  Another setup is at work here; waiting for it ..."


@dataclass
class Desk:
    """What the other steps work with."""

    python: object
    odoo: object
    use: object

    @property
    def config(self):
        """The server's settings."""
        return places.state() / "odoo.conf"

    def environment(self, **changes):
        """For Odoo and the tests: whose Odoo, which settings, which database server."""
        paths = f"{self.odoo.path}:{places.SETUP}"
        known = {"PYTHONPATH": paths, "ODOO_RC": str(self.config), **postgres.client_environment()}
        return shell.environment(**known, **changes)

    def odoo_command(self, *arguments):
        """A command line of Odoo."""
        return [str(self.python), "-m", "odoo", *map(str, arguments)]


def prepare(for_tests):
    """Have all of it, each step only where it is not done yet."""
    use = postgres.Use()
    with waiting_for(places.cache()):
        machine.ensure(for_tests, postgres.is_external())
        found = odoo.ensure()
        python = venv.ensure(for_tests)
    with waiting_for(places.state()):
        desk = Desk(python, found, use)
        postgres.ensure()
        _write_config(desk)
    return desk


def waiting_for(folder):
    """Hold a folder while changing it; say so when another setup holds it."""
    return places.locked(folder, lambda: progress.say(WAITING))


def _write_config(desk):
    """Odoo's settings: the addons beside Odoo's own, no list of databases, nobody from outside."""
    ours = [places.REPOSITORY] if addons.names() else []
    settings = {
        "addons_path": ",".join(map(str, [*ours, *desk.odoo.addons])),
        "data_dir": places.state() / "odoo-data",
        "db_name": "",
        "http_interface": "127.0.0.1",
        "list_db": False,
        "max_cron_threads": 1,
        "server_wide_modules": "base,web",
        "workers": 0,
        "without_demo": True,
    }
    for option, variable in (("db_host", "PGHOST"), ("db_user", "PGUSER"), ("db_port", "PGPORT")):
        value = postgres.client_environment().get(variable) or os.environ.get(variable)
        settings.update({option: value} if value else {})
    parser = configparser.ConfigParser(interpolation=None)
    parser["options"] = {name: str(value) for name, value in settings.items()}
    part = desk.config.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        parser.write(file)
    part.replace(desk.config)


def languages(extra):
    """The pinned languages and one that a person asked for."""
    known = pins.words("database", "languages")
    return known + ([extra] if extra and extra not in known else [])
