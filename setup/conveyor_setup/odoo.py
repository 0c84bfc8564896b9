"""Odoo 19: the one that is already there, or the distribution's package, unpacked."""

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from . import archive, pins, places, progress, shell
from .faults import SetupError, expect_room

HOW_TO_POINT = (
    "point at a checkout of Odoo 19 with ODOO_PATH, for example: ODOO_PATH=~/odoo setup/run"
)
NOT_CARRIED = f"The package archive of this machine does not carry Odoo 19: {HOW_TO_POINT}"
NOT_ODOO = "ODOO_PATH={path} holds no Odoo 19: " + HOW_TO_POINT
LEFT_OUT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
INSIDE = "usr/lib/python3/dist-packages"


@dataclass
class Odoo:
    """Where Odoo is: ``path`` goes to PYTHONPATH, ``addons`` to the addons path."""

    path: Path
    addons: list
    version: str


def _odoo_at(path):
    """The Odoo 19 whose package is ``path``/odoo, if there is one."""
    text = _text(path / "odoo" / "release.py")
    found = re.search(
        r"^version_info = \(['\"]?(?:saas~)?(19)['\"]?, (\d+), (\d+)", text, re.MULTILINE
    )
    if not found:
        return None
    addons = [folder for folder in (path / "addons",) if (folder / "web").is_dir()]
    return Odoo(path, addons, ".".join(found.groups()))


def _text(path):
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _pointed_at():
    """The Odoo that ODOO_PATH names: a checkout, or the folder of the package itself."""
    path = Path(os.environ["ODOO_PATH"]).expanduser().resolve()
    found = _odoo_at(path) or _odoo_at(path.parent) or _odoo_at(path / INSIDE)
    if not found:
        raise SetupError(NOT_ODOO.format(path=os.environ["ODOO_PATH"]))
    return _alone(found)


def _importable():
    """An Odoo 19 that the Python on the PATH can import."""
    code = "import importlib.util as u; s = u.find_spec('odoo'); print(*(s.submodule_search_locations if s else ()))"
    python = shutil.which("python3") or sys.executable
    status, output = shell.attempt([python, "-c", code])
    paths = output.split() if status == 0 else []
    found = next((odoo for path in paths if (odoo := _odoo_at(Path(path).parent))), None)
    return _alone(found) if found else None


def _alone(odoo):
    """Show Odoo without its neighbours: other packages beside it would shadow the pinned ones."""
    if odoo.path.name not in ("site-packages", "dist-packages"):
        return odoo
    link = places.cache() / f"odoo-link-{pins.fingerprint(str(odoo.path))}" / "odoo"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(odoo.path / "odoo")
    return Odoo(link.parent, odoo.addons, odoo.version)


def ensure():
    """An Odoo 19, whatever it takes."""
    if os.environ.get("ODOO_PATH"):
        return _pointed_at()
    return _importable() or _unpacked()


def _unpacked():
    folder = places.cache() / f"odoo-{pins.fingerprint(pins.section('odoo'))}"
    if not places.is_complete(folder):
        expect_room(places.cache(), 1100)
        with progress.step("Odoo 19 from the package archive"), places.making(folder):
            _fetch(folder)
    places.keep_recent(folder, "odoo-*")
    return _odoo_at(folder / INSIDE)


def _choose(versions, pinned, accepted):
    """The pinned version if it is there, else the newest accepted one."""
    fitting = [version for version in versions if re.fullmatch(accepted, version)]
    return pinned if pinned in fitting else next(iter(fitting), None)


def _wanted(source):
    """What to download, each package with the version that fits."""
    pinned = pins.section("odoo")
    names = [pinned["package"], *pinned["with"].split()]
    accepted = {pinned["package"]: pinned["accepted"], **pinned}
    for name in names:
        versions = source.versions(name)
        version = _choose(versions, pinned["version"], accepted.get(name, ".*"))
        if version:
            yield f"{name}={version}"
        elif name == pinned["package"]:
            raise SetupError(NOT_CARRIED)


def _fetch(folder):
    """Download the packages and lay them out in the folder."""
    suites = pins.words("odoo", f"suites_{archive.family()}")
    source = archive.Archive("odoo", suites)
    source.update()
    downloads = places.cache() / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    source.download(_wanted(source), downloads)
    for package in sorted(downloads.glob("*.deb")):
        shell.run(
            ["dpkg-deb", "--extract", package, folder], "A package of Odoo could not be unpacked."
        )
    _mend(folder / INSIDE)
    shutil.rmtree(downloads)


def _mend(path):
    """The package leaves out a script that every page still asks for; an empty one will do."""
    script = path / LEFT_OUT
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(
            "/* Left out of the package: blurs the background of video calls. */\n",
            encoding="utf-8",
        )
