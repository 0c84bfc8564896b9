"""Databases: templates that are made once, and quick copies of them.

``conveyor_base_*`` holds Odoo's modules, ``conveyor_addons_*`` the addons on top. A database gets
its final name only when it is finished, so a name that exists is a database that is whole.
"""

import os
import re
from dataclasses import dataclass

from . import addons, desk, pins, places, postgres, progress, shell
from .faults import SetupError, from_output

PREFIX = "conveyor"
DROP = 'DROP DATABASE IF EXISTS :"name" WITH (FORCE)'
KEPT = 3
FAILED = "Odoo could not finish the database."
# Attachments live in the database, so that a copy of it is all there is to copy.
SELF_CONTAINED = """
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
env["ir.attachment"].force_storage()
env["ir.attachment"].regenerate_assets_bundles()
env.cr.commit()
"""
# The first page is quick when its scripts and styles have been put together beforehand.
WARM = """
for name in %r:
    env["ir.qweb"]._get_asset_bundle(name, css=False, js=True).js()
    env["ir.qweb"]._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
"""
PUBLIC_BUNDLES = ["web.assets_frontend", "web.assets_frontend_minimal", "web.assets_frontend_lazy"]
OWN_BUNDLES = ["web.assets_web"]


@dataclass(frozen=True)
class Kind:
    """What a database is to hold."""

    with_demo: bool = True
    language: str = ""

    @property
    def languages(self):
        """Codes of the languages to load."""
        return desk.languages(self.language)


def exists(name):
    """Is there a database of this name?"""
    found = postgres.psql(
        "postgres", "SELECT 1 FROM pg_database WHERE datname = :'name'", name=name
    )
    return bool(found.strip())


def drop(name):
    """Remove a database, whoever is connected to it."""
    postgres.psql("postgres", DROP, name=name)


def drop_all(name):
    """Remove a database and the copies that parallel test processes made of it."""
    query = (
        "SELECT datname FROM pg_database WHERE datname = :'name' OR datname LIKE :'name' || '-gw%'"
    )
    for copy in postgres.psql("postgres", query, name=name).split():
        drop(copy)


def clone(source, name):
    """Copy a database; nobody may be connected to the source."""
    postgres.psql(
        "postgres", 'CREATE DATABASE :"name" TEMPLATE :"source"', name=name, source=source
    )


def rename(source, name):
    """Give a finished database its name."""
    postgres.psql(
        "postgres", 'ALTER DATABASE :"source" RENAME TO :"name"', source=source, name=name
    )


def describe(name, text):
    """Note on the database what it was made from."""
    postgres.psql("postgres", "COMMENT ON DATABASE :\"name\" IS :'text'", name=name, text=text)


def description(name):
    """What `describe` noted."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'"
    return postgres.psql("postgres", query, name=name).strip()


def install_log(name):
    """What Odoo logged while it made this template."""
    return places.state() / "logs" / f"{name}.log"


def addons_template(desk, kind, ours=None):
    """The template with the addons (or some of them), made where it is missing or outdated."""
    below = base_template(desk, kind)
    everything = addons.names()
    ours = everything if ours is None else ours
    if not ours:
        return below
    made_from = (addons.fingerprint(), *(ours if ours != everything else ()))
    name = f"{PREFIX}_addons_{pins.fingerprint(below, *made_from)}"

    def fill(part):
        run_odoo(desk, part, "-i", ",".join(ours), log=install_log(name), what="install the addons")
        _expect_installed(part, ours)

    return _template(name, below, "Addons: " + ", ".join(ours), fill)


def base_template(desk, kind):
    """The template with Odoo's modules."""
    modules = addons.foundation()
    made_from = (desk.odoo.version, str(desk.odoo.path), modules, kind.languages, kind.with_demo)
    name = f"{PREFIX}_base_{pins.fingerprint(made_from)}"

    def fill(part):
        postgres.psql(part, "CREATE EXTENSION IF NOT EXISTS pg_trgm", checked=False)
        demo = "--with-demo" if kind.with_demo else "--without-demo"
        languages = ",".join(kind.languages)
        options = ("-i", ",".join(modules), demo, f"--load-language={languages}")
        run_odoo(desk, part, *options, log=install_log(name), what="install its modules")
        run_script(desk, part, SELF_CONTAINED + WARM % PUBLIC_BUNDLES)

    data = "with demo data" if kind.with_demo else "without demo data"
    return _template(name, "template0", f"Odoo database {data}, about two minutes", fill)


def _expect_installed(name, modules):
    """Odoo ignores a module that it does not know; we do not."""
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    absent = sorted(set(modules) - set(postgres.psql(name, query).split()))
    if absent:
        raise SetupError(f"Odoo did not install {', '.join(absent)}: see {places.log()}.")


def _template(name, below, title, fill):
    """Make a template under a passing name, then give it its own."""
    if exists(name):
        return name
    part = f"{PREFIX}_part_{name.rsplit('_', 1)[1]}"
    with progress.step(title):
        drop(part)
        try:
            clone(below, part)
            fill(part)
            rename(part, name)
        except BaseException:
            postgres.psql("postgres", DROP, checked=False, name=part)
            raise
    _forget_old(name.rsplit("_", 1)[0])
    return name


def _forget_old(stem):
    """Only the newest templates of a kind stay."""
    query = (
        "SELECT datname FROM pg_database WHERE datname LIKE :'like' ORDER BY oid DESC OFFSET :kept"
    )
    for name in postgres.psql("postgres", query, like=stem + r"\_%", kept=KEPT).split():
        drop(name)
        install_log(name).unlink(missing_ok=True)


def run_odoo(desk, name, *options, log, what):
    """Let Odoo work on a database and leave; its log is kept."""
    command = desk.odoo_command("-d", name, *options, "--stop-after-init", "--no-http")
    code, output = shell.attempt(command, env=desk.environment())
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(output, encoding="utf-8")
    if code:
        raise from_output(output, f"Odoo could not {what}: {_reason(output)}", log)


def _reason(output):
    """The last line of the last traceback."""
    found = re.findall(r"^[\w.]*(?:Error|Exception|Warning|Invalid\w*)\b.*", output, re.MULTILINE)
    return found[-1] if found else "it gave no reason."


def warm(desk, name):
    """Put together what every signed-in page loads."""
    run_script(desk, name, WARM % OWN_BUNDLES)


def run_script(desk, name, script):
    """Run Python inside a database through Odoo's shell."""
    command = desk.odoo_command(
        "shell", "-d", name, "--no-http", "--log-level=warn", "--shell-interface=python"
    )
    env = desk.environment(PYTHONSTARTUP=os.devnull)
    shell.run(command, FAILED, env=env, stdin=script)


def scratch(template, purpose):
    """A copy for one purpose of this process."""
    name = f"{PREFIX}_{purpose}_{os.getpid()}"
    drop(name)
    clone(template, name)
    return name
