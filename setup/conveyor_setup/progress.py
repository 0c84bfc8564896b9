"""Tell a person what happens now, and how long it took."""

import contextlib
import sys
import time

_step = {"title": "", "started": 0.0}


def say(text=""):
    """One line for the person."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """A step of the work: its title first, its duration at the end."""
    _step.update(title=title, started=time.monotonic())
    print(f"  {title} ...", end="" if _alive() else "\n", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True) if _alive() else None
        raise
    print(f"{_head()}  {title}: done in {elapsed():.0f} s", flush=True)


def tick():
    """Show the seconds pass on a terminal."""
    if _alive() and _step["title"]:
        print(f"{_head()}  {_step['title']} ... {elapsed():.0f} s", end="", flush=True)


def elapsed():
    """Seconds since the step began."""
    return time.monotonic() - _step["started"]


def _alive():
    return sys.stdout.isatty()


def _head():
    return "\r\033[K" if _alive() else ""
