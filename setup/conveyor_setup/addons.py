"""The project's addons as they lie in the repository."""

import ast
import hashlib

from . import pins, places

NOT_IN_DATABASE = ("tests", "readme", "newsfragments", "__pycache__")
NOT_IN_DATABASE_STATIC = ("src", "tests")


def manifests():
    """Every addon at the top of the repository: {name: manifest}."""
    files = sorted(places.REPOSITORY.glob("*/__manifest__.py"))
    return {file.parent.name: ast.literal_eval(file.read_text(encoding="utf-8")) for file in files}


def names():
    """The addons' names."""
    return list(manifests())


def with_needed(name):
    """An addon and those of ours that it cannot be without: what a company has that installs it alone."""
    own = manifests()
    found, waiting = set(), {name}
    while waiting:
        found |= waiting
        waiting = {below for one in waiting for below in own[one].get("depends", [])} & set(own)
        waiting -= found
    return sorted(found)


def foundation():
    """Odoo's own modules below the addons, and those that the demo database adds."""
    own = manifests()
    needed = {module for manifest in own.values() for module in manifest.get("depends", [])}
    return sorted(needed - set(own) | set(pins.words("database", "modules")))


def fingerprint():
    """Changes whenever a file changes that the database holds something of."""
    digest = hashlib.sha256()
    for name in names():
        for path in _files(places.REPOSITORY / name):
            digest.update(f"{path.relative_to(places.REPOSITORY)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(addon):
    for path in sorted(addon.rglob("*")):
        parts = path.relative_to(addon).parts
        inside_static = parts[0] == "static" and parts[1:2] and parts[1] in NOT_IN_DATABASE_STATIC
        if path.is_file() and not inside_static and not set(parts) & set(NOT_IN_DATABASE):
            yield path
