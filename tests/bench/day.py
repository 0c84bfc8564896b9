"""The evening of a whole department: reports opened for everybody, handed in, frozen and compared next morning."""

import sys
from datetime import datetime, time, timedelta

import department
import measure
import worlds
from operations import Operation

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import SQL

HEAD = f"{'evening':<32}{'people':>8}{'seconds':>10}{'spread':>18}{'statements':>12}"
# Of each hundred people so many claim one too many, and so many tell nothing.
BOASTING, SILENT = 10, 10


class Evening(Operation):
    """So many people of the department report on the last working day; half of their teams are new to it."""

    silent = SILENT

    def prepare(self, env, team):
        """Teams of so many people, all of them with the conveyor and its sections."""
        members = self._find_members(env)
        env.cr.execute(
            "UPDATE crm_team SET use_conveyor = TRUE, use_daily_report = TRUE WHERE id IN %s",
            [tuple(members.crm_team_id.ids)],
        )
        env.cr.execute(
            """
            UPDATE crm_team_member m SET role = (%(roles)s::varchar[])[m.user_id %% %(count)s + 1]
             WHERE m.id IN %(members)s AND m.role IS NULL
            """,
            {
                "roles": list(department.SECTIONS),
                "count": len(department.SECTIONS),
                "members": members._ids,
            },
        )
        env.registry.clear_cache()  # which teams use the conveyor is kept in mind
        env["conveyor.card.requirement"]._get_asked_rows()
        env.flush_all()
        env.invalidate_all()
        today = env.company._get_business_day()
        self.day = today - timedelta(
            days=max(0, today.weekday() - 4)
        )  # nobody reports at the weekend
        return env["conveyor.daily.report"].sudo(), members.crm_team_id.sudo()

    def _find_members(self, env):
        members = env["crm.team.member"].search([], order="crm_team_id, id", limit=self.count)
        if len(members) != self.count:
            raise ValueError(f"{len(members)} people are fewer than {self.count}")
        return members.sudo()

    def run(self, prepared):
        """Open the reports of all of them, with their lines and norms."""
        reports, teams = prepared
        return reports._open_day(teams, reports.env.company, self.day)


class Counting(Evening):
    """What the ledger has of everybody: the numbers that a report shows."""

    def prepare(self, env, team):
        """Reports that were opened."""
        return super().run(super().prepare(env, team))

    def run(self, reports):
        """Count for all of them at once."""
        return reports._count_facts()


class Freeze(Evening):
    """The morning after: most have told, some too much, some nothing."""

    def prepare(self, env, team):
        """Reports that were handed in."""
        reports = super().run(super().prepare(env, team))
        env.cr.execute(
            SQL(
                """
                UPDATE conveyor_daily_report SET state = 'submitted', submitted_at = deadline_at, is_on_time = TRUE
                 WHERE id IN %(reports)s AND id %% 100 >= %(silent)s;
                UPDATE conveyor_daily_report_line l
                   SET claimed = COALESCE(f.quantity, 0) + (l.report_id %% 100 >= 100 - %(boasting)s)::int,
                       counted = COALESCE(f.quantity, 0)
                  FROM conveyor_daily_report_line o
                  LEFT JOIN (SELECT user_id, metric_id, sum(quantity) AS quantity FROM conveyor_fact
                              WHERE happened_on = %(day)s GROUP BY 1, 2) f
                         ON f.user_id = o.user_id AND f.metric_id = o.metric_id
                 WHERE o.id = l.id AND l.report_id IN %(reports)s
                """,
                reports=reports._ids,
                silent=self.silent,
                boasting=BOASTING,
                day=self.day,
            )
        )
        env.invalidate_all()
        return reports

    def run(self, reports):
        """Freeze the day: verdicts, faults of cards, breaches, notes, facts."""
        from odoo.addons.sales_conveyor.tools.clock import at_instant

        morning = datetime.combine(self.day + timedelta(days=1), time(9))
        with at_instant(reports.env, morning):
            reports._freeze()


class SilentFreeze(Freeze):
    """Nobody has told anything: a breach and a note for each."""

    silent = 100


class Screen(Evening):
    """One person opens his evening."""

    def prepare(self, env, team):
        """A report that waits for him."""
        report = (
            super().run(super().prepare(env, team)).filtered(lambda one: one.state == "open")[0]
        )
        return report.with_user(report.user_id)

    def run(self, report):
        """What the screen asks for."""
        return report.get_my_report()


class Submit(Screen):
    """One person hands in his evening."""

    def run(self, report):
        """Confirm what the ledger counted."""
        report.submit_report({})


class DayTables:
    """The part ``day`` of the bench."""

    def print_day(self):
        """B6: the evening of a thousand people."""
        sys.stdout.write(
            "\nB6: evening; budget 0.5 s and 60 statements whatever the number of people; freeze 5 s\n"
        )
        sys.stdout.write(f"{HEAD}\n")
        for name, kind in (
            ("reports opened", Evening),
            ("counted by the ledger", Counting),
            ("frozen, one in ten silent", Freeze),
            ("frozen, all silent", SilentFreeze),
        ):
            for count in (100, 1000):
                self._print_evening(name, kind(count))
        for name, kind in (("one person opens his evening", Screen), ("and hands it in", Submit)):
            self._print_evening(name, kind(20))
        with Registry(worlds.OURS).cursor() as cr:
            # What was kept in mind of rolled back teams is forgotten.
            api.Environment(cr, api.SUPERUSER_ID, {}).registry.clear_cache()

    def _print_evening(self, name, operation):
        arm = measure.Arm(name, worlds.OURS, self.with_conveyor)
        measure.compare([arm], operation, self.rounds, self.head)
        low, high = measure.spread(arm)
        sys.stdout.write(
            f"{name:<32}{operation.count:>8}{arm.seconds:>10.3f}{f'{low:.3f}–{high:.3f}':>18}{arm.statements:>12}\n"
        )
        sys.stdout.flush()
