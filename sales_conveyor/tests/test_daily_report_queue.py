from .common import department
from .evenings import EVENING, NOON, EveningCommon


@department
class TestDailyReportQueue(EveningCommon):
    """The queue of the head: what differs stands first, in words, the same evening already."""

    def test_head_sees_what_differs_the_same_evening(self):
        self.called(NOON, times=2)
        report = self.open_reports()
        self.submit(report, calls=9)
        self.assertEqual((report.difference_count, report.has_over_claim), (1, True))
        self.assertEqual(report.with_user(self.head).differences, "Calls 9 (CRM: 2)")
        self.assertEqual(self.line(report).verdict, False, "the day is judged by the freeze alone")
        answers = self.env["conveyor.daily.report.answer"].with_user(self.head)
        answer = answers.create({"report_ids": report.ids, "comment": "Log it first"})
        self.assertEqual(
            (answer.can_accept, answer.differences), (False, f"Hunter: {report.differences}")
        )
        answer.action_comment()
        self.assertEqual((report.state, report.head_comment), ("submitted", "Log it first"))
        self.called(EVENING, times=7)
        self.freeze()
        self.assertEqual((report.difference_count, report.has_over_claim), (0, False))
        self.assertFalse(report.differences)

    def test_over_claims_come_first(self):
        self.called(NOON, times=2)
        self.open_reports()
        self.submit(self.report(self.hunter2), calls=1)
        self.submit(self.report(self.farmer2))
        self.submit(self.report(self.hunter), calls=9)
        waiting = self.env["conveyor.daily.report"].with_user(self.head)
        told = waiting.search(
            [("state", "=", "submitted"), ("day_on", "=", self.report(self.hunter).day_on)]
        )
        self.assertEqual(told.user_id, self.hunter | self.hunter2 | self.farmer2)
        self.assertEqual(told[0].user_id, self.hunter)
        self.assertFalse(told[-1].differences)
