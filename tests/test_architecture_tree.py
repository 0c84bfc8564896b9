"""The project speaks of itself alone, and its top level shows only rooms."""

import re

from architecture import ADDONS, NO_SOURCE, REPOSITORY, told

TOP = {"sales_conveyor", "sales_hiring", "sales_motivation", "tests", "setup", "dist"}
TOP |= {"README.md", "README.ru.md", "LICENSE"}
TEXT = {
    ".py",
    ".xml",
    ".csv",
    ".js",
    ".scss",
    ".md",
    ".rst",
    ".po",
    ".pot",
    ".cfg",
    ".toml",
    ".ini",
    ".sh",
    "",
}
# Spelt in parts, so that this file does not find itself.
HOSTS = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "debian" + ".org",
    "ubuntu" + ".com",
    "npmjs" + ".",
)
PLACES = ("/" + "work/", "/" + "root/", "/" + "home/[a-z]")
FOREIGN = re.compile("|".join([*map(re.escape, HOSTS), *PLACES]))


def _texts():
    for path in sorted(REPOSITORY.rglob("*")):
        parts = path.relative_to(REPOSITORY).parts
        if (
            path.is_file()
            and path.suffix in TEXT
            and not NO_SOURCE & set(parts)
            and parts[0] != "LICENSE"
        ):
            yield path


def test_no_word_of_one_machine():
    """No path of somebody's machine and no host of a registry."""
    faults = []
    for path in _texts():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FOREIGN.search(line):
                faults.append(f"{path.relative_to(REPOSITORY)}:{number} {line.strip()}")
    told(faults)


def test_top_level_shows_only_rooms():
    """Settings of tools are dotfiles, everything else is in a room."""
    told(
        path.name
        for path in REPOSITORY.iterdir()
        if not path.name.startswith(".") and path.name not in TOP
    )


def test_every_addon_can_be_packed_and_read_about():
    """A manifest for pip and a page for people."""
    needed = ("pyproject.toml", "README.rst")
    told(
        f"{addon.name} has no {name}"
        for addon in ADDONS
        for name in needed
        if not (addon / name).exists()
    )
