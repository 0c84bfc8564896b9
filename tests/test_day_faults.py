"""An evening processed twice, or killed and begun anew anywhere, gives the same reports, facts and incidents."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from serving import copied_database, postgres, rows_of, run_odoo

SHELL = ("shell", "--shell-interface=python")
SCRIPT = """
import os, sys
sys.path.insert(0, {tests!r})
import night
{deed}
os._exit(0)
"""
BEGIN = "night.begin(env, {folder!r})"
GO_ON = "print(*night.go_on(env, {folder!r}, {options}), flush=True)"
# What the evening leaves behind, without the ids that a deed taken back leaves unused.
LEFT = {
    "reports": """
        SELECT u.login, r.team_id, r.company_id, r.role, r.day_on, r.deadline_at, r.freeze_at, r.state, r.submitted_at,
               r.is_on_time, r.frozen_at, r.decided_at, r.difference_count, r.fault_count, r.has_over_claim,
               r.is_error_free, r.note, r.head_comment
          FROM conveyor_daily_report r JOIN res_users u ON u.id = r.user_id""",
    "lines": """
        SELECT user_id, day_on, metric_id, fault, lead_id, is_adjustment, norm, claimed, counted, final, late, verdict
          FROM conveyor_daily_report_line""",
    "facts": """
        SELECT metric_id, res_model, CASE WHEN res_model IN ('conveyor.daily.report', 'conveyor.norm.day',
               'conveyor.incident') THEN 0 ELSE origin_id END, line_id, part_id, revision, happened_at, happened_on,
               cohort_on, booked_at, user_id, role, team_id, f.company_id, c.partner_id, quantity, amount
          FROM conveyor_fact f LEFT JOIN conveyor_client c ON c.id = f.client_id""",
    "sums": """
        SELECT metric_id, month_on, user_id, team_id, company_id, trim_scale(sum(quantity)), trim_scale(sum(amount))
          FROM conveyor_fact_sum GROUP BY metric_id, month_on, user_id, team_id, company_id""",
    "incidents": """
        SELECT c.code, regexp_replace(i.origin, '^(conveyor.daily.report),.*', '\\1'), i.state, i.user_id, i.team_id,
               i.lead_id, i.happened_on, i.evidence, i.reported_at, i.due_at, i.confirmed_at, i.told_on
          FROM conveyor_incident i JOIN conveyor_incident_category c ON c.id = i.category_id""",
    "norms": """
        SELECT company_id, day_on, user_id, team_id, metric_id, norm, done, is_met, booked_at
          FROM conveyor_norm_day""",
    "agreements": """
        SELECT activity_key, event_key, lead_id, user_id, due_on, state, decided_at, decided_on, is_pending, is_flagged
          FROM conveyor_agreement""",
    "cards": "SELECT lead_id, user_id, since_on FROM conveyor_card_fault",
    "samples": "SELECT company_id, day_on, population, chosen, judges, given FROM conveyor_call_sample",
    "reviews": "SELECT call_id, user_id, reviewer_id, state, scorecard_id FROM conveyor_call_review",
    "standups": """
        SELECT s.team_id, s.kind, s.day_on, s.starts_at, s.state, a.user_id, a.state
          FROM conveyor_standup s JOIN conveyor_standup_attendance a ON a.standup_id = s.id""",
    "reminders": "SELECT user_id, company_id, day_on, looked_at FROM conveyor_reminder",
    "meetings": "SELECT name, start, stop, active FROM calendar_event",
    "notices": """
        SELECT m.model, m.message_type, m.subject, n.res_partner_id
          FROM mail_message m LEFT JOIN mail_notification n ON n.mail_message_id = m.id""",
    "mails": "SELECT state, email_to, failure_reason FROM mail_mail",
}


def _shell(database, deed, **values):
    """Let Odoo work in a process of its own; what it said."""
    script = SCRIPT.format(tests=str(Path(__file__).parent), deed=deed.format(**values))
    told, errors = run_odoo(database, *SHELL, stdin=script)
    return told.split(), errors


def _left(database):
    """Everything that the evening left behind: ``{what: sorted rows}``."""
    with rows_of(database) as cr:
        found = {}
        for name, query in LEFT.items():
            cr.execute(query)
            found[name] = sorted(map(str, cr.fetchall()))
        return found


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """A copy of a day on which people worked, and what an evening without any trouble left of the same day."""
    folder = str(tmp_path_factory.mktemp("night"))
    with copied_database("conveyor_night") as calm, _dropped(f"{calm}_rough") as rough:
        _shell(calm, BEGIN, folder=folder)
        yield folder, rough, _left(calm)


@contextmanager
def _dropped(name):
    """A database that somebody else makes is gone before and afterwards."""
    with postgres() as cr:
        drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
        cr.execute(drop)
        yield name
        cr.execute(drop)


def test_calm_evening_leaves_something_of_everything(evening):
    """What is compared below is not nothing."""
    _folder, _rough, expected = evening
    for name in expected.keys() - {"mails"}:
        assert expected[name], name
    reports = [row for row in expected["reports"] if "'accepted'" in row or "'missing'" in row]
    assert len(reports) > 5
    assert any("'report_missing'" in row and "'confirmed'" in row for row in expected["incidents"])


def test_evening_done_twice_and_killed_anywhere_is_the_same_evening(evening):
    """Every cron and person does everything twice, while the power fails and connections break.

    Each cron is killed after commits and once at a random statement, and begins again.
    """
    folder, rough, expected = evening
    ends, errors = _shell(rough, GO_ON, folder=folder, options="seed=11, times=2")
    assert ends[-1] == "done", errors
    assert {"killed", "cut"} <= set(ends), ends
    left = _left(rough)
    for name, rows in expected.items():
        more, less = set(left[name]) - set(rows), set(rows) - set(left[name])
        assert left[name] == rows, (name, sorted(more)[:5], sorted(less)[:5])
