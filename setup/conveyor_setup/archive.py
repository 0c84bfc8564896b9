"""The machine's own Debian or Ubuntu archive, asked through a private apt configuration.

Only the archive's entries of the machine's sources are taken, into lists of our own: a third party
source that is out of reach does not matter, and the machine's apt stays as it was.
"""

import os
import re
import shutil
from pathlib import Path

from . import places, shell
from .faults import SetupError

SOURCES = Path("/etc/apt")
NOT_DEBIAN = "This is neither Debian nor Ubuntu: point ODOO_PATH at a checkout of Odoo 19 and PGHOST at a PostgreSQL."
UNREADABLE = (
    "The package archive could not be read: check the network and call again; it goes on from here."
)


def release():
    """The machine's /etc/os-release as a dictionary."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {name: value.strip('"') for name, value in pairs}


def family():
    """``debian`` or ``ubuntu``: whose archive it is."""
    known = release()
    names = [known.get("ID", ""), *known.get("ID_LIKE", "").split()]
    return "ubuntu" if "ubuntu" in names else "debian"


def _one_line_entries(text):
    """Entries of the old form: deb [options] URI suite component..."""
    for options, address, suite, parts in re.findall(
        r"^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$", text, re.MULTILINE
    ):
        signed = re.search(r"signed-by=(\S+)", options, re.IGNORECASE)
        yield address, [suite], parts.split(), signed[1] if signed else ""


def _stanza_entries(text):
    """Entries of the deb822 form, one stanza each."""
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*)$", stanza, re.MULTILINE))
        fields = {name.lower(): value for name, value in fields.items()}
        if "deb" in fields.get("types", "").split() and fields.get("enabled") != "no":
            suites, parts = fields.get("suites", "").split(), fields.get("components", "").split()
            for address in fields.get("uris", "").split():
                yield address, suites, parts, fields.get("signed-by", "")


def entries():
    """Entries of the distribution's own archive: (address, suites, components, key)."""
    codename = release().get("VERSION_CODENAME", "sid")
    old = [SOURCES / "sources.list", *sorted((SOURCES / "sources.list.d").glob("*.list"))]
    found = [
        entry for path in old if path.exists() for entry in _one_line_entries(path.read_text())
    ]
    for path in sorted((SOURCES / "sources.list.d").glob("*.sources")):
        found += _stanza_entries(path.read_text())
    return [entry for entry in found if _is_official(entry, codename)]


def _is_official(entry, codename):
    """Components and key of the distribution, and a suite of this release or a rolling one."""
    _address, suites, parts, key = entry
    ours = (codename, "stable", "testing", "unstable", "sid", "devel")
    named = any(suite.split("-")[0] in ours for suite in suites)
    return named and "main" in parts and (not key or f"{family()}-archive" in key)


def _stanza(address, suites, parts, key):
    lines = [
        "Types: deb",
        f"URIs: {address}",
        f"Suites: {' '.join(suites)}",
        f"Components: {' '.join(parts)}",
    ]
    return "\n".join([*lines, *([f"Signed-By: {key}"] if key else [])]) + "\n"


class Archive:
    """apt with lists and settings of its own, over the given suites (or the machine's own)."""

    def __init__(self, name, suites=()):
        if not shutil.which("apt-get"):
            raise SetupError(NOT_DEBIAN)
        self.folder = places.cache() / "apt" / name
        self.suites = suites

    def _sources(self):
        found = entries()
        if not found:
            raise SetupError(
                "No Debian or Ubuntu archive was found in /etc/apt: add one, or set ODOO_PATH and PGHOST."
            )
        if not self.suites:
            return [_stanza(*entry) for entry in found]
        main = next(
            (entry for entry in found if not any("security" in suite for suite in entry[1])),
            found[0],
        )
        address, _suites, _parts, key = main
        parts = ["main", "universe"] if family() == "ubuntu" else ["main"]
        return [_stanza(address, [suite], parts, key) for suite in self.suites]

    def _options(self):
        options = {
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": self.folder / "sources",
            "Dir::State::lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "APT::Update::Error-Mode": "any",
            "APT::Sandbox::User": "root" if places.is_root() else "",
            "DPkg::Lock::Timeout": "120",
        }
        return [part for name, value in options.items() for part in ("-o", f"{name}={value}")]

    def update(self):
        """Read the lists anew."""
        for part in ("sources", "lists/partial", "cache/archives/partial"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        stanzas = "\n".join(self._sources())
        (self.folder / "sources" / "archive.sources").write_text(stanzas, encoding="utf-8")
        shell.run(["apt-get", *self._options(), "update"], UNREADABLE, env=_quiet())

    def versions(self, package):
        """The versions of a package that the archive has, newest first."""
        command = ["apt-cache", *self._options(), "madison", package]
        _code, output = shell.attempt(command, env=_quiet())
        return [line.split("|")[1].strip() for line in output.splitlines() if line.count("|") == 2]

    def download(self, wanted, folder):
        """Fetch packages (``name=version``) into a folder; apt verifies their checksums."""
        command = ["apt-get", *self._options(), "download", *wanted]
        shell.run(command, "A package could not be downloaded.", cwd=folder, env=_quiet())

    def install(self, packages):
        """Install packages into the machine; root only."""
        quiet = {"env": _quiet(), "holds_locks": False}
        shell.run(["dpkg", "--configure", "-a"], "The machine's package system is broken.", **quiet)
        options = [*self._options(), "--yes", "--no-install-recommends"]
        keep = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]
        names = " ".join(packages)
        shell.run(
            ["apt-get", *options, *keep, "install", *packages],
            f"apt could not install {names}.",
            **quiet,
        )


def _quiet():
    return shell.environment(DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8", PATH=_path())


def _path():
    return os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
