"""The day of the race tests: evening reports, calls and reviews of the department, as many as a race needs."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Barrier
from unittest.mock import patch

from odoo.sql_db import Cursor

from serving import environment

REPORT, REVIEW, CALL = "conveyor.daily.report", "conveyor.call.review", "conveyor.call"
LATER = datetime(2099, 1, 1)
# What must never be found in the tables: each query looks for one kind of damage.
DAMAGES = {
    "a report that was told and frozen without a verdict on each claim": """
        SELECT r.id FROM conveyor_daily_report r JOIN conveyor_daily_report_line l ON l.report_id = r.id
         WHERE r.frozen_at IS NOT NULL AND r.state IN ('submitted', 'accepted', 'returned')
           AND l.metric_id IS NOT NULL AND NOT l.is_adjustment AND l.verdict IS NULL""",
    "a missing report without its one breach": """
        SELECT r.id, count(i.id) FROM conveyor_daily_report r
          LEFT JOIN conveyor_incident i ON i.origin = 'conveyor.daily.report,' || r.id
         WHERE r.state = 'missing' AND r.day_on >= '2031-01-01' GROUP BY r.id HAVING count(i.id) != 1""",
    "a frozen report that was not due exactly once": """
        SELECT r.id, sum(f.quantity) FROM conveyor_daily_report r
          LEFT JOIN conveyor_fact f ON f.res_model = 'conveyor.daily.report' AND f.res_id = r.id
               AND f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'report_due')
         WHERE r.frozen_at IS NOT NULL AND r.state != 'excused' AND r.day_on >= '2031-01-01'
         GROUP BY r.id HAVING COALESCE(sum(f.quantity), 0) != 1""",
    "a call with two reviews, or one drawn without any": """
        SELECT c.id, count(r.id) FROM conveyor_call c
          LEFT JOIN conveyor_call_review r ON r.call_id = c.id AND NOT r.is_calibration AND r.state != 'dropped'
         WHERE c.external_id LIKE 'race-%' GROUP BY c.id
        HAVING count(r.id) > 1 OR (count(r.id) = 0 AND EXISTS (
               SELECT FROM conveyor_call_sample s, jsonb_each(s.given) g WHERE g.key::int = c.id))""",
    "a call that counts other than once": """
        SELECT c.id, sum(f.quantity) FROM conveyor_call c
          LEFT JOIN conveyor_fact f ON f.res_model = 'conveyor.call' AND f.res_id = c.id
               AND f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'call')
         WHERE c.external_id LIKE 'race-%' AND c.direction = 'outgoing'
         GROUP BY c.id HAVING COALESCE(sum(f.quantity), 0) != 1""",
    "an agreement that counts other than as it stands": """
        SELECT a.id, a.state, sum(f.quantity) FROM conveyor_agreement a
          LEFT JOIN conveyor_fact f ON f.res_model = 'conveyor.agreement' AND f.res_id = a.id
               AND f.metric_id = (SELECT id FROM conveyor_metric WHERE code = 'agreement_kept')
         GROUP BY a.id HAVING COALESCE(sum(f.quantity), 0) != (a.state = 'kept')::int""",
}


class Evening:
    """What the races of a day need of a department."""

    def __init__(self, arena):
        """Let telephony and a reviewer in."""
        self.arena, self.number = arena, 0
        self.days = self._count_days()
        with environment(arena.database) as env:
            for name in ("telephony", "reviewer"):
                group = env.ref(f"sales_conveyor.sales_conveyor_group_{name}")
                user = env["res.users"].create(
                    {"name": name, "login": f"race_{name}", "group_ids": [(4, group.id)]}
                )
                keys = env["res.users.apikeys"].with_user(user).sudo()
                soon = datetime.now() + timedelta(hours=20)
                arena.users[name], arena.keys[name] = user.id, keys._generate("rpc", "race", soon)

    def _count_days(self):
        """Working days far ahead, each for one race."""
        day = date(2031, 1, 6)
        while True:
            if day.weekday() < 5:
                yield day
            day += timedelta(days=1)

    @contextmanager
    def later(self):
        """In this process it is long after every deadline; the server knows nothing of it."""
        with patch.object(Cursor, "now", lambda _cr: LATER):
            yield

    # === AT ONCE === #

    def press(self, *calls):
        """All press at the same instant; whoever is refused is told why in a sentence."""
        answers = self.arena.server.at_once(*calls)
        for answer in answers:
            assert answer.ok or answer.told, answers
            assert "Cannot grab" not in answer.told, answers
        return answers

    def beside(self, deed, call):
        """A deed of this process at the same instant as a call of the server.

        :return: the answer of the call
        """
        gate = Barrier(2)

        def _run():
            gate.wait()
            deed()

        with ThreadPoolExecutor(1) as pool:
            ran = pool.submit(_run)
            gate.wait()
            [answer] = self.press(call)
            ran.result()
        return answer

    # === REPORTS === #

    def report(self, person="hunter"):
        """An evening report that was just opened: its id and that of its first line."""
        with environment(self.arena.database) as env:
            team = env["crm.team"].browse(self.arena.team)
            reports = env[REPORT]._open_day(team, team.company_id, next(self.days))
            mine = reports.filtered(lambda one: one.user_id.id == self.arena.users[person])
            # The others have had their evening.
            (reports - mine)._write_deed({"state": "excused", "frozen_at": env.cr.now()})
            return mine.id, mine.line_ids.filtered("metric_id")[0].id

    def told(self, person="hunter"):
        """One that was told already: its ids, and what to call it with."""
        report, line = self.report(person)
        with environment(self.arena.database) as env:
            env[REPORT].browse(report).with_user(self.arena.users[person]).submit_report({})
        return report, line

    def freeze(self, servers=1):
        """The cron of the morning, by so many servers at once: whoever is slower may give up."""
        with self.later(), ThreadPoolExecutor(servers) as pool:
            runs = [pool.submit(self._freeze) for _server in range(servers)]
            errors = [run.exception() for run in runs]
        assert not all(errors), errors

    def _freeze(self):
        with environment(self.arena.database) as env:
            env[REPORT]._cron_freeze()

    def stands(self, report):
        """State, whether it is frozen, and what its first line claims, with its verdict."""
        with environment(self.arena.database) as env:
            one = env[REPORT].browse(report)
            line = one.line_ids.filtered("metric_id")[0]
            return one.state, bool(one.frozen_at), line.claimed, line.verdict

    # === CALLS === #

    def call(self, seconds=120):
        """A long call of the hunter."""
        self.number += 1
        with environment(self.arena.database) as env:
            calls = env[CALL].with_user(self.arena.users["telephony"])
            values = {"user_id": self.arena.users["hunter"], "talk_seconds": seconds}
            return calls.log_call({**values, "external_id": f"race-{self.number}"})["id"]

    def review(self, *deeds):
        """A review of a new call, fully marked; deeds are ``publish`` and ``dispute``."""
        call = self.call()
        with environment(self.arena.database) as env:
            judge = self.arena.users["reviewer"]
            review = env[REVIEW]._create_for(env[CALL].browse(call), {call: judge}).with_user(judge)
            for line in review.line_ids:
                review.set_mark(line.id, "1")
            if "publish" in deeds:
                review.action_publish()
            if "dispute" in deeds:
                review.with_user(self.arena.users["hunter"])._dispute("It was otherwise.")
            return review.id

    def damages(self):
        """What is wrong in the tables, in words."""
        with environment(self.arena.database) as env:
            found = {}
            for damage, query in DAMAGES.items():
                env.cr.execute(query)
                found[damage] = env.cr.fetchall()
            return {damage: rows for damage, rows in found.items() if rows}
