"""The database that a person looks at: made from the template, brought up to date when addons change."""

from . import addons, database, places, postgres, progress
from .faults import SetupError

NOT_OURS = "The database {name} was not made by setup/run: choose another name with --database."
OTHER_KIND = (
    "The database {name} was made {was} demo data: call with --reset to make it anew, "
    "or choose another name with --database."
)
SET_LANGUAGE = """
UPDATE res_partner SET lang = :'language'
WHERE id IN (SELECT partner_id FROM res_users WHERE active AND NOT share)
"""


def ensure(desk, name, kind):
    """Have the database, holding what the addons say now."""
    if not database.exists(name):
        _make(desk, name, kind)
    else:
        _bring_up_to_date(desk, name, kind)
    if kind.language:
        postgres.psql(name, SET_LANGUAGE, language=kind.language)


def _note(kind):
    """What the database was made from, as kept in its description."""
    demo = "with" if kind.with_demo else "without"
    return f"sales addons {addons.fingerprint()} {','.join(addons.names()) or '-'} {demo} demo"


def _make(desk, name, kind):
    note = _note(kind)
    template = database.addons_template(desk, kind)
    with progress.step(f"Database {name}"):
        part = database.scratch(template, "part")
        database.warm(desk, part)
        database.describe(part, note)
        database.rename(part, name)


def _bring_up_to_date(desk, name, kind):
    """Install what is new, update what changed; an interrupted update is repeated."""
    known, wanted = database.description(name).split(), _note(kind).split()
    if known[:2] != wanted[:2]:
        raise SetupError(NOT_OURS.format(name=name))
    if known[-2:] != wanted[-2:]:
        raise SetupError(OTHER_KIND.format(name=name, was=known[-2]))
    if known == wanted:
        return
    with progress.step("Addons changed: updating the database"):
        before = set(known[3].split(",")) & set(addons.names())
        after = set(addons.names()) - before
        options = [("-u", before), ("-i", after)]
        chosen = [
            part
            for option, modules in options
            if modules
            for part in (option, ",".join(sorted(modules)))
        ]
        log = places.state() / "logs" / "update.log"
        database.run_odoo(desk, name, *chosen, log=log, what="update the addons")
        database.warm(desk, name)
        database.describe(name, " ".join(wanted))
