import io
from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import HttpCase
from odoo.tools.pdf import PdfFileReader

from ..tools.clock import at_instant
from .calls import CallCommon
from .common import department
from .evenings import EveningCommon

SCREEN, TELEPHONE = "1366x768", "375x667"


@department
class TestDayTour(EveningCommon, CallCommon, HttpCase):
    """A whole day of the department in the browser: what each person does, and what stands in the database then.

    Whenever it runs, it is a little after noon of a working day by the clock of the department.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ahead = 12 - cls.env.cr.now().hour
        zone = f"Etc/GMT{-ahead:+d}"
        people = cls.head | cls.hunter | cls.scout
        people.write({"lang": "en_US", "tz": zone})
        every_day = cls.calendar("Every day", weekdays=range(7), hours=((8, 20),), tz=zone)
        cls.env.company.write({"resource_calendar_id": every_day.id, "conveyor_tz": zone})
        cls.team.report_hour = 13
        cls.today = cls.env.company._get_business_day()
        # The morning after, by the clock of the department: at two calls are drawn, at nine the day is frozen.
        midnight = datetime.combine(cls.today, datetime.min.time()) + timedelta(
            days=1, hours=-ahead
        )
        cls.night, cls.morning = midnight + timedelta(hours=2), midnight + timedelta(hours=9)
        reviewers = cls.env.ref("sales_conveyor.sales_conveyor_group_reviewer")
        cls.reviewer.group_ids -= reviewers
        cls.head.group_ids += reviewers
        cls.env["conveyor.standup.schedule"].create(
            {"team_id": cls.team.id, "company_id": cls.env.company.id, "hour": 12}
        )
        cls.norm(5, role="hunter", metric=cls.calls)

    def setUp(self):
        super().setUp()
        self.deal = self.card(
            "Northern Mill: audit",
            owner=self.hunter,
            stage=self.stage_talk,
            partner_id=self.client.id,
        )
        self.planned = self.activity(self.deal)
        self.planned.date_deadline = self.today

    def tour(self, name, login, url="/odoo/crm", size=SCREEN):
        """A tour of one person, on a screen or on a telephone."""
        self.browser_size, self.touch_enabled = size, size == TELEPHONE
        self.start_tour(url, f"sales_conveyor_day_{name}", login=login)
        self.env.invalidate_all()

    def test_whole_day(self):
        now = self.env.cr.now()
        self.run_cron("_cron_open", now, model="conveyor.standup")
        self.tour("morning", "t_head")
        self.check_morning()
        self.tour("work", "t_hunter")
        self.check_work()

        self.run_cron("_cron_draw", self.night, model="conveyor.call.sample")
        self.tour("review", "t_head")
        review = self.env["conveyor.call.review"].search([("user_id", "=", self.hunter.id)])
        self.assertEqual((review.state, review.score, review.is_failed), ("published", 0.9, False))
        self.open_reports(self.env.cr.now())
        report = self.report(self.hunter, self.today)
        self.tour("evening", "t_hunter", size=TELEPHONE)
        self.assertEqual(review.state, "acknowledged")
        self.check_evening(report)
        self.tour("queue", "t_head")
        self.assertEqual(
            (report.state, report.head_comment), ("submitted", "Log it first, then claim it")
        )

        self.freeze(self.morning)
        self.check_frozen(report)
        self.tour("frozen", "t_hunter", "/odoo/my-evening", size=TELEPHONE)
        self.tour("accept", "t_head")
        self.assertEqual((report.state, report.decided_by_id), ("accepted", self.head))
        self.assertFalse(report.is_error_free, "a claim too many is no day without errors")
        self.check_page()

    # === WHAT STANDS IN THE DATABASE === #

    def check_morning(self):
        standup = self.env["conveyor.standup"].search(
            [("team_id", "=", self.team.id), ("day_on", "=", self.today)]
        )
        self.assertEqual((standup.state, standup.led_by_id), ("done", self.head))
        came = {row.user_id: row.state for row in standup.attendance_ids}
        self.assertEqual(
            (came[self.hunter], came[self.scout], came[self.farmer]), ("present", "late", "absent")
        )
        told = standup.attendance_ids.filtered(lambda row: row.user_id == self.hunter)
        self.assertEqual(told.success, "The mill wants an audit")
        self.assertEqual(
            (
                standup.activity_ids.summary,
                standup.activity_ids.user_id,
                standup.activity_ids.date_deadline,
            ),
            ("Send the price list", self.hunter, self.today),
        )

    def check_work(self):
        tasks = self.env["mail.activity"].with_context(active_test=False)
        given = tasks.search([("summary", "=", "Send the price list")])
        self.assertFalse(given.active, "the task of the morning is done")
        self.assertFalse(self.planned.active, "the planned call is done with the call itself")
        calls = self.env["conveyor.call"].search([("lead_id", "=", self.deal.id)], order="id")
        self.assertEqual(
            [(call.outcome, call.talk_seconds, call.user_id) for call in calls],
            [("talked", 180, self.hunter), ("no_answer", 0, self.hunter)],
        )
        measured = (self.calls | self.env["conveyor.metric"]._get("conversation"))._measure(
            [("user_id", "=", self.hunter.id), ("happened_on", "=", self.today)]
        )
        self.assertEqual([found[()] for found in measured.values()], [2, 1])

    def check_evening(self, report):
        line = self.line(report)
        self.assertEqual(
            (report.state, report.is_on_time, report.has_over_claim), ("submitted", True, True)
        )
        self.assertEqual(
            (line.norm, line.claimed, line.counted, line.comment), (5, 9, 2, "By my own telephone")
        )
        self.assertEqual(report.tomorrow, "Offer for the mill")

    def check_frozen(self, report):
        line = self.line(report)
        self.assertEqual((line.claimed, line.final, line.verdict), (9, 2, "over"))
        self.assertEqual((report.state, report.difference_count), ("submitted", 1))
        self.assertTrue(report.frozen_at)
        own = report.with_user(self.hunter)
        for change in (
            lambda: own.submit_report({"claims": {str(line.id): 2}}),
            lambda: own.write({"note": "It was two"}),
            lambda: line.with_user(self.hunter).write({"claimed": 2}),
        ):
            with self.assertRaises(UserError):
                change()

    def check_page(self):
        wizard = self.env["conveyor.presentation"].search([], order="id desc", limit=1)
        self.assertEqual(
            (wizard.create_uid, wizard.kind, wizard.day_on), (self.head, "day", self.today)
        )
        report = self.env["ir.actions.report"].with_user(self.head)
        with at_instant(self.env, self.morning):
            pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
                "sales_conveyor.conveyor_presentation_report_document", wizard.ids
            )
        self.assertEqual(pdf[:4], b"%PDF")
        pages = PdfFileReader(io.BytesIO(pdf)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for words in (
            "Hunter",
            "Calls 9 (CRM: 2)",
            "Log it first, then claim it",
            "Offer for the mill",
        ):
            self.assertIn(words, text)
