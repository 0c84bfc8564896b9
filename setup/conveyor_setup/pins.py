"""The one file of versions, setup/pins.cfg, read."""

import configparser
import hashlib

from .places import SETUP

FILE = SETUP / "pins.cfg"


def section(name):
    """A section of the pins as a dictionary, in the order of the file."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), allow_no_value=True)
    parser.optionxform = str
    parser.read(FILE, encoding="utf-8")
    return dict(parser[name])


def words(name, key):
    """The words of one value."""
    return (section(name)[key] or "").split()


def distributions(name):
    """Python distributions of a section as pip wants them: ``name==version``."""
    return [f"{distribution}=={version}" for distribution, version in section(name).items()]


def fingerprint(*parts):
    """A short name for everything that a result depends on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
