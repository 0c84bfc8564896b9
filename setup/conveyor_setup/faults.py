"""Foreseeable faults, each told in one plain sentence."""

import errno
import importlib
import re
import signal
import sys
import traceback

from . import places

NO_SPACE = "The disk is full: free about 3 GB under {where}, then call again; it goes on from here."
NO_ROOM = "Not enough room on the disk: {where} needs {needed} MB more and {free} MB are free."
FULL = 16
NO_NETWORK = (
    "The package registries cannot be reached: check the network (or the proxy settings) "
    "and call again; it goes on from here."
)
NO_PERMISSION = (
    "No permission to write {where}: call as its owner, or set CONVEYOR_CACHE and CONVEYOR_STATE."
)
UNFORESEEN = "{fault}. The details are in {log}."

PATTERNS = (
    (
        re.compile(
            r"No space left on device|Errno 28\b|You don't have enough free space|Check free disk space"
        ),
        NO_SPACE,
    ),
    (
        re.compile(
            r"Temporary failure (in name resolution|resolving)|Could not resolve|Network is unreachable"
            r"|Failed to establish a new connection|NewConnectionError|Name or service not known"
            r"|Could not connect to|Unable to connect to|Connection timed out|NameResolutionError"
        ),
        NO_NETWORK,
    ),
)


class SetupError(Exception):
    """A fault whose message is the one sentence a person reads."""


def from_output(output, otherwise, log=None):
    """The sentence for a failed command, judged by what it printed."""
    for pattern, sentence in PATTERNS:
        if pattern.search(output):
            return SetupError(sentence.format(where=_places()))
    if places.free_megabytes(places.cache()) < FULL or places.free_megabytes(places.state()) < FULL:
        return SetupError(NO_SPACE.format(where=_places()))
    return SetupError(f"{otherwise} The details are in {log or places.log()}.")


def expect_room(folder, needed):
    """Tell before the long work begins that a disk is too small for it."""
    free = places.free_megabytes(folder)
    if free < needed:
        raise SetupError(NO_ROOM.format(where=folder, needed=needed, free=free))


def _places():
    return f"{places.cache()} and {places.state()}"


def _sentence(error):
    """One sentence for any exception; the traceback of a surprise goes to the log."""
    if isinstance(error, SetupError):
        return str(error)
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE.format(where=_places())
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NO_PERMISSION.format(where=getattr(error, "filename", None) or _places())
    places.write_log(traceback.format_exc())
    return UNFORESEEN.format(fault=f"{type(error).__name__}: {error}", log=places.log())


def guarded(command, arguments):
    """Run a command; whatever goes wrong ends in one sentence and a non-zero code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        module = importlib.import_module(f".{command}", __package__)
        return module.main(arguments) or 0
    except KeyboardInterrupt:
        print(f"\nsetup/{command}: interrupted; the next call goes on from here.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001  the one place where a surprise becomes a sentence
        print(f"setup/{command}: {_sentence(error)}", file=sys.stderr)
        return 1
