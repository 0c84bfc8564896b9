"""A process of Odoo that dies at a random statement or commit, and is begun anew until its work is done.

It runs inside `odoo shell`, where each life is a child of a process that has loaded the addons once.
"""

import json
import os
import random
import secrets
import signal
import time
import traceback
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor, close_all

from serving import postgres

FOR_EVER = 10**9


class Fate:
    """Counts steps of a stage (statements and commits), and ends the process at one of them."""

    def __init__(self, stage=None, step=0, commit=0, is_gentle=False):
        """Die in a stage, if it comes so far: at a step, after a commit, at the latest when the stage is over.

        :param bool is_gentle: PostgreSQL ends the connection; else the power fails
        """
        self.stage, self.end, self.is_gentle = stage, {"steps": step, "commits": commit}, is_gentle
        self.count = {}

    def watch(self):
        """Look at every statement and commit from now on."""
        execute, commit = Cursor.execute, Cursor.commit

        def _execute(cr, *args, **kwargs):
            self.pass_by(cr, "steps")
            return execute(cr, *args, **kwargs)

        def _commit(cr):
            self.pass_by(cr, "steps")
            commit(cr)
            self.pass_by(cr, "commits")

        Cursor.execute, Cursor.commit = _execute, _commit

    def enter(self, stage):
        """Another stage begins."""
        if self.stage is not None and stage > self.stage:
            os.kill(os.getpid(), signal.SIGKILL)
        before = 0 if self.stage in (stage, None) else -FOR_EVER
        self.count = {"steps": before, "commits": before}

    def pass_by(self, cr, what):
        """One more is made."""
        self.count[what] += 1
        if self.count[what] != self.end[what]:
            return
        if not self.is_gentle:
            os.kill(os.getpid(), signal.SIGKILL)
        with postgres() as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [cr._cnx.get_backend_pid()])
        time.sleep(0.05)


class Work:
    """Deeds, each at its instant; a file remembers which one was begun, across deaths."""

    def __init__(self, database, stages, folder):
        """:param list stages: ``(instant, deed)``; a deed takes an environment"""
        self.database, self.stages = database, stages
        self.place, self.counts = (
            Path(folder) / f"{database}.{name}" for name in ("place", "counts")
        )
        self.place.write_text("0")

    def live(self, fate, times=1):
        """Go on where the life before ended, and do everything so many times."""
        secrets.token_hex = lambda _length=16: "5eed" * 8
        fate.watch()
        counts = []
        for number in range(int(self.place.read_text()), len(self.stages)):
            self.place.write_text(str(number))
            fate.enter(number)
            instant, deed = self.stages[number]
            Cursor.now = lambda _cr, instant=instant: instant
            for _time in range(times):
                with Registry(self.database).cursor() as cr:
                    deed(api.Environment(cr, SUPERUSER_ID, {}))
            counts.append(fate.count)
        self.counts.write_text(json.dumps(counts))

    def finish(self):
        """Do everything in one life.

        :return: the number of steps and commits of each stage
        """
        end = self._give_life(Fate())
        assert end == "done", end
        return json.loads(self.counts.read_text())

    def survive(self, counts, seed, times=1):
        """Do everything, dying in each stage after commits, and once somewhere.

        Between two commits PostgreSQL holds the same: there are no other moments than those.

        :param list counts: of the stages of a whole life
        :return: how each life ended: ``killed``, ``cut`` from PostgreSQL, or ``done``
        """
        dice, ends = random.Random(seed), []
        for stage, count in enumerate(counts):
            commits = range(1, count["commits"])
            some = sorted(dice.sample(commits, min(3, len(commits))))
            fates = [Fate(stage, commit=one) for one in some]
            step = dice.randint(1, count["steps"])
            fates.append(Fate(stage, step=step, is_gentle=dice.random() < 0.5))
            ends += [self._give_life(fate, times) for fate in fates]
        return [*ends, self._give_life(Fate(), times)]

    def _give_life(self, fate, times=1):
        close_all()
        child = os.fork()
        if not child:
            try:
                self.live(fate, times)
                os._exit(0)
            finally:
                traceback.print_exc()
                os._exit(3)
        _pid, status = os.waitpid(child, 0)
        wait_for_postgres(self.database)
        if os.WIFSIGNALED(status):
            return "killed"
        return "cut" if os.WEXITSTATUS(status) else "done"


def wait_for_postgres(database):
    """PostgreSQL notices a dead client after its last statement."""
    with postgres() as admin:
        for _time in range(200):
            admin.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database])
            if not admin.fetchone()[0]:
                break
            time.sleep(0.05)
