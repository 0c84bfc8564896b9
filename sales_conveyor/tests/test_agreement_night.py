from datetime import datetime
from unittest.mock import patch

from ..tools.clock import at_instant
from .agreements import AgreementCommon, at, on
from .common import department


@department
class TestAgreementNight(AgreementCommon):
    """The clockwork: a day ends by the clock of the company, once, however late the server comes by."""

    def run_cron(self, instant, kill_after=None):
        """The cron's own work; its commits are counted instead of done, and may be the server's last."""
        commits = []

        def commit(_crons, processed=0, *, remaining=None, deactivate=False):
            commits.append(remaining)
            return 0 if kill_after and len(commits) == kill_after else 1000

        with (
            at_instant(self.env, instant),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit),
        ):
            self.env["conveyor.agreement"]._cron_decide()
        return commits

    def test_in_novosibirsk_a_day_ends_at_five_in_the_afternoon_of_utc(self):
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        first, second, third = (self.plan(self.mill, due=5) for _call in range(3))
        self.do(first, day=5, hour=16)  # 23:00 on the 5th there
        self.run_cron(at(5, 16, 59))
        self.assertEqual(self.told(second), ("open", False, 0))
        self.do(second, day=5, hour=20)  # 03:00 on the 6th there
        self.run_cron(at(5, 17, 1))
        self.assertEqual(self.told(first), ("kept", 5, 0))
        self.assertEqual(self.told(second), ("late", 6, 0))
        row = self.agreement(third)
        self.assertEqual(
            (row.state, row.decided_on, row.decided_at),
            ("broken", on(5), datetime(2026, 3, 5, 16, 59, 59)),
        )

    def test_meeting_in_the_evening_of_utc_is_on_the_next_day_there(self):
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        with self.at(2):
            visit = self.meeting(self.mill, start=at(5, 20, 30))
        self.assertEqual(self.agreement(visit).due_on, on(6))

    def test_move_at_night_is_of_the_day_of_the_company(self):
        self.env.company.conveyor_tz = "Asia/Novosibirsk"
        call = self.plan(self.mill, due=5)
        with self.at(5, hour=18):  # 01:00 on the 6th there
            call.date_deadline = on(9)
        move = self.agreement(call).move_ids
        self.assertEqual((move.moved_on, move.is_late), (on(6), True))
        self.assertEqual(self.told(call), ("broken", 5, 1))

    def test_clock_change_makes_no_day_longer(self):
        self.env.company.conveyor_tz = "Europe/Berlin"
        call = self.plan(self.mill, due=29)  # at 02:00 it is 03:00 that night
        self.run_cron(datetime(2026, 3, 29, 21, 59))
        self.assertEqual(self.told(call), ("open", False, 0))
        self.run_cron(datetime(2026, 3, 29, 22, 1))
        self.assertEqual(self.told(call), ("broken", 29, 0))
        self.assertEqual(self.agreement(call).decided_at, datetime(2026, 3, 29, 21, 59, 59))

    def test_days_on_which_the_server_slept_are_caught_up_each_on_its_own_day(self):
        calls = [self.plan(self.mill, due=day) for day in (3, 4, 6)]
        self.run_cron(at(20))
        self.assertEqual([self.told(call)[1] for call in calls], [3, 4, 6])
        facts = self.facts("agreement_broken").sorted("happened_on")
        self.assertEqual(facts.mapped("happened_on"), [on(3), on(4), on(6)])

    def test_twice_is_once(self):
        self.plan(self.mill, due=3)
        self.run_cron(at(4, 1))
        before = self.facts("agreement_broken")
        self.run_cron(at(4, 2))
        self.run_cron(at(4, 2))
        self.assertEqual(self.facts("agreement_broken"), before)
        self.assertEqual(sum(before.mapped("quantity")), 1)

    def test_killed_between_companies_it_goes_on_where_it_stopped(self):
        branch = self.env["res.company"].create({"name": "Branch", "conveyor_tz": "UTC"})
        self.hunter.company_ids += branch
        everywhere = self.env["crm.team"].create({"name": "Everywhere", "company_id": False})
        other = self.deal("Far", team_id=everywhere.id, company_id=branch.id)
        calls = self.plan(self.mill, due=3) | self.plan(other, due=3)
        self.assertEqual(self.agreement(calls[1]).company_id, branch)
        self.run_cron(at(4, 1), kill_after=1)
        states = sorted(self.agreement(calls).mapped("state"))
        self.assertIn(states, (["broken", "open"], ["open", "open"]))
        self.run_cron(at(4, 2))
        self.assertEqual(self.agreement(calls).mapped("state"), ["broken", "broken"])
        self.assertEqual(sum(self.facts("agreement_broken").mapped("quantity")), 2)

    def test_the_check_of_the_ledger_finds_nothing_and_rebuilds_the_same(self):
        calls = [self.plan(self.mill, due=day) for day in (3, 4, 9)]
        self.move(calls[2], due=10, day=5)
        self.run_cron(at(4, 1))
        self.do(calls[0], day=6)
        self.do(calls[1], day=4)
        self.assertFalse(self.check())
        self.assertFalse(self.check("rebuild"))


@department
class TestAgreementBreaches(AgreementCommon):
    """What is broken and not made up for by the next night is a breach, booked once."""

    def breaches(self):
        domain = [("category_id.code", "=", "agreement_broken"), ("lead_id", "=", self.mill.id)]
        return self.env["conveyor.incident"].search(domain, order="id")

    def setUp(self):
        super().setUp()
        self.mill = self.deal("Grain", partner_id=self.client.id)

    def test_one_breach_per_broken_agreement_with_its_evidence(self):
        call = self.plan(self.mill, due=5, summary="Send the offer")
        self.decide(5, hour=23)
        self.assertFalse(self.breaches())
        self.decide(6)
        self.decide(6, hour=2)
        breach = self.breaches()
        self.assertEqual(
            (breach.user_id, breach.team_id, breach.partner_id, breach.happened_on, breach.state),
            (self.hunter, self.team, self.client, on(5), "reported"),
        )
        self.assertIn("Send the offer", breach.evidence)
        self.do(call, day=7)
        self.decide(8)
        self.assertEqual(self.breaches(), breach)

    def test_broken_by_a_move_after_its_day_it_is_a_breach_too(self):
        call = self.plan(self.mill, due=5)
        self.move(call, due=12, day=6)
        self.decide(6, hour=23)
        self.assertEqual(self.breaches().happened_on, on(5))

    def test_made_up_for_before_the_night_came_by_it_is_none(self):
        call = self.plan(self.mill, due=5)
        self.do(call, day=6, hour=0)
        self.decide(6)
        self.assertFalse(self.breaches())

    def test_what_was_overdue_when_it_was_planned_is_none(self):
        call = self.plan(self.mill, due=2, day=5)
        self.decide(6)
        self.assertEqual(self.told(call)[0], "broken")
        self.assertFalse(self.breaches())

    def test_rule_that_is_switched_off_books_nothing(self):
        self.env.ref("sales_conveyor.incident_category_agreement_broken").active = False
        self.plan(self.mill, due=5)
        self.decide(6)
        self.assertFalse(self.breaches())
