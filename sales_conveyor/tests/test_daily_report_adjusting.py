from odoo.exceptions import UserError
from odoo.tests import Form

from .common import department
from .evenings import NOON, EveningCommon


@department
class TestDailyReportAdjusting(EveningCommon):
    """What was told is put right in the open: by a line of its own, by the head's word, never by copying from CRM."""

    def test_person_adjusts_with_a_button_of_his_own_report(self):
        report = self.open_reports()
        mine = report.with_user(self.hunter)
        self.assertEqual((mine.can_submit, mine.can_adjust), (True, False))
        self.assertEqual(mine.action_open_evening()["params"], {"day": "2026-03-02"})
        self.submit(report, calls=2)
        self.freeze()
        self.env.invalidate_all()
        self.assertEqual((mine.can_submit, mine.can_adjust), (False, True))
        self.assertFalse(report.with_user(self.head).can_adjust)
        report.with_user(self.head).return_report("Where are the two calls?")
        action = mine.action_open_adjustment()
        forms = self.env[action["res_model"]].with_user(self.hunter)
        form = Form(forms.with_context(**action["context"]))
        form.metric_id, form.quantity = self.calls, -2
        form.comment = "never made"
        form.save().action_adjust()
        [line] = report.line_ids.filtered("is_adjustment")
        self.assertEqual(
            (line.claimed, line.comment, report.state), (-2, "never made", "submitted")
        )

    def test_blind_claim_stands_once_crm_was_seen(self):
        """Else everybody would tell anything first, and copy from CRM afterwards."""
        self.team.report_mode = "blind"
        self.called(NOON)
        report = self.open_reports()
        self.submit(report, claims={str(line.id): 3 for line in report.line_ids})
        line = self.line(report)
        with self.assertRaisesRegex(UserError, "stands"):
            self.submit(report, calls=1)
        comments = {str(line.id): "two from my own telephone"}
        self.submit(report, calls=3, comments=comments, note="A long day")
        self.assertEqual((line.claimed, line.comment), (3, "two from my own telephone"))
        self.submit(report)
        self.assertEqual(report.line_ids.mapped("claimed"), [3, 3], "what is not said stands, too")
        report.with_user(self.head).return_report("Look again, please")
        self.submit(report, calls=1)
        self.assertEqual(line.claimed, 1, "who is asked to put it right may do so")
