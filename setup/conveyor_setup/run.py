"""setup/run: from nothing to a running department."""

import argparse
import time

from . import addons, database, demo, desk, people, places, postgres, progress, server

DESCRIPTION = """\
Get Odoo 19, PostgreSQL and the demo database ready, start the server and show who can sign in.
The first call takes some minutes, the next ones seconds. Whatever interrupts a call, the next one
goes on from there. Ctrl-C ends the server."""
EPILOG = """\
what it takes from the environment:
  ODOO_PATH         a checkout of Odoo 19 to use instead of the distribution's package
  PGHOST, PGUSER... a PostgreSQL (13 or newer) to use instead of a private one
  CONVEYOR_PYTHON   the Python to use, 3.10 to 3.13
  CONVEYOR_CACHE    where downloads go (now {cache})
  CONVEYOR_STATE    where the databases, settings and logs are (now {state})"""


def _parser():
    parser = argparse.ArgumentParser(
        prog="setup/run",
        description=DESCRIPTION,
        epilog=EPILOG.format(cache=places.cache(), state=places.state()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    option = parser.add_argument
    option("--port", type=_port, default=8069, metavar="N", help="port of the server (8069)")
    option(
        "--interface", default="127.0.0.1", metavar="ADDRESS", help="0.0.0.0 lets other machines in"
    )
    option(
        "--database",
        default="sales_conveyor",
        metavar="NAME",
        help="database to use (sales_conveyor)",
    )
    option("--without-demo", action="store_true", help="a database without any demo data")
    option("--language", default="", metavar="CODE", help="show the people's screens in it: ru_RU")
    option("--detach", action="store_true", help="leave the server running and come back")
    option("--stop", action="store_true", help="stop the server and the private PostgreSQL")
    option("--reset", action="store_true", help="throw the database away and make it anew")
    return parser


def _port(text):
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError
    return number


def main(arguments):
    """Do what the options say."""
    options = _parser().parse_args(arguments)
    if options.stop:
        return _stop()
    known = server.running()
    if known and not options.reset:
        with desk.waiting_for(places.state()):
            postgres.ensure()  # it may have died under the server
        return _tell(known, "The server is running already.")
    if known:
        server.end(known["pid"])
    server.expect_free(options.interface, options.port)
    return _start(options)


def _stop():
    known = server.running()
    if known:
        server.end(known["pid"])
    stopped = postgres.stop()
    progress.say("Stopped." if known or stopped else "Nothing was running.")


def _start(options):
    started = time.monotonic()
    progress.say("Sales conveyor: getting ready")
    ready = desk.prepare(for_tests=False)
    kind = database.Kind(not options.without_demo, options.language)
    with desk.waiting_for(places.state()):
        if options.reset:
            database.drop(options.database)
        demo.ensure(ready, options.database, kind)
        known = {"port": options.port, "interface": options.interface, "database": options.database}
        process = server.start(ready, known, options.detach)
    _tell(known, f"Ready after {time.monotonic() - started:.0f} s.")
    if options.detach:
        return postgres.keep_running()
    return _stay(ready, process)


def _tell(known, headline):
    progress.say(f"\n{headline}\n\n  {server.address(known)}\n")
    for line in people.table(known["database"]):
        progress.say(f"  {line}")
    if not addons.names():
        progress.say("\n  (there is no addon in this repository yet: this is plain Odoo)")
    progress.say(f"\n  Log of the server: {server.log()}")


def _stay(ready, process):
    """Keep the server until Ctrl-C, then leave nothing running that was not running before."""
    progress.say("  Ctrl-C stops it.")
    try:
        server.watch(process)
    except KeyboardInterrupt:
        progress.say("\nStopping ...")
        server.end(process.pid)
    finally:
        ready.use.release()
