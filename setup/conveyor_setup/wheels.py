"""setup/wheels: the addons as Python packages."""

import argparse
import shutil
import tempfile
from pathlib import Path

from . import addons, desk, places, progress, shell, venv
from .faults import SetupError

DESCRIPTION = """\
Build one wheel per addon and one package that asks for all of them. Install them beside an Odoo 19
that is already there: pip install --no-deps dist/odoo_addon_*.whl, then restart Odoo, update its
list of applications and install Sales Conveyor. No addons path is needed. (The other way needs no
wheels: add the folder of this repository to the addons path.)"""
METAPACKAGE = places.SETUP / "_metapackage"


def main(arguments):
    """Build all wheels into the chosen folder."""
    options = _parser().parse_args(arguments)
    wanted = [places.REPOSITORY / name for name in addons.names()]
    bare = [path.name for path in wanted if not (path / "pyproject.toml").is_file()]
    if bare or not wanted:
        raise SetupError(f"No pyproject.toml in: {', '.join(bare) or 'any addon'}.")
    with desk.waiting_for(places.cache()):
        python = venv.ensure(for_tests=True)
    folder = options.folder.absolute()
    for source in (*wanted, METAPACKAGE):
        with progress.step(f"Wheel of {source.name.strip('_')}"):
            _build(python, source, folder)
    for wheel in sorted(folder.glob("*.whl")):
        progress.say(f"  {wheel}")


def _parser():
    parser = argparse.ArgumentParser(
        prog="setup/wheels",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    folder = places.REPOSITORY / "dist"
    parser.add_argument("folder", nargs="?", type=Path, default=folder, help=f"where to ({folder})")
    return parser


def _build(python, source, folder):
    """Build from a copy, so that nothing is left in the source; arrive under the final name."""
    with tempfile.TemporaryDirectory() as passing:
        copy = Path(passing) / source.name
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        pip = [python, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
        env = shell.environment(WHOOL_POST_VERSION_STRATEGY_OVERRIDE="none")
        built = Path(passing) / "built"
        command = [*pip, "--wheel-dir", built, copy]
        shell.run(command, f"The wheel of {source.name} could not be built.", env=env)
        folder.mkdir(parents=True, exist_ok=True)
        for wheel in built.glob("*.whl"):
            shutil.move(wheel, folder / wheel.name)
