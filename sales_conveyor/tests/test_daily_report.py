from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError

from ..tools.clock import at_instant
from .common import department
from .evenings import DEADLINE, EVENING, MORNING, NIGHT, NOON, EveningCommon
from .norms import SUNDAY, TUESDAY


@department
class TestDailyReport(EveningCommon):
    """The evening of a person: what is claimed beside what CRM knows, and the verdict of the morning."""

    def test_report_appears_an_hour_before_its_deadline_once(self):
        self.assertFalse(self.open_reports(DEADLINE - timedelta(minutes=61)))
        report = self.open_reports(DEADLINE - timedelta(minutes=60))
        self.assertEqual(
            (report.state, report.deadline_at, report.freeze_at), ("open", DEADLINE, MORNING)
        )
        self.assertEqual(report.line_ids.metric_id, self.calls | self.meetings)
        before = self.env["conveyor.daily.report"].search_count([("day_on", "=", report.day_on)])
        self.open_reports(EVENING)
        after = self.env["conveyor.daily.report"].search_count([("day_on", "=", report.day_on)])
        self.assertEqual((before, after), (6, 6), "the six people of the team, once")

    def test_nobody_reports_on_a_day_off_and_who_is_away_is_excused(self):
        self.day_off(self.hunter, datetime(2026, 3, 2), datetime(2026, 3, 3))
        self.assertEqual(self.open_reports().state, "excused")
        self.assertFalse(self.report(self.hunter).line_ids)
        self.run_cron("_cron_open", datetime(2026, 3, 8, 20))
        self.assertFalse(self.report(self.hunter, SUNDAY))
        self.assertTrue(self.report(self.hunter, TUESDAY), "caught up")

    def test_what_is_confirmed_is_what_the_ledger_counted(self):
        self.called(NOON, times=3)
        report = self.open_reports()
        with at_instant(self.env, EVENING):
            shown = report.with_user(self.hunter).get_my_report()
        self.assertEqual({line["name"]: line["counted"] for line in shown["lines"]}["Calls"], 3)
        self.submit(report)
        line = self.line(report)
        self.assertEqual((line.claimed, line.counted, report.state), (3, 3, "submitted"))
        self.assertTrue(report.is_on_time)
        self.freeze()
        self.assertEqual((line.final, line.late, line.verdict), (3, 0, "match"))
        self.assertFalse(report.difference_count)
        report.with_user(self.head).action_accept()
        self.assertTrue(report.is_error_free)
        self.assertEqual(self.standing("error_free_day", report)[0], 1)

    def test_verdicts(self):
        """Four calls by the deadline, two more logged at night."""
        for claimed, verdict in ((6, "late"), (9, "over"), (4, "under"), (0, "under")):
            with self.subTest(claimed=claimed), self.env.cr.savepoint() as evening:
                self.called(NOON, times=4)
                report = self.open_reports()
                self.submit(report, calls=claimed)
                self.called(NIGHT, times=2)
                self.freeze()
                line = self.line(report)
                self.assertEqual((line.final, line.late, line.verdict), (6, 2, verdict))
                self.assertEqual(report.has_over_claim, verdict == "over")
                evening.rollback()
                self.env.invalidate_all()

    def test_claim_without_anything_in_crm_is_not_logged(self):
        report = self.open_reports()
        self.submit(report, calls=2)
        self.freeze()
        self.assertEqual(self.line(report).verdict, "not_logged")
        self.assertTrue(report.has_over_claim)
        with self.assertRaisesRegex(UserError, "comment on it first"):
            report.with_user(self.head).action_accept()
        report.with_user(self.head).comment_report("Log your calls")
        report.with_user(self.head).action_accept()
        self.assertEqual(report.state, "accepted")
        self.assertFalse(report.is_error_free)

    def test_tolerance(self):
        self.env.company.conveyor_report_tolerance = 1
        self.called(NOON, times=4)
        report = self.open_reports()
        self.submit(report, calls=5)
        self.freeze()
        self.assertEqual(self.line(report).verdict, "match")

    def test_silence_until_the_freeze_is_a_missing_report(self):
        report = self.open_reports()
        self.freeze(MORNING - timedelta(minutes=1))
        self.assertEqual(report.state, "open")
        self.freeze()
        self.assertEqual(report.state, "missing")
        self.assertEqual(self.standing("report_due", report)[0], 1)
        self.assertEqual(self.standing("report_on_time", report)[0], 0)
        with self.assertRaisesRegex(UserError, "frozen"):
            self.submit(report, MORNING)

    def test_missing_report_is_a_breach_once(self):
        report = self.open_reports()
        self.freeze()
        self.freeze()
        breach = self.env["conveyor.incident"].search(
            [("user_id", "=", self.hunter.id), ("category_id.code", "=", "report_missing")]
        )
        self.assertEqual(breach.mapped("happened_on"), [report.day_on])

    def test_broken_agreement_is_a_fault_of_the_day(self):
        card = self.card(owner=self.hunter)
        with at_instant(self.env, NOON):
            self.activity(card).date_deadline = NOON.date()
        report = self.open_reports()
        self.submit(report)
        self.freeze()
        faults = report.line_ids.filtered("fault")
        self.assertTrue(any(card in fault.lead_id for fault in faults))
        self.assertEqual((report.difference_count, bool(report.fault_count)), (0, True))
        report.with_user(self.head).action_accept()
        self.assertFalse(report.is_error_free)

    def test_late_report_counts_as_told_but_not_in_time(self):
        report = self.open_reports()
        self.submit(report, NIGHT)
        self.assertEqual((report.state, report.is_on_time), ("submitted", False))
        self.freeze()
        report.with_user(self.head).action_accept()
        self.assertFalse(report.is_error_free)

    def test_returned_report_is_told_anew_until_the_freeze(self):
        report = self.open_reports()
        self.submit(report, calls=2)
        report.with_user(self.leader).return_report("Two calls are not in CRM")
        self.assertEqual(
            (report.state, report.head_comment), ("returned", "Two calls are not in CRM")
        )
        self.called(NIGHT, times=2)
        self.submit(report, NIGHT, calls=2)
        self.assertTrue(report.is_on_time, "it was told in time the first time")
        self.freeze()
        self.assertEqual(self.line(report).verdict, "late")

    def test_head_accepts_after_the_freeze_only(self):
        report = self.open_reports()
        self.submit(report)
        with self.assertRaisesRegex(UserError, "Next morning"):
            report.with_user(self.head).action_accept()
        self.freeze()
        report.with_user(self.head).return_report("One call is missing")
        report.with_user(self.hunter).adjust_report(self.calls.id, 1, "from my own telephone")
        self.assertEqual(report.state, "submitted")
        report.with_user(self.head).action_accept()
        self.assertEqual(report.state, "accepted")

    def test_after_the_freeze_only_adjustments(self):
        report = self.open_reports()
        with self.assertRaisesRegex(UserError, "not frozen yet"):
            report.with_user(self.hunter).adjust_report(self.calls.id, 1, "forgot one")
        self.submit(report)
        self.freeze()
        report.with_user(self.hunter).adjust_report(self.calls.id, -1, "counted twice")
        line = report.line_ids.filtered("is_adjustment")
        self.assertEqual((line.claimed, line.comment), (-1, "counted twice"))
        for bad in ((0, 1, "x"), (self.calls.id, float("nan"), "x"), (self.calls.id, 1, " ")):
            with self.assertRaises(UserError):
                report.with_user(self.hunter).adjust_report(*bad)

    def test_blind_report_shows_crm_after_it_was_told(self):
        self.team.report_mode = "blind"
        self.called(NOON)
        report = self.open_reports()
        shown = report.with_user(self.hunter).get_my_report()
        self.assertEqual({line["counted"] for line in shown["lines"]}, {False})
        with self.assertRaisesRegex(UserError, "every number first"):
            self.submit(report, calls=1)
        told = self.submit(report, claims={str(line.id): 1 for line in report.line_ids})
        self.assertEqual([line["counted"] for line in told["lines"]], [1, 0])

    def test_reliability_is_matched_lines_of_all_lines(self):
        self.called(NOON, times=2)
        report = self.open_reports()
        self.submit(report, calls=3)
        self.freeze()
        self.assertEqual(report.reliability, 0.5)
        self.assertEqual(self.report(self.hunter2).reliability, 0.0)

    # === RIGHTS === #

    def test_nobody_tells_or_judges_for_another(self):
        report = self.open_reports()
        for user in (self.hunter2, self.head, self.leader, self.owner):
            with self.assertRaises(AccessError):
                self.submit(report, user=user)
        self.submit(report)
        for user in (self.hunter, self.hunter2, self.owner):
            with self.assertRaises(AccessError):
                report.with_user(user).action_accept()
        self.team.user_id = self.hunter
        with self.assertRaises(AccessError):
            report.with_user(self.hunter).action_accept()
        self.assertFalse(self.report(self.farmer).with_user(self.scout).has_access("read"))

    def test_nobody_writes_a_report_by_hand(self):
        report = self.open_reports()
        for user in (self.hunter, self.head, self.env.user):
            for values in ({"state": "accepted"}, {"is_error_free": True}, {"note": "x"}):
                with self.assertRaises(UserError):
                    report.with_user(user).with_context(conveyor_day="day").write(values)
            with self.assertRaises(UserError):
                report.with_user(user).unlink()
            with self.assertRaises(UserError):
                report.line_ids.with_user(user).write({"claimed": 5})
        with self.assertRaises(UserError):
            report.copy()

    def test_bad_claims_are_told_and_change_nothing(self):
        report = self.open_reports()
        line = self.line(report)
        for claim in (-5, 1e12, 1e300, float("nan"), float("inf"), "5", None, True, [1], {}):
            with self.subTest(claim=claim), self.assertRaises(UserError):
                self.submit(report, claims={str(line.id): claim})
        other = self.line(self.report(self.hunter2))
        for values in (
            {"claims": {str(other.id): 1}},
            {"claims": [1]},
            {"claims": {"x": 1}},
            {"comments": {str(line.id): "x" * 201}},
            {"note": "x" * 2001},
        ):
            with self.subTest(values=str(values)[:40]), self.assertRaises(UserError):
                self.submit(report, **values)
        with self.assertRaises(UserError):
            report.with_user(self.hunter).submit_report([])
        self.assertEqual((report.state, line.claimed), ("open", 0))
