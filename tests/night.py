"""A day of a department in a process of its own: what people did, then the crons of evening, night and morning.

It runs inside `odoo shell`: `begin` lets people work, and the crons run in peace; `go_on` lets them die on the way.
"""

import json
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

from odoo.sql_db import Cursor, close_all

from dying import Work, wait_for_postgres
from serving import postgres

NIGHT = (
    ("conveyor.fact", "_cron_book_levels"),
    ("conveyor.norm.day", "_cron_book"),
    ("conveyor.agreement", "_cron_decide"),
    ("conveyor.card.fault", "_cron_watch"),
    ("conveyor.call.sample", "_cron_draw"),
    ("conveyor.incident", "_cron_confirm"),
    ("conveyor.handover", "_cron_expire"),
)
MORNING = (
    ("conveyor.standup", "_cron_open"),
    ("conveyor.daily.report", "_cron_freeze"),
    ("conveyor.incident", "_cron_confirm"),
    ("conveyor.reminder", "_cron_remind"),
)


def find_day(env):
    """The working day after everything that the database holds."""
    day = env.cr.now().date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def find_team(env):
    """The department of the demonstration."""
    return env["crm.team"].search([("use_conveyor", "=", True)], limit=1)


def at(day, hour, days=0):
    """An instant, naive in UTC."""
    return datetime.combine(day, clock.min) + timedelta(days=days, hours=hour)


# === WHAT PEOPLE DO === #


def begin(env, folder):
    """Let people work, keep a copy of their day, and let the calm evening follow it."""
    calm, folder = env.cr.dbname, Path(folder)
    day = _let_people_work(env)
    env.cr.close()
    close_all()
    wait_for_postgres(calm)
    with postgres() as admin:
        admin.execute(f'CREATE DATABASE "{calm}_rough" TEMPLATE "{calm}"')
    counts = Work(calm, get_stages(day), folder).finish()
    (folder / "day").write_text(str(day))
    (folder / "counts").write_text(json.dumps(counts))


def go_on(env, folder, **fate):
    """The same day in a rough evening.

    :return: as of `Work.survive`
    """
    rough, folder = env.cr.dbname, Path(folder)
    env.cr.close()
    day = datetime.fromisoformat((folder / "day").read_text()).date()
    counts = json.loads((folder / "counts").read_text())
    return Work(rough, get_stages(day), folder).survive(counts, **fate)


def _let_people_work(env):
    """People call, keep some of their word, and are told of nothing by mail."""
    day, team = find_day(env), find_team(env)
    Cursor.now = lambda _cr: at(day, 10)
    env["res.users"].search([("share", "=", False)]).notification_type = "inbox"
    group = env.ref("sales_conveyor.sales_conveyor_group_telephony")
    env.user.group_ids |= group
    people = team.crm_team_member_ids.user_id.sorted("id")
    rows = [
        {
            "user_id": user.id,
            "external_id": f"night-{user.id}-{number}",
            "talk_seconds": 60 * number,
            "started_at": str(at(day, 8)),
        }
        for user in people
        for number in range(6)
    ]
    env["conveyor.call"].log_calls(rows)
    for user in people:
        cards = env["crm.lead"].search(
            [("user_id", "=", user.id), ("won_status", "=", "pending")], limit=4
        )
        for number, card in enumerate(cards):
            call = card.with_user(user).activity_schedule(
                "mail.mail_activity_data_call", user_id=user.id, date_deadline=day
            )
            if number % 2:
                call.action_done()
    env.cr.commit()
    return day


def submit(env):
    """Every second person tells his evening, some more than CRM knows; whoever has told it goes home."""
    reports = env["conveyor.daily.report"].search([("state", "=", "open")], order="id")
    for report in reports.filtered(lambda one: one.user_id.id % 2):
        lines = report.line_ids.filtered("metric_id")
        counts = report._count_facts()
        claims = {
            str(line.id): counts.get((line.user_id, line.metric_id), 0) + line.metric_id.id % 2
            for line in lines
        }
        report.with_user(report.user_id).submit_report({"claims": claims, "note": "A day"})
        env.cr.commit()


def decide(env):
    """The head says a word about over-claims and accepts."""
    reports = env["conveyor.daily.report"].search([("state", "=", "submitted")], order="id")
    for report in reports.with_user(env.ref("base.user_admin")):
        if report.user_id != report.env.user:
            report.comment_report("Seen")
            report.action_accept()
            env.cr.commit()


def get_stages(day):
    """What happens when: ``[(instant, deed)]``."""

    def _cron(model, name):
        return lambda env: getattr(env[model], name)()

    return [
        (at(day, 6), _cron("conveyor.standup", "_cron_open")),
        (at(day, 17), _cron("conveyor.daily.report", "_cron_open")),
        (at(day, 17.1), submit),
        *((at(day, 25.1), _cron(*cron)) for cron in NIGHT),
        *((at(day, 34), _cron(*cron)) for cron in MORNING),
        (at(day, 35), decide),
        (at(day, 10, days=9), _cron("conveyor.incident", "_cron_confirm")),
    ]
