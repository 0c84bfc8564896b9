"""Who may know whom: two wings stand on one ground, on Odoo's free modules, and not on each other."""

import ast
import re
import sys

from architecture import (
    ADDONS,
    GROUND,
    WINGS,
    addon_of,
    files,
    is_test,
    manifest,
    parsed,
    told,
    where,
)

FREE_MODULES = {
    "base", "base_setup", "calendar", "contacts", "crm", "gamification", "hr", "hr_recruitment",
    "mail", "phone_validation", "portal", "product", "sale", "sale_crm", "sale_margin", "sale_management",
    "sales_team", "spreadsheet", "utm", "web",
}  # fmt: skip
LIBRARIES = {
    "babel", "dateutil", "freezegun", "hypothesis", "lxml", "markupsafe", "odoo", "openpyxl", "polib",
    "psycopg2", "pytz", "werkzeug", "xlsxwriter",
}  # fmt: skip


def _strangers(addon):
    """Words that an addon must not say: the names of the wings that it does not stand on."""
    return [(name, prefix) for name, prefix in WINGS.items() if name != addon]


def test_wings_and_ground_name_no_other_wing():
    """The ground names no wing, and no wing names the other, in code, views or data."""
    faults = []
    for path in files(".py", ".xml", ".csv", ".js"):
        for name, prefix in _strangers(addon_of(path)):
            pattern = re.compile(rf"\b{name}\b|[\"'>]{prefix}\.[a-z]|\bmodel_{prefix}_")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if pattern.search(line):
                    faults.append(f"{where(path)[:-1]}{number} names {name}: {line.strip()}")
    told(faults)


def test_dependencies_are_free():
    """Only Odoo's LGPL modules are below, and the addons say LGPL-3 themselves."""
    faults = []
    for addon in ADDONS:
        known = manifest(addon)
        allowed = FREE_MODULES | ({GROUND} if addon.name in WINGS else set())
        faults += [f"{addon.name} depends on {name}" for name in set(known["depends"]) - allowed]
        if known.get("license") != "LGPL-3":
            faults.append(f"{addon.name} has the licence {known.get('license')}")
    told(faults)


def test_wings_stand_on_the_ground():
    """The two meet on the ground, so both depend on it."""
    told(
        addon.name
        for addon in ADDONS
        if addon.name in WINGS and GROUND not in manifest(addon)["depends"]
    )


def _imported(tree):
    """(node, module) of every absolute import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node, node.module


def test_imports_are_declared():
    """Code imports Python, Odoo, a few libraries of Odoo, and addons that the manifest names."""
    faults = []
    for path in files(".py"):
        below = _below(addon_of(path))
        for node, module in _imported(parsed(path)):
            parts = module.split(".")
            if (
                parts[:2] == ["odoo", "addons"]
                and len(parts) > 2
                and parts[2] not in below
                and not is_test(path)
            ):
                faults.append(
                    f"{where(path, node)} imports the addon {parts[2]} without depending on it"
                )
            if parts[0] not in LIBRARIES | sys.stdlib_module_names:
                faults.append(f"{where(path, node)} imports {module}")
    told(faults)


def _below(addon):
    """Free modules and, for a wing, the ground: an addon may import itself and what lies below."""
    return FREE_MODULES | {addon} | ({GROUND} if addon in WINGS else set())
