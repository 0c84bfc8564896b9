"""Entry point: ``python -m conveyor_setup run|test|wheels``."""

import sys

from .faults import guarded

COMMANDS = ("run", "test", "wheels")


def main(arguments):
    """Hand over to the module of the command, behind the guard that explains faults."""
    command, *rest = arguments or [""]
    if command not in COMMANDS:
        print(f"Usage: setup/{{{','.join(COMMANDS)}}} [--help]", file=sys.stderr)
        return 2
    return guarded(command, rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
