from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_conveyor.models.conveyor_norm import SECTION_METRIC

WEEKS = 8  # what is usual is told from so many weeks
DROP, RISE = 0.5, 1.5
BEHIND, OVER = 0.6, 1.25
LEAST = 3  # of less asked in five days a norm tells nothing
STREAK = 5  # working days without an error
SILENT = 2  # reports missing of the last five
CHASE = 0.9  # of what the one ahead has
NEARLY = 80  # per cent of the last criterion of a step


class MotivationPrompt(models.Model):
    """The reasons to talk, each found for everybody at once."""

    _inherit = "motivation.prompt"

    # === WEEKS === #

    @api.model
    def _find_in_weeks(self, company, today, people):
        """The last seven days beside the person's own usual week; complaints of these days."""
        metrics = self.env["conveyor.metric"]
        of_role = {
            role: [metrics._get(code).id for code in (section, "contract_amount")][
                : 1 + (role != "scout")
            ]
            for role, section in SECTION_METRIC.items()
        }
        complaint = metrics._get("complaint_confirmed").id
        asked = {complaint, *(id_ for ids in of_role.values() for id_ in ids)}
        for user_id, metric_id, week, before, weeks in self._read_weeks(company, today, asked):
            if metric_id == complaint:
                if week > 0:
                    yield user_id, "complaint", {"count": int(week)}
                continue
            member = people.get(user_id)
            if not member or metric_id not in of_role[member.role] or weeks < WEEKS / 2:
                continue
            usual = before / weeks
            facts = {"metric": metric_id, "value": float(week), "usual": _round(usual)}
            # Of rare deeds a week tells nothing.
            if before < WEEKS or usual <= 0:
                continue
            if week <= DROP * usual:
                yield user_id, "drop", facts
            elif week >= RISE * usual:
                yield user_id, "rise", facts

    @api.model
    def _read_weeks(self, company, today, metric_ids):
        """Sums of the last seven days and of the eight weeks before, and how many of these weeks are known.

        :return: rows of ``(user id, metric id, week, weeks before, number of weeks)``
        """
        self.env["conveyor.fact"]._book_expected()
        self.env.cr.execute(
            SQL(
                """
                SELECT f.user_id, f.metric_id,
                       COALESCE(sum(n.number) FILTER (WHERE f.happened_on >= %(week)s), 0),
                       COALESCE(sum(n.number) FILTER (WHERE f.happened_on < %(week)s), 0),
                       least(%(weeks)s, ceil((%(week)s::date - min(f.happened_on)) / 7.0))
                  FROM conveyor_fact f
                  JOIN conveyor_metric m ON m.id = f.metric_id
                 CROSS JOIN LATERAL (SELECT CASE m.measure WHEN 'amount' THEN f.amount ELSE f.quantity END AS number) n
                 WHERE f.company_id = %(company)s AND f.metric_id = ANY(%(metrics)s) AND NOT f.is_level
                   AND f.happened_on >= %(first)s AND f.happened_on < %(today)s
                 GROUP BY f.user_id, f.metric_id
                """,
                week=today - timedelta(days=7),
                first=today - timedelta(days=7 * (WEEKS + 1)),
                weeks=WEEKS,
                today=today,
                company=company.id,
                metrics=list(metric_ids),
            )
        )
        return self.env.cr.fetchall()

    # === NORMS AND REPORTS === #

    @api.model
    def _find_in_norms(self, company, today):
        """The last day with norms, and the five before today, beside what was asked."""
        self.env["conveyor.norm.day"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH days AS (
                    SELECT day_on, row_number() OVER (ORDER BY day_on DESC) AS number
                      FROM (SELECT DISTINCT day_on FROM conveyor_norm_day
                             WHERE company_id = %(company)s AND day_on BETWEEN %(first)s AND %(last)s) d)
                SELECT n.user_id, n.metric_id, sum(n.norm), sum(n.done),
                       sum(n.norm) FILTER (WHERE d.number = 1), sum(n.done) FILTER (WHERE d.number = 1), count(*)
                  FROM conveyor_norm_day n JOIN days d ON d.day_on = n.day_on AND d.number <= 5
                 WHERE n.company_id = %(company)s
                 GROUP BY n.user_id, n.metric_id
                """,
                company=company.id,
                first=today - timedelta(days=14),
                last=today - timedelta(days=1),
            )
        )
        rows = defaultdict(list)
        for user_id, *row in self.env.cr.fetchall():
            rows[user_id].append(row)
        for user_id, metrics in rows.items():
            yield from ((user_id, *reason) for reason in self._judge_norms(metrics))

    @api.model
    def _judge_norms(self, metrics):
        """Behind: the worst metric of several days. Over: every norm of the last day met, one of them well beyond."""
        asked = [row for row in metrics if row[1] >= LEAST and row[5] >= 3]
        worst = min(asked, key=lambda row: row[2] / row[1], default=None)
        if worst and worst[2] < BEHIND * float(worst[1]):
            yield "behind", {"metric": worst[0], "value": float(worst[2]), "norm": float(worst[1])}
        last = [row for row in metrics if row[3]]
        best = max(last, key=lambda row: row[4] / row[3], default=None)
        if best and all(row[4] >= row[3] for row in last) and best[4] >= OVER * float(best[3]):
            yield "norm_over", {"metric": best[0], "value": float(best[4]), "norm": float(best[3])}

    @api.model
    def _find_in_reports(self, company, today):
        """Days without an error in a row, and reports that nobody told."""
        self.env["conveyor.daily.report"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT user_id, count(*) FILTER (WHERE errors = 0),
                       count(*) FILTER (WHERE number <= 5 AND state = 'missing')
                  FROM (SELECT user_id, state, row_number() OVER person AS number,
                               sum((is_error_free IS NOT TRUE)::int) OVER person AS errors
                          FROM conveyor_daily_report
                         WHERE company_id = %(company)s AND frozen_at IS NOT NULL AND state != 'excused'
                           AND day_on BETWEEN %(first)s AND %(last)s
                        WINDOW person AS (PARTITION BY user_id ORDER BY day_on DESC)) r
                 GROUP BY user_id
                """,
                company=company.id,
                first=today - timedelta(days=60),
                last=today - timedelta(days=1),
            )
        )
        for user_id, streak, missing in self.env.cr.fetchall():
            if streak >= STREAK:
                yield user_id, "streak", {"count": streak}
            if missing >= SILENT:
                yield user_id, "silent", {"count": missing}

    # === TIERS, CAREERS, CONTESTS === #

    @api.model
    def _find_in_tiers(self, company, today):
        """Near a higher rate."""
        run = self.env["motivation.run"].new(
            {"company_id": company.id, "first_on": today.replace(day=1)}
        )
        for user_id, component_id, metric_id, last_on, left in run._read_near_tiers(today):
            yield (
                user_id,
                "near_tier",
                {
                    "component": component_id,
                    "metric": metric_id,
                    "left": float(left),
                    "last_on": last_on.isoformat(),
                },
            )

    @api.model
    def _find_in_careers(self, people):
        """Ready for the next step, or one criterion away from it."""
        members = self.env["crm.team.member"].union(*people.values())
        for member, lines in members._weigh_career().items():
            open_lines = [line for line in lines if not line["is_met"]]
            step = {"grade": member.next_grade_id.id}
            if not open_lines:
                yield member.user_id.id, "grade_ready", step
            elif len(open_lines) == 1 < len(lines) and open_lines[0]["bar"] >= NEARLY:
                yield member.user_id.id, "near_grade", step

    @api.model
    def _find_in_contests(self, company):
        """First in a race, or close behind whoever is ahead."""
        standings = self.env["motivation.contest.standing"].search_fetch(
            [
                ("company_id", "=", company.id),
                ("contest_id.state", "=", "running"),
                ("place", ">", 0),
            ],
            ["contest_id", "user_id", "place", "score", "value", "goal"],
        )
        for contest, rows in standings.grouped("contest_id").items():
            ahead = None
            for row in rows:
                facts = {"contest": contest.id, "place": row.place}
                if row.place == 1 and len(rows) > 1:
                    yield row.user_id.id, "contest_first", facts
                elif (
                    ahead
                    and ahead.score
                    and min(row.score, ahead.score) >= CHASE * max(row.score, ahead.score)
                ):
                    yield row.user_id.id, "contest_chase", facts
                if not ahead or row.place != ahead.place:
                    ahead = row


def _round(number):
    """What is usual needs no decimals where there is much of it."""
    return float(round(number, 0 if number >= 20 else 1))
