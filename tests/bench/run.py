#!/usr/bin/env python3
"""What the conveyor costs beside stock Odoo: the same operations side by side on one generated department.

Run it with any Python: it prepares Odoo and PostgreSQL as setup/test does, makes two databases
(a minute for 100,000 cards) and calls itself inside Odoo's own Python.
"""

import argparse
import logging
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETUP = HERE.parents[1] / "setup"
PARTS = ["writes", "handover", "kanban", "ledger", "cockpit", "pivots", "day"]


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "part",
        nargs="*",
        help=f"{', '.join(PARTS)}; all of these without; restart, years; pay, in databases of its own",
    )
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--teams", type=int, default=50)
    parser.add_argument("--sellers", type=int, default=1000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds, medians")
    parser.add_argument("--batch", type=int, default=1000, help="cards in a batch")
    parser.add_argument("--keep", action="store_true", help="work on the databases of the last run")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser


def main():
    """Prepare outside of Odoo, measure inside."""
    options = _parser().parse_args()
    if options.inside:
        return measure_all(options)
    sys.path[:0] = [str(SETUP), str(HERE)]
    import department
    import pay_worlds
    import worlds

    from conveyor_setup import desk, shell

    ready = desk.prepare(for_tests=True)
    try:
        if not options.keep and "pay" in options.part:
            pay_worlds.make(ready, HERE)
        if not options.keep and options.part != ["pay"]:
            size = department.Size(options.teams, options.sellers, options.leads, options.months)
            worlds.make(ready, HERE, size)
        command = [str(ready.python), __file__, *sys.argv[1:], "--inside"]
        env = ready.environment()
        done = subprocess.run(command, env=env, preexec_fn=shell.die_with_parent, check=False)
        return done.returncode
    finally:
        ready.use.release()


def measure_all(options):
    """Print the tables."""
    logging.disable(logging.WARNING)
    from odoo.tools import config

    config.parse_config(_beside(options))
    if "pay" in options.part:
        import pay

        pay.PayTables(options.rounds).print_pay()
    parts = [part for part in options.part or PARTS if part != "pay"]
    if not parts:
        return 0
    import tables

    bench = tables.Bench(options.rounds, options.batch)
    for part in parts:
        getattr(bench, f"print_{part}")()
    return 0


def _beside(options):
    """Options of Odoo: the part ``pay`` compares with addons of others."""
    if "pay" not in options.part:
        return []
    import pay_peer

    from odoo.tools import config

    config.parse_config([])
    paths = [*config["addons_path"], str(pay_peer.addons())]
    return [f"--addons-path={','.join(paths)}"]


if __name__ == "__main__":
    sys.exit(main())
